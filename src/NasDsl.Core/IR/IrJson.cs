using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NasDsl.Analysis;
using NasDsl.Standard;
using NasDsl.Text;

namespace NasDsl.IR;

/// <summary>
/// A search space as JSON, the same text for the same space. docs/ir.md describes the format; its version goes up when a
/// reader of the one before would misread it.
/// </summary>
public sealed class IrJson
{
    public const int FormatVersion = 2;

    private readonly SearchSpace space;
    private readonly SourceSet? sources;
    private readonly RelaxationPlan relaxation;
    private readonly CostModel costs = new();
    private readonly FunctionIds functions;
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter json;

    private IrJson(SearchSpace space, SourceSet? sources)
    {
        this.space = space;
        this.sources = sources;
        relaxation = RelaxationPlan.For(space);
        functions = FunctionIds.Of(space.Network);
        json = new Utf8JsonWriter(buffer, new JsonWriterOptions
        {
            Indented = true,
            IndentSize = 2,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
    }

    /// <summary>
    /// The JSON, ending in a line feed. Works for a space and for a resolved child alike.
    /// </summary>
    /// <param name="sources">The program, to give lines and columns; without it they are left out.</param>
    public static string Write(SearchSpace space, SourceSet? sources = null)
    {
        var writer = new IrJson(space, sources);
        using (writer.json)
            writer.WriteSpace();
        return $"{Encoding.UTF8.GetString(writer.buffer.WrittenSpan)}\n";
    }

    private void WriteSpace()
    {
        var cost = costs.Of(space.Network);
        json.WriteStartObject();
        json.WriteNumber("version", FormatVersion);
        json.WriteString("network", space.Name);
        json.WriteString("source", space.Source);
        WriteOptional("doc", space.Doc);
        WriteArguments(space.Arguments);
        json.WriteString("fingerprint", Fingerprint.Of(space));
        json.WriteString("architectures", SpaceCounter.For(space).Architectures.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("alphas", relaxation.AlphaCount);
        WriteCost(cost);
        json.WriteStartArray("decisions");
        foreach (var decision in space.Decisions)
            WriteDecision(decision);
        json.WriteEndArray();
        json.WriteStartArray("functions");
        foreach (var (function, id) in functions.InOrder)
            WriteFunction(function, id);
        json.WriteEndArray();
        WriteGraph(space.Network);
        json.WriteEndObject();
    }

    private void WriteDecision(Decision decision)
    {
        json.WriteStartObject();
        json.WriteString("name", decision.Name);
        json.WriteString("kind", decision.Kind.ToString().ToLowerInvariant());
        if (decision.Kind == DecisionKind.Subset)
        {
            json.WriteNumber("minimum", decision.Minimum);
            json.WriteNumber("maximum", decision.Maximum);
        }
        if (decision.Interval is { } interval)
            WriteCompact("interval", FormattableString.Invariant(
                $$"""{ "minimum": {{interval.Minimum:R}}, "maximum": {{interval.Maximum:R}}, "log": {{(interval.IsLogarithmic ? "true" : "false")}} }"""));
        WriteCompact("alternatives", List(decision.Alternatives.Select(a => Text(a.Label))));
        if (decision.Alternatives.Where(a => a.RelaxationOnly).ToList() is { Count: > 0 } never)
            WriteCompact("relaxationOnly", List(never.Select(a => Text(a.Label))));
        json.WriteBoolean("alphas", relaxation.HasAlphas(decision));
        WriteOptional("scope", decision.Scope);
        if (decision.Parent is { } parent)
            WriteCompact("parent", $$"""{ "decision": {{Text(parent.Decision)}}, "alternatives": {{List(parent.Alternatives.Select(Text))}} }""");
        WritePlace(decision.Span);
        json.WriteEndObject();
    }

    private void WriteFunction(Function function, string id)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("name", function.Name);
        json.WriteString("kind", function.Kind == FunctionKind.Cell ? "cell" : "op");
        WriteOptional("doc", function.Doc);
        WriteArguments(function.Arguments);
        WriteCost(costs.Of(function));
        WriteGraph(function.Graph);
        json.WriteEndObject();
    }

    private void WriteGraph(Graph graph)
    {
        json.WriteStartObject("graph");
        json.WriteStartArray("inputs");
        for (var i = 0; i < graph.Inputs.Length; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", i);
            json.WriteString("name", graph.Inputs[i].Name);
            WriteCompact("shape", ShapeText(graph.Inputs[i].Shape));
            WriteVaries(graph.Inputs[i].Varies);
            if (graph.Inputs[i].Shape.Vocabulary is { } vocabulary)
                json.WriteNumber("vocabulary", vocabulary);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("nodes");
        foreach (var node in graph.Nodes)
            WriteNode(node);
        json.WriteEndArray();
        WriteCompact("outputs", List(graph.Outputs.Select(o => Number(o))));
        json.WriteEndObject();
    }

    private void WriteNode(Node node)
    {
        json.WriteStartObject();
        json.WriteNumber("id", node.Id);
        json.WriteString("name", node.Name);
        WriteCompact("inputs", List(node.Inputs.Select(i => Number(i))));
        WriteCompact("shape", ShapeText(node.Shape));
        WriteVaries(node.Varies);
        if (!node.Conditions.IsEmpty)
            WriteCompact("conditions", List(node.Conditions.Select(c => CasesText(c, v => v ? "true" : "false"))));
        if (node.Subset is { } subset)
            json.WriteString("subset", subset.Name);
        if (node.Chain is { } chain)
            WriteCompact("chain", $$"""{ "name": {{Text(chain.Name)}}, "index": {{Number(chain.Index)}} }""");
        WritePlace(node.Span);
        json.WritePropertyName("layer");
        WriteLayer(node.Layer);
        json.WriteEndObject();
    }

    private void WriteLayer(Layer layer)
    {
        json.WriteStartObject();
        switch (layer)
        {
            case OperationLayer operation:
                json.WriteString("kind", "operation");
                json.WriteString("operation", operation.Operation.Name);
                WriteArguments(operation.Arguments);
                break;
            case CallLayer call:
                json.WriteString("kind", "call");
                json.WriteString("function", functions[call.Function]);
                json.WriteString("path", call.Path);
                break;
            case SequenceLayer sequence:
                json.WriteString("kind", "sequence");
                json.WriteStartArray("layers");
                foreach (var inner in sequence.Layers)
                    WriteLayer(inner);
                json.WriteEndArray();
                break;
            case RecurrentLayer recurrent:
                json.WriteString("kind", "recurrent");
                json.WritePropertyName("body");
                WriteLayer(recurrent.Body);
                break;
            case ChoiceLayer choice:
                json.WriteString("kind", "choice");
                json.WriteString("decision", choice.Decision.Name);
                WriteAlternatives(choice.Alternatives);
                break;
            case BlendLayer blend:
                json.WriteString("kind", "blend");
                WriteAlternatives(blend.Alternatives);
                break;
            case VariantLayer variant:
                WriteVariants(variant);
                break;
            case ItemLayer item:
                json.WriteString("kind", "item");
                json.WriteNumber("index", item.Index);
                break;
            case DagLayer dag:
                WriteDag(dag);
                break;
        }
        WriteCompact("output", ShapeText(layer.Output));
        WriteCost(costs.Of(layer));
        json.WriteEndObject();
    }

    private void WriteVariants(VariantLayer layer)
    {
        json.WriteString("kind", "variants");
        if (!layer.Likes.IsEmpty)
            WriteCompact("likes", List(layer.Likes.Select(l => CasesText(l, ShapeText))));
        json.WriteStartArray("variants");
        foreach (var variant in layer.Variants)
        {
            json.WriteStartObject();
            WriteCompact("shapes", List(variant.Shapes.Items.Select(ShapeText)));
            json.WritePropertyName("layer");
            WriteLayer(variant.Layer);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteVaries(Cases<Shape>? varies)
    {
        if (varies is not null)
            WriteCompact("varies", CasesText(varies, ShapeText));
    }

    /// <summary>A value, or what it depends on with a value for each outcome that can be.</summary>
    private static string CasesText<T>(Cases<T> cases, Func<T, string> text)
        where T : notnull
    {
        if (cases.Variable is not { } variable)
            return text(cases.Value);
        // What depends on too many decisions is known by its values only.
        if (variable.Decision is not { } decision)
            return $$"""{ "oneOf": {{List(cases.Leaves.Select(text))}} }""";
        var outcomes = variable.Outcomes.Zip(cases.Outcomes)
            .Where(o => o.Second is not null)
            .Select(o => $"{Text(o.First)}: {(o.Second is { } inner ? CasesText(inner, text) : "null")}");
        return $$"""{ "by": {{Text(decision)}}, {{string.Join(", ", outcomes)}} }""";
    }

    private static string ShapeText(Shape shape) =>
        List(shape.Dimensions.Select(d => d.ToString(CultureInfo.InvariantCulture)));

    private void WriteAlternatives(ImmutableArray<LayerAlternative> alternatives)
    {
        json.WriteStartArray("alternatives");
        foreach (var (label, layer) in alternatives)
        {
            json.WriteStartObject();
            json.WriteString("label", label);
            json.WritePropertyName("layer");
            WriteLayer(layer);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteDag(DagLayer dag)
    {
        json.WriteString("kind", "dag");
        json.WriteString("name", dag.Name);
        json.WriteString("edges", dag.Edges.Name);
        WriteCompact("vertices", List(dag.Vertices.Select(v => Text(v.Name))));
        json.WriteStartArray("widths");
        foreach (var width in dag.Widths)
        {
            json.WriteStartObject();
            json.WriteNumber("channels", width.Channels);
            json.WritePropertyName("projection");
            WriteLayer(width.Projection);
            WriteAlternatives(width.Operations);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteCost(Cost cost)
    {
        json.WriteNumber("parameters", cost.Parameters);
        json.WriteNumber("macs", cost.Macs);
    }

    private void WriteArguments(ArgumentList arguments)
    {
        var items = arguments.Items.Select(a => $"{Text(a.Name)}: {Value(a.Value)}");
        WriteCompact("arguments", arguments.Items.IsEmpty ? "{}" : $"{{ {string.Join(", ", items)} }}");
    }

    private static string Value(ArgumentValue value) => value switch
    {
        WordArgument or DecisionArgument => Text($"{value}"),
        PairArgument pair => List([Number(pair.Height), Number(pair.Width)]),
        _ => $"{value}",
    };

    private void WriteOptional(string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private void WritePlace(TextSpan span)
    {
        if (sources is null)
            return;
        var source = span.IsInLibrary ? StandardLibrary.Shared.SourceOf(span) : sources.Of(span);
        var place = source.PositionOf(span.Start);
        var file = source == sources.Main ? "" : $"{source.FileName}:";
        json.WriteString("at", FormattableString.Invariant($"{file}{place.Line + 1}:{place.Column + 1}"));
    }

    /// <summary>A value on one line.</summary>
    private void WriteCompact(string name, string value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value);
    }

    private static string List(IEnumerable<string> items) => $"[{string.Join(", ", items)}]";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
