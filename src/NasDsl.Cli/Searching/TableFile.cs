using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using NasDsl.Cli.Files;
using NasDsl.Diagnostics;
using NasDsl.Search;

namespace NasDsl.Cli.Searching;

/// <summary>Reads a table from a CSV file, compressed or not.</summary>
internal static class TableFile
{
    /// <exception cref="InputException">It cannot be read (NAS90xx), or not be used (NAS7401).</exception>
    /// <exception cref="UsageException">The options name no metric, or a budget that is no number.</exception>
    public static TableEvaluator Read(Terminal terminal, SampledSearchSettings settings, DecisionSpace space) =>
        Read(terminal, settings.Table ?? "", space, ColumnsOf(settings));

    /// <exception cref="InputException">It cannot be read (NAS90xx), or not be used (NAS7401).</exception>
    public static TableEvaluator Read(Terminal terminal, string path, DecisionSpace space, TableColumns columns)
    {
        try
        {
            using var file = Open(terminal, path);
            using Stream content = IsCompressed(path) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var reader = new StreamReader(content, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return TableEvaluator.Read(space, reader, columns);
        }
        catch (TableException e)
        {
            throw new InputException(Diagnose.BadTable(path, e.Line, e.Message, e.Help));
        }
        catch (InvalidDataException)
        {
            throw new InputException(Diagnose.BadTable(path, 0, "it cannot be unpacked", null));
        }
        catch (DecoderFallbackException)
        {
            throw new InputException(Diagnose.NotText(path, "it has bytes that are no characters", "save it as UTF-8"));
        }
        catch (Exception e) when (IoProblem.Is(e))
        {
            throw new InputException(Diagnose.FileUnreadable(path, IoProblem.Of(e)));
        }
    }

    /// <summary>SHA-256 of a file, in hexadecimal digits.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static string DigestOf(Terminal terminal, string path)
    {
        using var file = Open(terminal, path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static FileStream Open(Terminal terminal, string path)
    {
        var full = terminal.PathOf(path);
        if (Directory.Exists(full))
            throw new InputException(Diagnose.FileIsFolder(path));
        try
        {
            return File.OpenRead(full);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(Diagnose.FileNotFound(path, null));
        }
        catch (Exception e) when (IoProblem.Is(e))
        {
            throw new InputException(Diagnose.FileUnreadable(path, IoProblem.Of(e)));
        }
    }

    private static bool IsCompressed(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static TableColumns ColumnsOf(SampledSearchSettings settings)
    {
        var given = settings.Fidelity.Select(Fidelity).ToList();
        if (given.GroupBy(f => f.Key).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new UsageException(FormattableString.Invariant($"`--fidelity` gives the budget {twice.Key} twice"));
        var fidelities = given.ToImmutableSortedDictionary();
        var metric = settings.Metric ?? (fidelities.IsEmpty || settings.Minimize.Length > 0 ? null : fidelities.Values.Last());
        var goals = settings.Minimize.Select(m => new Goal(m, IsMinimized: true)).ToImmutableArray();
        if (metric is not null)
            goals = goals.Insert(0, new Goal(metric));
        if (goals.IsEmpty)
            throw new UsageException("`--table` needs a metric", "add `--metric COLUMN` to maximize one, or `--minimize COLUMN`");
        if (!fidelities.IsEmpty && fidelities.Values.Last() != goals[0].Name)
            throw new UsageException(
                $"the largest budget of `--fidelity` must be of `{goals[0].Name}`, not of `{fidelities.Values.Last()}`",
                "the largest budget is what an architecture is worth");
        return new TableColumns(goals, settings.Architecture, settings.Cost, fidelities);
    }

    private static KeyValuePair<double, string> Fidelity(string text)
    {
        var parts = text.Split('=', 2);
        return parts.Length == 2 && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var budget)
            && budget > 0 && double.IsFinite(budget)
            ? new KeyValuePair<double, string>(budget, parts[1])
            : throw new UsageException($"`--fidelity` takes a budget and a column, such as `12=accuracy12`, not `{text}`");
    }
}
