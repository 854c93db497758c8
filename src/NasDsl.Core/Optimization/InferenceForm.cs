using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Operations.Library;

namespace NasDsl.Optimization;

/// <summary>
/// A child rewritten for inference: each batch normalization that directly follows a convolution or a linear layer is folded
/// into it, where nothing else reads what that gives; dropout is gone.
/// </summary>
/// <remarks>
/// In evaluation a batch normalization is x * s + t for each channel, with s = gamma / sqrt(variance + eps) and
/// t = beta - mean * s. A convolution is linear in its weights, so multiplying those of each output channel by s and its bias by s,
/// and adding t to the bias, gives the same. One before a convolution is not folded: padding and ReLUs are not linear in it.
/// </remarks>
internal sealed class InferenceForm
{
    private readonly Dictionary<Layer, OperationLayer> folded = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Layer, OperationLayer> normalizations = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Layer, Layer> rewritten = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Function, Function> functions = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Layer> holders = new(ReferenceEqualityComparer.Instance);

    private InferenceForm(SearchSpace child) => Space = child with { Network = Rewrite(child.Network) };

    /// <summary>The child that is left to compute.</summary>
    public SearchSpace Space { get; }

    /// <param name="child">A space with nothing left to decide.</param>
    public static InferenceForm Of(SearchSpace child) => new(child);

    /// <summary>Whether this layer, one of <see cref="Space"/>, has a batch normalization folded in that lay outside of it.</summary>
    public bool HoldsNormalization(Layer layer) => holders.Contains(layer);

    /// <summary>The convolution or linear layer of the child into which this batch normalization of it is folded; null for none.</summary>
    public Layer? HolderOf(Layer normalization) => normalizations.GetValueOrDefault(normalization);

    public static bool IsDropout(Layer layer) => layer is OperationLayer { Operation: Dropout or LockedDropout };

    private Graph Rewrite(Graph graph)
    {
        foreach (var node in graph.Nodes)
            FoldAcross(graph, node);
        return graph with { Nodes = [.. graph.Nodes.Select(n => n with { Layer = Rewrite(n.Layer) })] };
    }

    /// <summary>A normalization that is a node of its own, or the first of one, behind the node of the convolution.</summary>
    private void FoldAcross(Graph graph, Node node)
    {
        if (node is not { Inputs: [var input], Chain: null, Subset: null } || graph.NodeOf(input) is not { Chain: null } before)
            return;
        var readers = graph.Nodes.Sum(n => n.Inputs.Count(i => i == input)) + graph.Outputs.Count(o => o == input);
        if (readers == 1 && Parts(before.Layer) is [.., var last] && Parts(node.Layer) is [var first, ..])
            Fold(last, first);
    }

    private void Fold(Layer layer, Layer next)
    {
        if (layer is OperationLayer { Operation: Conv or Depthwise or Linear } holder && next is OperationLayer { Operation: BatchNorm } normalization)
        {
            folded[holder] = normalization;
            normalizations[normalization] = holder;
        }
    }

    /// <summary>The layers that are left of it, one after the other, before anything is folded.</summary>
    private static ImmutableArray<Layer> Parts(Layer layer) => layer is SequenceLayer sequence
        ? [.. sequence.Layers.SelectMany(l => Parts(l))]
        : IsDropout(layer) ? [] : [layer];

    private Layer Rewrite(Layer layer)
    {
        if (rewritten.TryGetValue(layer, out var known))
            return known;
        return rewritten[layer] = layer switch
        {
            SequenceLayer sequence => Sequence(sequence),
            OperationLayer operation => Operation(operation),
            CallLayer call => call with { Function = Rewrite(call.Function) },
            RecurrentLayer recurrent => recurrent with { Body = Rewrite(recurrent.Body) },
            BlendLayer blend => blend with { Alternatives = [.. blend.Alternatives.Select(a => a with { Layer = Rewrite(a.Layer) })] },
            _ => layer,
        };
    }

    private Layer Sequence(SequenceLayer sequence)
    {
        var parts = Parts(sequence);
        foreach (var (layer, next) in parts.Zip(parts.Skip(1)))
            Fold(layer, next);
        ImmutableArray<Layer> left = [.. parts.Select(Rewrite).Where(l => !IsIdentity(l))];
        return left switch
        {
            [] => Identity(sequence),
            [var single] => single,
            _ => sequence with { Layers = left },
        };
    }

    private Layer Operation(OperationLayer layer)
    {
        if (IsDropout(layer) || normalizations.ContainsKey(layer))
            return Identity(layer);
        if (layer.Operation.FoldedFormOf(layer) is { } form)
            return layer with { Operation = new FoldedOperation(layer.Operation, form) };
        if (!folded.ContainsKey(layer))
            return layer;
        var holder = layer with
        {
            Arguments = new ArgumentList(
                [.. layer.Arguments.Items.Select(a => a.Name == "bias" ? (a.Name, new BooleanArgument(true)) : a)]),
        };
        holders.Add(holder);
        return holder;
    }

    private Function Rewrite(Function function)
    {
        if (!functions.TryGetValue(function, out var form))
            functions[function] = form = function with { Graph = Rewrite(function.Graph) };
        return form;
    }

    private static bool IsIdentity(Layer layer) => layer is OperationLayer { Operation: Skip } skip && !HasWeights(skip);

    private static bool HasWeights(OperationLayer layer) => layer.Operation.FactsOf(layer).HasFlag(OperationFacts.HasWeights);

    private static OperationLayer Identity(Layer layer) =>
        new(new Skip(), new ArgumentList(("stride", new IntegerArgument(1))), layer.Inputs, layer.Output);
}
