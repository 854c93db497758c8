using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Text;

namespace NasDsl.Tests.Analysis;

/// <summary>Builds a graph value by value; all values have the shape of <see cref="FakeOperation"/>.</summary>
internal sealed class GraphBuilder(params string[] inputs)
{
    private readonly List<Node> nodes = [];

    public int Add(string name, Layer layer, params ImmutableArray<int> from) => Add(name, layer, null, from);

    public int Add(string name, Layer layer, Decision? subset, params ImmutableArray<int> from)
    {
        var id = inputs.Length + nodes.Count;
        nodes.Add(new Node(id, name, layer, from, FakeOperation.Shape, default, null, subset));
        return id;
    }

    public Graph Build(params ImmutableArray<int> outputs) =>
        new([.. inputs.Select(i => new GraphInput(i, FakeOperation.Shape))], [.. nodes], outputs);
}

/// <summary>Small spaces in the form in which the compiler would make them.</summary>
internal static class SpaceBuilder
{
    public static readonly ImmutableArray<(string Label, FakeOperation Operation)> DartsCandidates =
    [
        ("none", new FakeOperation("zero", facts: OperationFacts.Zero)),
        ("max_pool_3x3", new FakeOperation("max_pool")),
        ("avg_pool_3x3", new FakeOperation("avg_pool")),
        ("skip_connect", new FakeOperation("skip", facts: OperationFacts.Identity)),
        ("sep_conv_3x3", new FakeOperation("sep_conv", 30, OperationFacts.HasWeights)),
        ("sep_conv_5x5", new FakeOperation("sep_conv", 50, OperationFacts.HasWeights)),
        ("dil_conv_3x3", new FakeOperation("dil_conv", 15, OperationFacts.HasWeights)),
        ("dil_conv_5x5", new FakeOperation("dil_conv", 25, OperationFacts.HasWeights)),
    ];

    public static readonly FakeOperation Sum = new("sum", takesList: true);
    public static readonly FakeOperation Concat = new("concat", takesList: true);
    public static readonly FakeOperation Conv = new("conv", 7, OperationFacts.HasWeights);
    public static readonly FakeOperation Relu = new("relu");

    public static Decision One(string name, DecisionCondition? parent, params string[] labels) =>
        new(name, DecisionKind.One, 1, 1, [.. labels.Select(l => new Alternative(l, l == "none"))], null, parent, default);

    public static Decision Subset(string name, int minimum, int maximum, DecisionCondition? parent, params string[] labels) =>
        new(name, DecisionKind.Subset, minimum, maximum, [.. labels.Select(l => new Alternative(l))], null, parent, default);

    public static Decision Order(string name, DecisionCondition? parent, params string[] labels) => new(
        name, DecisionKind.Order, labels.Length, labels.Length, [.. labels.Select(l => new Alternative(l))], null, parent, default);

    public static Layer Choice(Decision decision, params Layer[] layers) =>
        new ChoiceLayer(
            decision,
            [.. layers.Select((l, i) => new LayerAlternative(decision.Alternatives[i].Label, l))],
            layers[0].Inputs,
            FakeOperation.Shape);

    public static SequenceLayer Sequence(params ImmutableArray<Layer> layers) =>
        new(layers, layers[0].Inputs, FakeOperation.Shape);

    public static CallLayer Call(Function function) =>
        new(function, function.Name, [.. function.Graph.Inputs.Select(i => i.Shape)], FakeOperation.Shape);

    public static SearchSpace Space(Graph network, params ImmutableArray<Decision> decisions) =>
        new("Tiny", "tiny.nas", null, new ArgumentList(), network, decisions);

    /// <summary>A space of decisions alone, for what does not look at the network.</summary>
    public static SearchSpace Space(params ImmutableArray<Decision> decisions)
    {
        var graph = new GraphBuilder("image");
        return Space(graph.Build(graph.Add("y", Relu.Layer(), 0)), decisions);
    }

    /// <summary>The DARTS space: two cells of four nodes, two edges a node, the eight published candidates.</summary>
    public static SearchSpace Darts(int normalCells = 2)
    {
        var (normal, normalDecisions) = DartsCell("Normal", 4);
        var (reduction, reductionDecisions) = DartsCell("Reduction", 4);
        var graph = new GraphBuilder("image");
        var before = graph.Add("stem", Conv.Layer(), 0);
        var last = before;
        for (var i = 0; i < normalCells; i++)
            (before, last) = (last, graph.Add($"body[{i}]", Call(normal), before, last));
        (_, last) = (last, graph.Add($"body[{normalCells}]", Call(reduction), before, last));
        var network = graph.Build(last);
        return new SearchSpace(
            "Cifar", "darts.nas", null, new ArgumentList(("C", new IntegerArgument(16))), network,
            [.. normalDecisions, .. reductionDecisions]);
    }

    public static (Function Cell, ImmutableArray<Decision> Decisions) DartsCell(string name, int nodes)
    {
        var decisions = ImmutableArray.CreateBuilder<Decision>();
        var graph = new GraphBuilder("a", "b");
        var sources = new List<(string Label, int Id)>
        {
            ("p", graph.Add("p", Conv.Layer(), 0)),
            ("q", graph.Add("q", Conv.Layer(), 1)),
        };
        for (var i = 0; i < nodes; i++)
            sources.Add(($"n[{i}]", AddNode(graph, name, i, [.. sources], decisions)));
        var computed = sources[2..];
        var output = graph.Add("output", Concat.Layer(nodes), [.. computed.Select(s => s.Id)]);
        return (new Function(name, FunctionKind.Cell, null, new ArgumentList(), graph.Build(output)), decisions.ToImmutable());
    }

    private static int AddNode(
        GraphBuilder graph, string cell, int index, ImmutableArray<(string Label, int Id)> sources,
        ImmutableArray<Decision>.Builder decisions)
    {
        var labels = sources.Select(s => s.Label).ToArray();
        var subset = Subset($"{cell}.n[{index}].edges", 2, 2, null, labels) with { Scope = cell };
        decisions.Add(subset);
        var edges = new List<int>();
        foreach (var (label, id) in sources)
        {
            var edge = One(
                $"{cell}.n[{index}].edge[{label}]", new DecisionCondition(subset.Name, label),
                [.. DartsCandidates.Select(c => c.Label)]) with { Scope = cell };
            decisions.Add(edge);
            var layers = DartsCandidates.Select(Layer (c) => c.Operation.Layer()).ToArray();
            edges.Add(graph.Add($"n[{index}].edge[{label}]", Choice(edge, layers), id));
        }
        return graph.Add($"n[{index}]", Sum.Layer(edges.Count), subset, [.. edges]);
    }
}
