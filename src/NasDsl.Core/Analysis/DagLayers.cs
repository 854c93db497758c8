using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>The `dag`s of a network.</summary>
public static class DagLayers
{
    /// <summary>One for each decision on edges, in the order of first use: uses of a cell share it.</summary>
    public static ImmutableArray<DagLayer> In(Graph network) =>
    [
        .. StrategyCheck.Graphs(network)
            .SelectMany(g => g.Nodes)
            .SelectMany(n => In(n.Layer))
            .DistinctBy(d => d.Edges.Name),
    ];

    private static IEnumerable<DagLayer> In(Layer layer) => layer switch
    {
        DagLayer dag => [dag],
        SequenceLayer sequence => sequence.Layers.SelectMany(In),
        ChoiceLayer choice => choice.Alternatives.SelectMany(a => In(a.Layer)),
        _ => [],
    };
}
