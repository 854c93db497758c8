using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>A tensor of a drawing.</summary>
/// <param name="Id">Its number in the graph; <paramref name="Inputs"/> are such numbers.</param>
/// <param name="Label">The operation, the function that is called, or the alternatives of a choice.</param>
/// <param name="Kind">`input`, `choice`, `call`, `pooling`, `weights`, `zero`, `identity` or `other`: what it is coloured by.</param>
/// <param name="IsEdge">An operation on the way from one tensor into a sum or a concatenation: drawn as an edge, as papers do.</param>
/// <param name="Decision">What is open there, or null.</param>
public sealed record OutlineNode(
    int Id, string Name, string Label, string Kind, Shape Shape, ImmutableArray<int> Inputs, bool IsEdge, bool IsOutput, Decision? Decision);

/// <summary>What a drawing of a network, a cell or an op shows, for programs that draw for themselves.</summary>
/// <param name="Kind">`network`, `cell` or `op`.</param>
public sealed record GraphOutline(string Name, string Kind, ImmutableArray<OutlineNode> Nodes)
{
    /// <summary>The network, then the cells, then the ops in which something is chosen: what <see cref="DotWriter"/> draws.</summary>
    /// <param name="architecture">With it only what was chosen, under the names of the alternatives.</param>
    public static ImmutableArray<GraphOutline> All(SearchSpace space, Architecture? architecture = null)
    {
        var shown = architecture is null ? space : ArchitectureResolver.Resolve(space, architecture);
        var originals = FunctionIds.Of(space.Network).InOrder.ToLookup(f => f.Function.Name, f => f.Function);
        return
        [
            Of(shown.Name, "network", shown.Network, DotWriter.LabelsOf(space.Network, architecture)),
            .. FunctionIds.Of(shown.Network).InOrder
                .Where(f => f.Id == f.Function.Name)
                .Select(f => (f.Function, Original: originals[f.Function.Name].FirstOrDefault(f.Function)))
                .Where(f => f.Function.Kind == FunctionKind.Cell || HasChoices(f.Original.Graph))
                .Select(f => Of(f.Function, DotWriter.LabelsOf(f.Original.Graph, architecture))),
        ];
    }

    /// <summary>The graph of one cell or op, with all that is open in it.</summary>
    public static GraphOutline Of(Function function) => Of(function, []);

    /// <summary>The graph of the network itself.</summary>
    public static GraphOutline Of(SearchSpace space) => Of(space.Name, "network", space.Network, []);

    private static GraphOutline Of(Function function, Dictionary<string, string> chosen) =>
        Of(function.Name, function.Kind == FunctionKind.Cell ? "cell" : "op", function.Graph, chosen);

    private static GraphOutline Of(string name, string kind, Graph graph, Dictionary<string, string> chosen)
    {
        var readers = DotGraph.ReadersOf(graph);
        return new GraphOutline(
            name, kind,
            [
                .. graph.Inputs.Select((input, i) => new OutlineNode(
                    i, input.Name, "input", "input", input.Shape, [], IsEdge: false, graph.Outputs.Contains(i), Decision: null)),
                .. graph.Nodes.Select(n => new OutlineNode(
                    n.Id, n.Name, chosen.GetValueOrDefault(n.Name) ?? LabelOf(n.Layer), OperationColor.WordOf(n.Layer), n.Shape, n.Inputs,
                    DotGraph.IsEdge(graph, n, readers[n.Id]), graph.Outputs.Contains(n.Id), DecisionOf(n))),
            ]);
    }

    private static bool HasChoices(Graph graph) => graph.Nodes.Any(n => n.Layer is ChoiceLayer || n.Subset is not null);

    private static string LabelOf(Layer layer) => layer switch
    {
        BlendLayer l => $"blend of {l.Alternatives.Length}",
        VariantLayer l => l.Variants[0].Layer.Operation.Name,
        ElasticLayer l => l.Largest.Operation.Name,
        ItemLayer l => $"output {l.Index}",
        _ => DotGraph.Describe(layer),
    };

    private static Decision? DecisionOf(Node node) =>
        (node.Subset is { } subset && subset.Minimum < subset.Alternatives.Length ? subset : null) ?? Choices(node.Layer).FirstOrDefault()?.Decision;

    private static IEnumerable<ChoiceLayer> Choices(Layer layer) => layer switch
    {
        ChoiceLayer choice => [choice],
        SequenceLayer sequence => sequence.Layers.SelectMany(Choices),
        _ => [],
    };
}
