using System.Globalization;
using System.Numerics;
using System.Text.Json;
using NasDsl.Analysis;
using NasDsl.Cli.Rendering;
using NasDsl.IR;

namespace NasDsl.Cli.Reports;

/// <summary>`nasc info --json`: one object on one line. `architectures` is a string, because it may exceed every number type.</summary>
internal static class SpaceReportJson
{
    public static string Write(SpaceReport report) => JsonText.Write(writer => Write(writer, report), indented: false) + "\n";

    private static void Write(Utf8JsonWriter writer, SpaceReport report)
    {
        var space = report.Program.Space;
        writer.WriteStartObject();
        writer.WriteString("network", space.Name);
        writer.WriteString("source", space.Source);
        WriteArguments(writer, space.Arguments);
        writer.WriteString("fingerprint", Fingerprint.Of(space));
        writer.WriteString("architectures", report.Architectures.ToString(CultureInfo.InvariantCulture));
        if (report.Distinct is { } distinct)
            writer.WriteNumber("architectures_up_to_isomorphism", distinct);
        writer.WriteNumber("alphas", report.Alphas);
        if (report.Supernet is { } supernet)
            WriteCost(writer, "supernet", supernet, null);
        if (report.Memory is { } memory)
            Write(writer, memory);
        WriteGraphs(writer, report);
        if (report.Children is { } children)
            WriteChildren(writer, children, report.Program.Trained);
        if (report.Seconds is { } seconds)
            writer.WriteNumber("latency_seconds", seconds);
        if (report.Child is { } child)
            WriteCost(writer, "child", child, report.Program.Trained);
        WriteDecisions(writer, space);
        WriteConstraints(writer, report);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, SearchMemory memory)
    {
        writer.WriteStartObject("search_step");
        writer.WriteNumber("batch", memory.Batch);
        writer.WriteNumber("peak_bytes", memory.Optimized);
        writer.WriteNumber("peak_bytes_O0", memory.Plain);
        if (memory.Recomputed is { } recomputed)
            writer.WriteNumber("peak_bytes_recompute_cells", recomputed);
        writer.WriteEndObject();
    }

    private static void WriteGraphs(Utf8JsonWriter writer, SpaceReport report)
    {
        if (report.Graphs.IsEmpty)
            return;
        writer.WriteStartArray("graphs");
        foreach (var (graph, count) in report.Graphs)
        {
            writer.WriteStartObject();
            writer.WriteString("name", graph.Name);
            writer.WriteNumber("vertices", graph.VertexCount);
            writer.WriteNumber("edges", graph.Edges.Maximum);
            WriteCount("assignments", count.Assignments);
            WriteCount("joined", count.Valid);
            WriteCount("pruned", count.Pruned);
            WriteCount("unique", count.Unique);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();

        void WriteCount(string name, BigInteger? value)
        {
            if (value is { } known)
                writer.WriteString(name, known.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void WriteArguments(Utf8JsonWriter writer, ArgumentList arguments)
    {
        writer.WriteStartObject("arguments");
        foreach (var (name, value) in arguments.Items)
        {
            writer.WritePropertyName(name);
            switch (value)
            {
                case IntegerArgument integer:
                    writer.WriteNumberValue(integer.Value);
                    break;
                case RealArgument real:
                    writer.WriteNumberValue(real.Value);
                    break;
                case BooleanArgument boolean:
                    writer.WriteBooleanValue(boolean.Value);
                    break;
                case PairArgument pair:
                    writer.WriteStartArray();
                    writer.WriteNumberValue(pair.Height);
                    writer.WriteNumberValue(pair.Width);
                    writer.WriteEndArray();
                    break;
                default:
                    writer.WriteStringValue(value.ToString());
                    break;
            }
        }
        writer.WriteEndObject();
    }

    private static void WriteCost(Utf8JsonWriter writer, string name, Cost cost, SearchSpace? space)
    {
        writer.WriteStartObject(name);
        if (space is not null)
            WriteArguments(writer, space.Arguments);
        writer.WriteNumber("parameters", cost.Parameters);
        writer.WriteNumber("macs", cost.Macs);
        writer.WriteNumber("activations", cost.Activations);
        writer.WriteEndObject();
    }

    private static void WriteChildren(Utf8JsonWriter writer, CostRange children, SearchSpace trained)
    {
        writer.WriteStartObject("children");
        WriteArguments(writer, trained.Arguments);
        writer.WriteBoolean("exact", children.IsExact);
        WriteRange("parameters", children.Parameters);
        WriteRange("macs", children.Macs);
        WriteRange("activations", children.Activations);
        writer.WriteEndObject();

        void WriteRange(string name, QuantityRange range)
        {
            writer.WriteStartObject(name);
            writer.WriteNumber("smallest", range.Minimum);
            writer.WriteNumber("mean", Math.Round(range.Mean, 3));
            writer.WriteNumber("largest", range.Maximum);
            writer.WriteEndObject();
        }
    }

    private static void WriteDecisions(Utf8JsonWriter writer, SearchSpace space)
    {
        writer.WriteStartArray("decisions");
        foreach (var decision in space.Decisions)
        {
            writer.WriteStartObject();
            writer.WriteString("name", decision.Name);
            writer.WriteNumber("minimum", decision.Minimum);
            writer.WriteNumber("maximum", decision.Maximum);
            writer.WriteStrings("alternatives", decision.Choosable.Select(a => a.Label));
            if (decision.Alternatives.Any(a => a.RelaxationOnly))
                writer.WriteStrings("relaxation_only", decision.Alternatives.Where(a => a.RelaxationOnly).Select(a => a.Label));
            if (decision.Scope is { } scope)
                writer.WriteString("shared_by", scope);
            if (decision.Parent is { } parent)
            {
                writer.WriteStartObject("exists_where");
                writer.WriteString("decision", parent.Decision);
                writer.WriteStrings("takes", parent.Alternatives);
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteConstraints(Utf8JsonWriter writer, SpaceReport report)
    {
        writer.WriteStartArray("constraints");
        foreach (var share in report.Constraints)
        {
            writer.WriteStartObject();
            writer.WriteString("constraint", share.Constraint.Text);
            writer.WriteNumber("cuts", Math.Round(share.Share, 6));
            writer.WriteNumber("cuts_at_least", Math.Round(share.Interval.Low, 6));
            writer.WriteNumber("cuts_at_most", Math.Round(share.Interval.High, 6));
            writer.WriteNumber("samples", share.Samples);
            if (report.Child is not null)
                writer.WriteBoolean("satisfied", !report.Violated.Contains(share.Constraint));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
