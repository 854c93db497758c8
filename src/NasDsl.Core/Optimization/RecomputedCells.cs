using System.Collections.Immutable;
using NasDsl.Emit;
using NasDsl.IR;

namespace NasDsl.Optimization;

/// <summary>
/// What `--recompute cells` computes again for the backward pass (Chen, Xu, Zhang and Guestrin, "Training deep nets with sublinear
/// memory cost", 2016): the cells that the network uses, and its ops in which something is chosen. What lies inside one of them is
/// computed again with it.
/// </summary>
public static class RecomputedCells
{
    /// <summary>The declarations, one for each of their sizes.</summary>
    public static ImmutableHashSet<Function> In(Graph network)
    {
        var found = ImmutableHashSet.CreateBuilder<Function>(ReferenceEqualityComparer.Instance);
        Visit(network);
        return found.ToImmutable();

        void Visit(Graph graph)
        {
            foreach (var function in FunctionUses.CallsIn(graph).Select(c => c.Function))
                if (function.Kind == FunctionKind.Cell || IsDecided(function.Graph))
                    found.Add(function);
                else
                    Visit(function.Graph);
        }
    }

    /// <summary>Whether it draws random numbers.</summary>
    internal static bool HasChance(Graph graph) => LayerTree.Graphs(graph).Any(g => LayerTree.Of(g).Exists(InferenceForm.IsDropout));

    private static bool IsDecided(Graph graph) => LayerTree.Graphs(graph)
        .Any(g => g.Nodes.Any(n => n.Subset is not null || !n.Conditions.IsEmpty) || LayerTree.Of(g).Exists(IsDecided));

    private static bool IsDecided(Layer layer) =>
        layer is ChoiceLayer or ElasticLayer or VariantLayer or PickedSumLayer or PlacedConcatLayer;
}
