using System.Text.Json.Nodes;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Syntax;

namespace NasDsl.LanguageServer.Features;

/// <summary>
/// The custom request `nas/cellGraph` (a text document and a position): the graph of the declaration under the cursor, for a
/// preview. Null where there is none, because of errors or because nothing uses it.
/// </summary>
internal static class CellGraph
{
    public static JsonNode? Of(FeatureContext context)
    {
        if (context.Program.DeclarationAt(context.Offset) is not FunctionSyntax { IsBroken: false } function)
            return null;
        var compilation = context.Program.Compilation;
        var spaces = compilation.Networks.Prepend(compilation.Network ?? "")
            .Distinct()
            .Where(n => n.Length > 0 && !compilation.HasErrors)
            .Select(n => n == compilation.Network ? compilation.Space : compilation.WithNetwork(n).Space)
            .OfType<SearchSpace>();
        foreach (var space in spaces)
        {
            if (function.Word == FunctionWord.Network && space.Name == function.Name.Text)
                return Describe(space.Name, space.Network, DotWriter.Network(space).Dot);
            if (FunctionIds.Of(space.Network).InOrder.FirstOrDefault(f => f.Function.Name == function.Name.Text) is { Function: { } found })
                return Describe(found.Name, found.Graph, DotWriter.Cells(space).FirstOrDefault(d => d.Name == found.Name)?.Dot);
        }

        return null;
    }

    private static JsonObject Describe(string name, Graph graph, string? dot) => Json.Object(
        ("name", name),
        ("nodes", Json.Array([.. graph.Inputs.Select((input, i) => Input(i, input)), .. graph.Nodes.Select(Node)])),
        ("outputs", Json.Array(graph.Outputs.Select(o => (JsonNode?)o))),
        ("dot", dot));

    private static JsonObject Input(int id, GraphInput input) => Json.Object(
        ("id", id), ("name", input.Name), ("operation", "input"), ("shape", input.Shape.ToString()), ("inputs", new JsonArray()));

    private static JsonObject Node(Node node) => Json.Object(
        ("id", node.Id),
        ("name", node.Name),
        ("operation", LabelOf(node.Layer)),
        ("shape", node.Shape.ToString()),
        ("inputs", Json.Array(node.Inputs.Select(i => (JsonNode?)i))),
        ("decision", DecisionOf(node) is { } decision
            ? Json.Object(
                ("name", decision.Name),
                ("minimum", decision.Minimum),
                ("maximum", decision.Maximum),
                ("alternatives", Json.Array(decision.Alternatives.Select(a => (JsonNode?)a.Label))))
            : null));

    private static Decision? DecisionOf(Node node) => node.Subset ?? Choices(node.Layer).FirstOrDefault()?.Decision;

    private static IEnumerable<ChoiceLayer> Choices(Layer layer) => layer switch
    {
        ChoiceLayer choice => [choice],
        SequenceLayer sequence => sequence.Layers.SelectMany(Choices),
        _ => [],
    };

    private static string LabelOf(Layer layer) => layer switch
    {
        OperationLayer l => l.Operation.Name,
        CallLayer l => l.Function.Name,
        SequenceLayer l => string.Join(" >> ", l.Layers.Select(LabelOf)),
        ChoiceLayer l => $"choose {l.Decision.Name}",
        BlendLayer l => $"blend of {l.Alternatives.Length}",
        RecurrentLayer l => $"recurrent {LabelOf(l.Body)}",
        VariantLayer l => l.Variants[0].Layer.Operation.Name,
        ItemLayer l => $"output {l.Index}",
        _ => layer.GetType().Name,
    };
}
