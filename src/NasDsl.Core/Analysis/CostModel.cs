using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>
/// Weights and multiply-accumulates of a network. Where something is still to be chosen every candidate counts, as in a
/// supernet; alphas are no weights and never count.
/// </summary>
public sealed class CostModel
{
    private readonly Dictionary<Function, Cost> functions = new(ReferenceEqualityComparer.Instance);

    /// <summary>The cost of the whole: of the child where <paramref name="space"/> is resolved, else of the supernet.</summary>
    public static Cost Of(SearchSpace space) => new CostModel().Of(space.Network);

    public Cost Of(Graph graph) => graph.Nodes.Aggregate(default(Cost), (sum, n) => sum + Of(n.Layer));

    /// <summary>The cost of one use of a cell or op.</summary>
    public Cost Of(Function function)
    {
        if (!functions.TryGetValue(function, out var cost))
            functions[function] = cost = Of(function.Graph);
        return cost;
    }

    /// <summary>The layers of a choice, one that several alternatives share once.</summary>
    private static IEnumerable<Layer> Distinct(ChoiceLayer choice) =>
        choice.Alternatives.Select(a => a.Layer).Distinct<Layer>(ReferenceEqualityComparer.Instance);

    /// <remarks>
    /// A graph that is still to be decided counts every vertex at full width with every operation and a projection: more
    /// than any child of it has.
    /// </remarks>
    public Cost Of(Layer layer) => layer switch
    {
        OperationLayer l => new Cost(l.Operation.ParameterCount(l), l.Operation.MacCount(l), l.Operation.ActivationCount(l)),
        CallLayer l => Of(l.Function),
        SequenceLayer l => l.Layers.Aggregate(default(Cost), (sum, inner) => sum + Of(inner)),
        ElasticLayer l => Of(l.Largest),
        PlacedConcatLayer or PickedSumLayer => default,
        // Sizes of one operation share weights; what it takes to compute the largest.
        ChoiceLayer l when ElasticOperations.Largest(l) is { } largest => Of(largest),
        RecurrentLayer l => Of(l.Body).Times(l.Steps),
        ChoiceLayer l => Distinct(l).Aggregate(default(Cost), (sum, inner) => sum + Of(inner)),
        BlendLayer l => l.Alternatives.Aggregate(new Cost(l.Alternatives.Length, 0), (sum, a) => sum + Of(a.Layer)),
        // One set of weights serves every variant, so it is as large as the largest.
        VariantLayer l => l.Variants.Select(v => Of(v.Layer)).Aggregate(Cost.Max),
        ItemLayer => default,
        DagLayer l => OfDag(l),
        _ => throw new ArgumentException($"no cost is known for a {layer.GetType().Name}", nameof(layer)),
    };

    private Cost OfDag(DagLayer dag)
    {
        var widest = dag.Widths[^1];
        var projection = Of(widest.Projection);
        var vertex = widest.Operations.Aggregate(projection, (sum, o) => sum + Of(o.Layer));
        return dag.Vertices.Aggregate(projection, (sum, _) => sum + vertex);
    }
}
