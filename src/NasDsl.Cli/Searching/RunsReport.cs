using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using NasDsl.Cli.Rendering;
using NasDsl.Search;

namespace NasDsl.Cli.Searching;

/// <summary>Writes records of runs as tables for people, as CSV, or as a line of JSON for each row.</summary>
internal static class RunsReport
{
    public static string List(ImmutableArray<RecordedRun> runs, string format) => Write(
        format,
        ["run", "strategy", "metric", "searches", "evaluations", "failures", "mean", "std", "mean_rank"],
        runs.Select(r => new object?[]
        {
            r.Folder, r.Strategy, r.Goals[0].Name, r.State, r.Evaluations, r.Failures, r.Best.Mean, r.Best.Deviation, r.Ranks.Mean,
        }));

    public static string Show(RecordedRun run, string format)
    {
        if (format != "json")
        {
            var text = new StringBuilder();
            foreach (var (name, value) in run.Settings)
                text.Append(CultureInfo.InvariantCulture, $"{name,-18} {value}\n");
            return text.Append('\n').Append(Write(format, SearchColumns, Searches(run))).ToString();
        }
        return JsonText.Write(
            writer =>
            {
                writer.WriteStartObject();
                foreach (var (name, value) in run.Settings)
                    writer.WriteString(name, value);
                writer.WriteStartArray("searches");
                foreach (var row in Searches(run))
                    WriteObject(writer, SearchColumns, row);
                writer.WriteEndArray();
                writer.WriteEndObject();
            },
            indented: false) + "\n";
    }

    public static string Compare(RunComparison comparison, string format) => Write(
        format,
        ["run", "strategy", "seeds", "mean", "std", "mean_rank", "p_welch", "p_mann_whitney"],
        comparison.Runs.Select(r => new object?[]
        {
            r.Name, r.Strategy, r.Best.Count, r.Best.Mean, r.Best.Deviation, r.Ranks.Mean, r.Welch, r.MannWhitney,
        }));

    /// <summary>A row for each proposal; what did not end has no metrics.</summary>
    public static string Export(RecordedRun run, string format) => Write(
        format,
        ["seed", "number", "candidate", "budget", .. run.Goals.Select(g => g.Name), "failure", "cost", "seconds", "finished"],
        run.Trials.Select(object?[] (t) =>
        [
            t.Seed, t.Number, t.Proposal.Candidate.ToString(), t.Proposal.Budget,
            .. run.Goals.Select((_, i) => t.Evaluation is { HasFailed: false } e ? (object?)e.Metrics[i] : null),
            t.Evaluation?.Failure, t.Evaluation?.Cost, t.Seconds, t.Finished,
        ]));

    private static readonly string[] SearchColumns = ["seed", "state", "best", "rank", "seconds"];

    private static IEnumerable<object?[]> Searches(RecordedRun run) => run.Searches.Select(s => new object?[]
    {
        s.Seed, s.State.ToString().ToLowerInvariant(), run.Bests.TryGetValue(s.Seed, out var best) ? best : null, s.Rank, s.Seconds,
    });

    private static string Write(string format, string[] columns, IEnumerable<object?[]> rows) => format switch
    {
        "json" => string.Concat(rows.Select(r => JsonText.Write(w => WriteObject(w, columns, r), indented: false) + "\n")),
        "csv" => string.Concat(rows.Select(r => r.Select(c => Csv(Exact(c)))).Prepend(columns).Select(r => string.Join(',', r) + "\n")),
        _ => TableOf(columns, [.. rows.Select(r => r.Select(Short).ToArray())]),
    };

    private static void WriteObject(Utf8JsonWriter writer, string[] columns, object?[] row)
    {
        writer.WriteStartObject();
        for (var i = 0; i < columns.Length; i++)
        {
            writer.WritePropertyName(columns[i]);
            switch (row[i])
            {
                case double number when double.IsFinite(number):
                    writer.WriteNumberValue(number);
                    break;
                case int or long:
                    writer.WriteNumberValue(Convert.ToInt64(row[i], CultureInfo.InvariantCulture));
                    break;
                case string text:
                    writer.WriteStringValue(text);
                    break;
                default:
                    writer.WriteNullValue();
                    break;
            }
        }
        writer.WriteEndObject();
    }

    private static string TableOf(string[] columns, string[][] rows)
    {
        var widths = columns.Select((c, i) => rows.Select(r => r[i].Length).Append(c.Length).Max()).ToArray();
        return string.Concat(rows.Prepend(columns).Select(
            r => string.Join("  ", r.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd() + "\n"));
    }

    private static string Exact(object? cell) => cell switch
    {
        double number when !double.IsFinite(number) => "",
        IFormattable value => value.ToString(cell is double ? "R" : null, CultureInfo.InvariantCulture),
        _ => cell?.ToString() ?? "",
    };

    private static string Short(object? cell) => cell switch
    {
        double number => double.IsFinite(number) ? number.ToString("G5", CultureInfo.InvariantCulture) : "-",
        null => "-",
        _ => Exact(cell),
    };

    private static string Csv(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\n\r") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
