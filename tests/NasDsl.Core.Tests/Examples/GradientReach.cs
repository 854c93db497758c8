using NasDsl.IR;
using NasDsl.Operations;

namespace NasDsl.Tests.Examples;

/// <summary>
/// How many weights of a resolved network a gradient of its outputs can reach: all but those from which every way leads through
/// zeros.
/// </summary>
internal sealed class GradientReach
{
    private readonly Dictionary<int, SortedSet<int>> items = [];
    private readonly Graph graph;
    private readonly bool[] live;

    private GradientReach(Graph graph, IEnumerable<int> outputs)
    {
        this.graph = graph;
        live = new bool[graph.Inputs.Length + graph.Nodes.Length];
        foreach (var output in outputs)
            live[graph.Outputs[output]] = true;
        foreach (var node in graph.Nodes.Reverse().Where(n => live[n.Id]))
        {
            Weights += WeightsOf(node.Layer, node.Id);
            Pass(node);
        }
    }

    public static long Of(Graph network) => new GradientReach(network, Enumerable.Range(0, network.Outputs.Length)).Weights;

    private long Weights { get; }

    private void Pass(Node node)
    {
        for (var i = 0; i < node.Inputs.Length; i++)
            live[node.Inputs[i]] |= Passes(node.Layer, i, node.Id);
        if (node.Layer is ItemLayer item)
            (items.TryGetValue(node.Inputs[0], out var set) ? set : items[node.Inputs[0]] = []).Add(item.Index);
    }

    /// <summary>The outputs of a call that are of use: those that items read, else its one output.</summary>
    private IEnumerable<int> OutputsOf(int node) => items.TryGetValue(node, out var set) ? set : [0];

    private long WeightsOf(Layer layer, int node) => layer switch
    {
        OperationLayer operation => IsZero(operation) ? 0 : operation.Operation.ParameterCount(operation),
        SequenceLayer sequence => sequence.Layers
            .Where((_, i) => sequence.Layers[(i + 1)..].All(after => Passes(after, 0, node))).Sum(l => WeightsOf(l, node)),
        CallLayer call => new GradientReach(call.Function.Graph, OutputsOf(node)).Weights,
        RecurrentLayer recurrent => WeightsOf(recurrent.Body, node),
        BlendLayer blend => blend.Alternatives.Length + blend.Alternatives.Sum(a => WeightsOf(a.Layer, node)),
        _ => 0,
    };

    private bool Passes(Layer layer, int input, int node) => layer switch
    {
        OperationLayer operation => !IsZero(operation),
        SequenceLayer sequence => sequence.Layers.Select((l, i) => Passes(l, i == 0 ? input : 0, node)).All(p => p),
        CallLayer call => new GradientReach(call.Function.Graph, OutputsOf(node)).live[input],
        RecurrentLayer recurrent => Passes(recurrent.Body, input, node),
        BlendLayer blend => blend.Alternatives.Any(a => Passes(a.Layer, input, node)),
        _ => true,
    };

    private static bool IsZero(OperationLayer layer) => layer.Operation.FactsOf(layer).HasFlag(OperationFacts.Zero);
}
