using System.Text;
using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.LanguageServer.Documents;

/// <summary>What the editor has open, and behind it the file system. Imports see unsaved texts.</summary>
internal sealed class WorkspaceFiles : ISourceResolver
{
    private const int LargestFile = 16 * 1024 * 1024;
    private const int MostFiles = 500;
    private const int DeepestFolder = 8;

    private readonly Dictionary<string, Document> open = new(StringComparer.Ordinal);

    /// <summary>Texts that take the place of all others, while something is tried out.</summary>
    private IReadOnlyDictionary<string, string> overlay = new Dictionary<string, string>();

    /// <summary>Goes up with every change.</summary>
    public int Stamp { get; private set; }

    public List<string> Folders { get; } = [];

    public IEnumerable<Document> Open => open.Values;

    public Document? Find(string uri) => open.GetValueOrDefault(FileUri.ToName(uri));

    public bool IsOpen(string name) => open.ContainsKey(name);

    public void Put(Document document)
    {
        open[document.Name] = document;
        Touch();
    }

    public void Close(string uri)
    {
        open.Remove(FileUri.ToName(uri));
        Touch();
    }

    public void Touch() => Stamp++;

    /// <summary>The same files with other texts for some of them.</summary>
    public WorkspaceFiles With(IReadOnlyDictionary<string, string> texts)
    {
        var copy = new WorkspaceFiles { overlay = texts };
        foreach (var document in open.Values)
            copy.open[document.Name] = document;
        copy.Folders.AddRange(Folders);
        return copy;
    }

    /// <summary>The text of a file as the editor has it, or from the disk; null where there is none.</summary>
    public SourceText? Text(string name) => overlay.TryGetValue(name, out var text) ? new SourceText(text, name)
        : open.TryGetValue(name, out var document) ? document.Source
        : Read(name).Source;

    /// <summary>The programs of the workspace's folders that are not open; hidden folders are left out.</summary>
    public IEnumerable<string> OnDisk() => Folders
        .SelectMany(f => Directory.Exists(f)
            ? Directory.EnumerateFiles(f, "*.nas", new EnumerationOptions
            {
                RecurseSubdirectories = true,
                MaxRecursionDepth = DeepestFolder,
                IgnoreInaccessible = true,
            })
            : [])
        .Select(Path.GetFullPath)
        .Where(f => !open.ContainsKey(f))
        .Distinct(StringComparer.Ordinal)
        .Take(MostFiles);

    public string Locate(string path, string importer)
    {
        try
        {
            return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(importer) ?? "", path));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException)
        {
            return path;
        }
    }

    public string IdentityOf(string fileName) => fileName;

    public SourceReading Read(string fileName)
    {
        if (overlay.TryGetValue(fileName, out var tried))
            return new SourceReading(new SourceText(tried, fileName), null);
        if (open.TryGetValue(fileName, out var document))
            return new SourceReading(document.Source, null);
        try
        {
            if (Directory.Exists(fileName))
                return new SourceReading(null, Diagnose.FileIsFolder(fileName));
            if (!File.Exists(fileName))
                return new SourceReading(null, Diagnose.FileNotFound(fileName, null));
            if (new FileInfo(fileName).Length > LargestFile)
                return new SourceReading(null, Diagnose.FileTooLarge(fileName, LargestFile));
            return new SourceReading(new SourceText(File.ReadAllText(fileName, Encoding.UTF8), fileName), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return new SourceReading(null, Diagnose.FileUnreadable(fileName, e is UnauthorizedAccessException ? "permission denied" : "it cannot be read"));
        }
    }
}
