using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Operations.Library;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>Collects the nodes of one graph.</summary>
internal sealed class GraphBuilder(ImmutableArray<GraphInput> inputs, CaseTable cases)
{
    private readonly List<Node> nodes = [];

    /// <summary>The layers of the nodes that have several, by place: a node gets them when it is looked at.</summary>
    private readonly Dictionary<int, (ImmutableArray<Layer>.Builder Layers, Cases<Shape>? Varies)> runs = [];

    private readonly UniqueNames names = new(inputs.Select(i => i.Name));

    public int NodeCount => nodes.Count;

    public ImmutableArray<GraphInput> Inputs => inputs;

    public IReadOnlyList<Node> Nodes
    {
        get
        {
            foreach (var (place, run) in runs)
            {
                var node = nodes[place];
                nodes[place] = node with { Layer = new SequenceLayer(run.Layers.ToImmutable(), node.Layer.Inputs, node.Shape) { Varies = run.Varies } };
            }
            runs.Clear();
            return nodes;
        }
    }

    public TensorValue Input(int index) =>
        new(index, inputs[index].Varies ?? cases.Fixed(inputs[index].Shape), IsTemporary: false) { Graph = this };

    public TensorValue Add(
        string name,
        Layer layer,
        ImmutableArray<int> from,
        TextSpan span,
        ChainPosition? chain = null,
        Decision? subset = null,
        ImmutableArray<Cases<bool>>? conditions = null)
    {
        var id = inputs.Length + nodes.Count;
        nodes.Add(new Node(id, names.Take(name), layer, from, layer.Output, span, chain, subset) { Conditions = conditions ?? [] });
        return new TensorValue(id, OutputOf(layer), IsTemporary: true) { Graph = this };
    }

    private Cases<Shape> OutputOf(Layer layer) => layer.Varies ?? cases.Fixed(layer.Output);

    /// <summary>
    /// Lets the node that computed a temporary compute <paramref name="next"/> behind it, if that is possible: a run of
    /// operations is one node.
    /// </summary>
    public TensorValue? TryExtend(TensorValue temporary, Layer next, TextSpan span)
    {
        var index = temporary.Id - inputs.Length;
        if (!temporary.IsTemporary || index < 0)
            return null;
        var node = nodes[index];
        // An embedding stays a node of its own, so that a decoder can use its weights.
        if (node.Inputs.Length != 1 || node.Subset is not null || node.Chain is not null || !node.Conditions.IsEmpty
            || node.Layer is OperationLayer { Operation: Embedding })
            return null;
        var layers = runs.TryGetValue(index, out var run) ? run.Layers : LayersOf(node.Layer).ToBuilder();
        layers.AddRange(LayersOf(next));
        runs[index] = (layers, next.Varies);
        nodes[index] = node with { Shape = next.Output, Span = node.Span.Union(span) };
        return temporary with { Shape = OutputOf(next) };
    }

    private static ImmutableArray<Layer> LayersOf(Layer layer) => layer is SequenceLayer sequence ? sequence.Layers : [layer];

    /// <summary>
    /// The embedding that computed a tensor, alone or with operations of one tensor behind it; null where there is none.
    /// </summary>
    public (int Id, OperationLayer Layer)? EmbeddingOf(TensorValue tensor)
    {
        for (var id = tensor.Id; id >= inputs.Length;)
        {
            var node = nodes[id - inputs.Length];
            if (node.Layer is OperationLayer { Operation: Embedding } embedding)
                return (id, embedding);
            if (node.Inputs is not [var before])
                return null;
            id = before;
        }
        return null;
    }

    /// <summary>Calls the node after the binding that it turned out to be.</summary>
    public void Rename(TensorValue tensor, string name)
    {
        var index = tensor.Id - inputs.Length;
        if (index < 0 || nodes[index].Name == name)
            return;
        names.Release(nodes[index].Name);
        nodes[index] = nodes[index] with { Name = names.Take(name) };
    }

    /// <summary>The graph without the nodes that nobody uses.</summary>
    public Graph ToGraph(ImmutableArray<int> outputs)
    {
        var all = Nodes;
        var used = new HashSet<int>(outputs);
        for (var i = all.Count - 1; i >= 0; i--)
            if (used.Contains(all[i].Id))
                used.UnionWith(all[i].Inputs);

        var map = Enumerable.Range(0, inputs.Length).ToDictionary(i => i);
        var kept = ImmutableArray.CreateBuilder<Node>();
        foreach (var node in all.Where(n => used.Contains(n.Id)))
        {
            map[node.Id] = inputs.Length + kept.Count;
            kept.Add(node with { Id = map[node.Id], Inputs = [.. node.Inputs.Select(i => map[i])] });
        }

        return new Graph(inputs, kept.ToImmutable(), [.. outputs.Select(o => map[o])]);
    }
}
