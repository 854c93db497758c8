using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NasDsl.Cli.Files;

namespace NasDsl.Cli.Viewing;

/// <summary>The files of a run, while it may still be writing them: what cannot be read is not there.</summary>
internal sealed class RunFiles(Terminal terminal, string folder)
{
    private const int LargestText = 64 * 1024 * 1024;

    /// <summary>As the user named it.</summary>
    public string Folder => folder;

    /// <summary>Without its path.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(terminal.PathOf(folder))));

    private string Root => terminal.PathOf(folder);

    public bool Has(string name) => File.Exists(Path.Combine(Root, name));

    /// <summary>Another one whenever a file has changed.</summary>
    public string Stamp()
    {
        try
        {
            return string.Join('\n', new DirectoryInfo(Root).EnumerateFiles()
                .Where(f => f.Length > 0 && !f.Name.EndsWith("-shm", StringComparison.Ordinal) && !f.Name.EndsWith(".tmp", StringComparison.Ordinal))
                .OrderBy(f => f.Name, StringComparer.Ordinal)
                .Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Name} {f.Length} {f.LastWriteTimeUtc.Ticks}")));
        }
        catch (Exception e) when (IoProblem.Is(e))
        {
            return "";
        }
    }

    public string? Text(string name)
    {
        try
        {
            using var stream = new FileStream(
                Path.Combine(Root, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > LargestText)
                return null;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (IoProblem.Is(e))
        {
            return null;
        }
    }

    public JsonObject? Json(string name) => Text(name) is { } text ? Parse(text) : null;

    /// <summary>A line of JSON each; the last one may be half written.</summary>
    public IEnumerable<JsonObject> JsonLines(string name) =>
        (Text(name) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse).OfType<JsonObject>();

    /// <summary>The columns and rows of a CSV file of numbers; what is no finite number is null.</summary>
    public (string[] Columns, List<double?[]> Rows)? Numbers(string name)
    {
        if (Text(name) is not { Length: > 0 } text)
            return null;
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var columns = lines[0].Split(',');
        var rows = lines.Skip(1).Select(l => l.Split(',')).Where(f => f.Length == columns.Length).Select(f => f.Select(NumberOf).ToArray());
        return (columns, [.. rows]);
    }

    /// <summary>The generated code of the child.</summary>
    public string? Code()
    {
        try
        {
            return Directory.EnumerateFiles(Root, "*.cs").Order(StringComparer.Ordinal).FirstOrDefault() is { } path ? Text(Path.GetFileName(path)) : null;
        }
        catch (Exception e) when (IoProblem.Is(e))
        {
            return null;
        }
    }

    private static double? NumberOf(string field) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
