using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>What a strategy asks of a space.</summary>
public static class StrategyCheck
{
    /// <summary>
    /// The decisions that a differentiable strategy cannot relax, with the operation in the way: some of a list that is not
    /// added up.
    /// </summary>
    public static IEnumerable<(Decision Decision, string Operation)> NotRelaxable(SearchSpace space) =>
        Graphs(space.Network)
            .SelectMany(g => g.Nodes)
            .Where(n => n.Subset is not null && n.Layer is not OperationLayer { Operation.Name: "sum" })
            .Select(n => (Decision: n.Subset, Name: n.Layer is OperationLayer layer ? layer.Operation.Name : "this"))
            .Where(p => p.Decision is not null)
            .Select(p => (p.Decision ?? throw new InvalidOperationException(), p.Name))
            .DistinctBy(p => p.Item1.Name);

    /// <summary>Whether the network has a place on which an auxiliary tower can hang.</summary>
    public static bool HasFeatures(SearchSpace space) => FeatureTap.Find(space.Network) is not null;

    /// <summary>A graph and those of all functions used in it, each once.</summary>
    public static IEnumerable<Graph> Graphs(Graph root)
    {
        var seen = new HashSet<Graph>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<Graph>([root]);
        while (pending.TryPop(out var graph))
        {
            if (!seen.Add(graph))
                continue;
            yield return graph;
            foreach (var function in graph.Nodes.SelectMany(n => Functions(n.Layer)))
                pending.Push(function.Graph);
        }
    }

    private static IEnumerable<Function> Functions(Layer layer) => layer switch
    {
        CallLayer call => [call.Function],
        SequenceLayer sequence => sequence.Layers.SelectMany(Functions),
        RecurrentLayer recurrent => Functions(recurrent.Body),
        ChoiceLayer choice => choice.Alternatives.SelectMany(a => Functions(a.Layer)),
        BlendLayer blend => blend.Alternatives.SelectMany(a => Functions(a.Layer)),
        DagLayer dag => dag.Parts.SelectMany(Functions),
        _ => [],
    };
}
