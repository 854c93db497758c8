using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>The `dag`s of a network.</summary>
public static class DagLayers
{
    /// <summary>One for each decision on edges, in the order of first use: uses of a cell share it.</summary>
    public static ImmutableArray<DagLayer> In(Graph network) =>
    [
        .. LayerTree.Graphs(network)
            .SelectMany(LayerTree.Of)
            .OfType<DagLayer>()
            .DistinctBy(d => d.Edges.Name),
    ];
}
