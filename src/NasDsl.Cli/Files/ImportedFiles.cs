using NasDsl.Text;

namespace NasDsl.Cli.Files;

/// <summary>The files that a program imports, from the file system. Imports of standard input start in the current folder.</summary>
internal sealed class ImportedFiles(Terminal terminal) : ISourceResolver
{
    public string Locate(string path, string importer)
    {
        var folder = importer == InputFile.StandardInputName ? "" : Path.GetDirectoryName(importer) ?? "";
        var joined = Path.Combine(folder, path);
        return Shortened(OperatingSystem.IsWindows() ? joined.Replace('\\', '/') : joined);
    }

    /// <summary>The absolute path, through links; standard input is no file that could be imported.</summary>
    public string IdentityOf(string fileName)
    {
        if (fileName == InputFile.StandardInputName)
            return "";
        var full = Path.GetFullPath(terminal.PathOf(fileName));
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (Exception e) when (IoProblem.Is(e))
        {
            // Reading it says what is wrong.
            return full;
        }
    }

    public SourceReading Read(string fileName)
    {
        try
        {
            return new SourceReading(InputFile.ReadFile(terminal, fileName), null);
        }
        catch (InputException e)
        {
            return new SourceReading(null, e.Diagnostics[0]);
        }
    }

    /// <summary>`a/b/../c.nas` as `a/c.nas`, for messages.</summary>
    private static string Shortened(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] is not (".." or ""))
                parts.RemoveAt(parts.Count - 1);
            else if (part != ".")
                parts.Add(part);
        }
        return string.Join('/', parts);
    }
}
