using System.Globalization;
using System.Numerics;
using System.Text;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Cli.Reports;

/// <summary>`nasc info` for people.</summary>
internal static class SpaceReportText
{
    private const int LabelWidth = 16;
    private const int LongList = 40;

    public static string Write(SpaceReport report)
    {
        var text = new StringBuilder();
        var (space, trained) = (report.Program.Space, report.Program.Trained);
        text.Append($"network {Signature(space)} in {space.Source}\n\n");
        Line(text, "architectures", report.Distinct is { } distinct
            ? $"{Count(report.Architectures)}, {Number(distinct)} up to isomorphism"
            : Count(report.Architectures));
        Line(text, "supernet", report.Supernet is { } supernet
            ? $"{Costs(supernet)}, {Number(report.Alphas)} alphas"
            : "none: the edges of a graph are decided");
        if (report.Memory is { } memory)
            Line(text, "search step", $"{Bytes(memory.Optimized)} of memory at batch {Number(memory.Batch)}, {Bytes(memory.Plain)} with `-O0`"
                + (memory.Recomputed is { } recomputed ? $", {Bytes(recomputed)} with `--recompute cells`" : ""));
        if (report.Child is { } child)
            Line(text, "child", $"{Costs(child)}, as {Signature(trained)}");
        if (report.Seconds is { } seconds)
            Line(text, "latency", string.Create(CultureInfo.InvariantCulture, $"{1000 * seconds:G4} ms, as {Signature(space)}"));
        WriteGraphs(text, report);
        WriteChildren(text, report);
        WriteDecisions(text, space);
        WriteConstraints(text, report);
        return text.ToString();
    }

    private static string Bytes(long bytes) => bytes >= 1e9
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(bytes / 1e6):0} MB");

    private static void WriteGraphs(StringBuilder text, SpaceReport report)
    {
        foreach (var (graph, count) in report.Graphs)
        {
            text.Append(
                $"\ngraphs {graph.Name}: {graph.VertexCount} vertices, at most {graph.Edges.Maximum} edges, "
                + $"{graph.Vertices[0].Alternatives.Length} operations\n");
            Row("assignments", count.Assignments, "edges and operations, whatever they are");
            Row("joined", count.Valid, "with a path from input to output");
            Row("pruned", count.Pruned, "different matrices without what lies on no such path");
            Row("unique", count.Unique, "of those, up to isomorphism");
        }

        void Row(string label, BigInteger? value, string what) =>
            text.Append($"  {label,-12}  {(value is { } known ? Count(known) : "too many to go through"),16}  {what}\n");
    }

    private static void WriteChildren(StringBuilder text, SpaceReport report)
    {
        if (report.Children is not { } children || report.Program.Trained.Decisions.IsEmpty)
            return;
        var how = children.IsExact ? "" : $" (measured on {Number(children.Samples)} drawn at random)";
        text.Append($"\nchildren as {Signature(report.Program.Trained)}{how}\n");
        string[][] rows =
        [
            ["", "smallest", "mean", "largest"],
            ["parameters", .. Values(children.Parameters)],
            ["MACs", .. Values(children.Macs)],
            ["activations", .. Values(children.Activations)],
        ];
        foreach (var row in rows)
            text.Append(string.Concat(row.Select((cell, i) => i == 0 ? $"  {cell,-12}" : $"  {cell,16}")).TrimEnd()).Append('\n');

        static string[] Values(QuantityRange range) =>
            [Number(range.Minimum), Math.Round(range.Mean).ToString("N0", CultureInfo.InvariantCulture), Number(range.Maximum)];
    }

    private static void WriteDecisions(StringBuilder text, SearchSpace space)
    {
        foreach (var group in space.Decisions.GroupBy(d => d.Scope))
        {
            text.Append(group.Key is { } cell
                ? $"\ndecisions of cell {cell}, made once and shared by every use\n"
                : "\ndecisions made afresh at their place\n");
            var width = Math.Min(40, group.Max(d => d.Name.Length));
            var known = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var decision in group)
            {
                // Edges of a cell have the same long list again and again: it is shown once.
                var alternatives = Alternatives(decision);
                var shown = known.TryGetValue(alternatives, out var first) ? $"as {first}" : alternatives;
                if (alternatives.Length > LongList)
                    known.TryAdd(alternatives, decision.Name);
                text.Append($"  {decision.Name.PadRight(width)}  {shown}{Condition(decision)}\n");
            }
        }
        if (space.Decisions.Any(d => d.Alternatives.Any(a => a.RelaxationOnly)))
            text.Append("\n(...) takes part in the supernet only, never in a child\n");
    }

    private static string Alternatives(Decision decision)
    {
        var labels = string.Join(", ", decision.Alternatives.Select(a => a.RelaxationOnly ? $"({a.Label})" : a.Label));
        if (decision.Interval is { } interval)
            return string.Create(CultureInfo.InvariantCulture, $"{interval.Minimum:R}..{interval.Maximum:R}{(interval.IsLogarithmic ? " log" : "")}");
        if (decision.Kind == DecisionKind.One)
            return labels;
        if (decision.Kind == DecisionKind.Order)
            return $"order of {labels}";
        var count = decision.Minimum == decision.Maximum ? Number(decision.Minimum) : $"{decision.Minimum} to {decision.Maximum}";
        return $"{count} of {labels}";
    }

    private static string Condition(Decision decision) =>
        decision.Parent is { } parent ? $"   where {parent.Decision} takes {string.Join(" or ", parent.Alternatives)}" : "";

    private static void WriteConstraints(StringBuilder text, SpaceReport report)
    {
        if (report.Constraints.IsEmpty)
            return;
        text.Append($"\nconstraints, and the share of the space that each cuts ({report.Constraints[0].Samples} samples, 95% confidence)\n");
        var width = report.Constraints.Max(c => c.Constraint.Text.Length);
        foreach (var share in report.Constraints)
        {
            var satisfied = report.Child is null ? "" : report.Violated.Contains(share.Constraint) ? "   violated" : "   satisfied";
            text.Append(
                $"  {share.Constraint.Text.PadRight(width)}  cuts {Percent(share.Share)}"
                + $" ({Percent(share.Interval.Low)} to {Percent(share.Interval.High)}){satisfied}\n");
        }
    }

    private static void Line(StringBuilder text, string label, string value) => text.Append($"{label.PadRight(LabelWidth)}{value}\n");

    private static string Signature(SearchSpace space) =>
        space.Arguments.Items.IsEmpty ? space.Name : $"{space.Name}({space.Arguments})";

    private static string Costs(Cost cost) => $"{Number(cost.Parameters)} parameters, {Number(cost.Macs)} MACs";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Count(BigInteger value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0}%");
}
