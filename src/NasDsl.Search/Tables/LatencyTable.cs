using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>A row of a <see cref="LatencyTable"/>.</summary>
/// <param name="Seconds">Of a pass forward: a tenth of <paramref name="Runs"/> took no longer.</param>
public sealed record LatencyRow(OperationKey Operation, double Seconds, int Runs);

/// <summary>
/// How long each operation of a space takes on a machine, for one example or a batch: a CSV file that `nasc profile` writes. The latency of
/// an architecture is the sum over its operations.
/// </summary>
/// <param name="Device">What it was measured on: `cpu`, with the number of threads and the size of the batch.</param>
public sealed record LatencyTable(string Device, ImmutableArray<LatencyRow> Rows)
{
    private const string Magic = "# nasc latency 1: ", Header = "operation,inputs,seconds,runs";

    private readonly Dictionary<OperationKey, double> seconds = Rows.ToDictionary(r => r.Operation, r => r.Seconds);

    /// <summary>The sum over the operations of a child, in seconds.</summary>
    /// <param name="missing">The first operation that the table does not have; the result is NaN then.</param>
    public double SecondsOf(SearchSpace child, out OperationKey? missing)
    {
        missing = null;
        var sum = 0.0;
        foreach (var (key, (_, times)) in OperationUses.Of(child).OrderBy(u => u.Key.ToString(), StringComparer.Ordinal))
        {
            if (!seconds.TryGetValue(key, out var each))
            {
                missing = key;
                return double.NaN;
            }
            sum += times * each;
        }
        return sum;
    }

    public string Write()
    {
        var text = new StringBuilder($"{Magic}{Device}\n{Header}\n");
        foreach (var row in Rows)
            text.Append(CultureInfo.InvariantCulture, $"{Quoted(row.Operation.Text)},{Quoted(row.Operation.Inputs)},{row.Seconds:G6},{row.Runs}\n");
        return text.ToString();
    }

    /// <exception cref="TableException">It is no such table.</exception>
    public static LatencyTable Read(TextReader reader)
    {
        if (reader.ReadLine() is not { } first || !first.StartsWith(Magic, StringComparison.Ordinal))
            throw new TableException("it is no table of latencies of this version", 1, "run `nasc profile` to measure one");
        var rows = CsvReader.Read(reader).Skip(1).Select(r => RowOf(r with { Line = r.Line + 1 })).ToImmutableArray();
        if (rows.GroupBy(r => r.Operation).FirstOrDefault(g => g.Count() > 1) is { Key: var twice })
            throw new TableException($"`{twice}` is there twice");
        return new LatencyTable(first[Magic.Length..], rows);
    }

    private static LatencyRow RowOf(CsvRow row) =>
        row.Cells is [var text, var inputs, var cost, var runs]
        && double.TryParse(cost, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0 && double.IsFinite(value)
        && int.TryParse(runs, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new LatencyRow(new OperationKey(text, inputs), value, count)
            : throw new TableException($"the row is not `{Header}`", row.Line);

    private static string Quoted(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
