using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Tests.Diagnostics;

/// <summary>
/// The files of a program in one text: lines `// file cells.nas` begin one each, the last of which is compiled. A text
/// without such a line is one file.
/// </summary>
internal sealed class ProgramFiles : ISourceResolver
{
    private const string Header = "// file ";

    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);

    public ProgramFiles(string text)
    {
        MainName = "test.nas";
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith(Header, StringComparison.Ordinal))
                MainName = line[Header.Length..].Trim();
            else
                texts[MainName] = texts.TryGetValue(MainName, out var before) ? $"{before}\n{line}" : line;
        }
    }

    /// <summary>The files that were read, in order.</summary>
    public List<string> Read { get; } = [];

    public string MainName { get; }

    /// <summary>The file that is compiled, as it stands in the text.</summary>
    public string Main => texts[MainName];

    public static Compilation Compile(string text) => new ProgramFiles(text).Compile();

    public Compilation Compile() => Compilation.Create(new SourceText(Main, MainName), this);

    public string Locate(string path, string importer)
    {
        var parts = importer.Split('/').SkipLast(1).ToList();
        foreach (var part in path.Split('/'))
        {
            if (part == "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part != ".")
                parts.Add(part);
        }

        return string.Join('/', parts);
    }

    public string IdentityOf(string fileName) => fileName;

    SourceReading ISourceResolver.Read(string fileName)
    {
        Read.Add(fileName);
        return texts.TryGetValue(fileName, out var text)
            ? new SourceReading(new SourceText(text, fileName), null)
            : new SourceReading(null, Diagnose.FileNotFound(fileName, null));
    }
}
