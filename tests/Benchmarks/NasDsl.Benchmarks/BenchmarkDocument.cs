using System.Globalization;

namespace NasDsl.Benchmarks;

/// <summary>Sections of docs/benchmarks.md that are written by a program, between markers; the rest is left alone.</summary>
internal sealed class BenchmarkDocument(string path)
{
    public void Write(string name, Report report)
    {
        var (begin, end) = ($"<!-- begin {name} -->", $"<!-- end {name} -->");
        var section = $"{begin}\n{report}\n{Machine()}\n{end}\n";
        var text = File.ReadAllText(path);
        var from = text.IndexOf(begin, StringComparison.Ordinal);
        var to = text.IndexOf(end, StringComparison.Ordinal);
        File.WriteAllText(path, from < 0 || to < from
            ? $"{text.TrimEnd('\n')}\n\n{section}"
            : text[..from] + section + text[(to + end.Length)..].TrimStart('\n').Insert(0, to + end.Length < text.TrimEnd('\n').Length ? "\n" : ""));
    }

    private static string Machine()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        var load = File.Exists("/proc/loadavg") ? $", load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Measured {DateTime.UtcNow:yyyy-MM-dd} on {model ?? "an unknown processor"}, {Environment.ProcessorCount} cores{load} at the end.");
    }
}
