using System.Collections.Immutable;
using System.Globalization;
using NasDsl.IR;
using NasDsl.Operations.Library;

namespace NasDsl.Analysis;

/// <summary>
/// Makes the child network of an architecture: every choice gives way to what was chosen, every shape is the one that follows,
/// and what then reaches no output is gone.
/// </summary>
/// <remarks>
/// Layers stay where they were in their sequence and nodes keep their names, so that a child's fields and a supernet's
/// correspond. Cells keep all their inputs, used or not: their uses stay alike.
/// </remarks>
public sealed class ArchitectureResolver
{
    private readonly Architecture architecture;
    private readonly Dictionary<(Function, ShapeList), Function> functions = [];

    private ArchitectureResolver(Architecture architecture) => this.architecture = architecture;

    /// <summary>The space with nothing left to decide.</summary>
    /// <exception cref="ArgumentException">
    /// The architecture lacks a decision that is needed or takes a label that does not exist. Check with
    /// <see cref="ArchitectureValidator"/> first.
    /// </exception>
    public static SearchSpace Resolve(SearchSpace space, Architecture architecture)
    {
        var resolver = new ArchitectureResolver(architecture);
        return space with
        {
            Network = resolver.Resolve(space.Network, new ShapeList([.. space.Network.Inputs.Select(i => i.Shape)])),
            Decisions = [],
        };
    }

    private Graph Resolve(Graph graph, ShapeList inputs) => new ResolvedGraph(this, graph, inputs).Build();

    private Function Resolve(Function function, ShapeList inputs)
    {
        if (!functions.TryGetValue((function, inputs), out var resolved))
            functions[(function, inputs)] = resolved = function with { Graph = Resolve(function.Graph, inputs) };
        return resolved;
    }

    /// <summary>The layer for the shapes that reach it.</summary>
    private Layer Resolve(Layer layer, ShapeList inputs) => layer switch
    {
        ChoiceLayer choice => Resolve(Chosen(choice), inputs),
        VariantLayer variant => Resolve(VariantFor(variant, inputs), inputs),
        SequenceLayer sequence => Resolve(sequence, inputs),
        CallLayer call => Resolve(call, inputs),
        BlendLayer blend => Resolve(blend, inputs),
        RecurrentLayer recurrent => Resolve(recurrent, inputs),
        ItemLayer item => item with { Inputs = inputs.Items, Varies = null },
        OperationLayer { Operation.TakesList: true } list => Joined(list, inputs),
        OperationLayer operation => operation with { Arguments = Resolve(operation.Arguments), Varies = null },
        DagLayer dag => Resolve(dag),
        _ => layer,
    };

    private CallLayer Resolve(DagLayer dag)
    {
        var matrix = DagMatrix.OfLabels(dag.VertexCount, LabelsOf(dag.Edges));
        if (!matrix.IsConnected)
            throw Invalid(dag.Edges, "joins no input to the output");
        var operations = dag.Vertices.Select(v => (Vertex: v, Label: LabelsOf(v)[0])).ToList();
        foreach (var (vertex, label) in operations)
            if (vertex.Alternatives.All(a => a.Label != label))
                throw Invalid(vertex, $"takes `{label}`, which is no alternative of it");
        return new CallLayer(DagExpansion.Expand(dag, matrix, [.. operations.Select(o => o.Label)]), dag.Name, dag.Inputs, dag.Output);
    }

    private SequenceLayer Resolve(SequenceLayer sequence, ShapeList inputs)
    {
        var layers = ImmutableArray.CreateBuilder<Layer>(sequence.Layers.Length);
        var shapes = inputs;
        foreach (var layer in sequence.Layers)
        {
            var resolved = Resolve(layer, shapes);
            layers.Add(resolved);
            shapes = new ShapeList([resolved.Output]);
        }
        // What a chosen depth leaves out at the end leaves no trace.
        while (layers.Count > 1 && sequence.Layers[^1] is ChoiceLayer && layers[^1] is OperationLayer { Operation.Name: "identity" })
            layers.RemoveAt(layers.Count - 1);
        return sequence with { Layers = layers.ToImmutable(), Inputs = inputs.Items, Output = shapes.Items[0], Varies = null };
    }

    private CallLayer Resolve(CallLayer call, ShapeList inputs)
    {
        var function = Resolve(call.Function, inputs);
        return call with
        {
            Function = function,
            Inputs = inputs.Items,
            Output = function.Graph.ShapeOf(function.Graph.Outputs[0]),
            Varies = null,
        };
    }

    private RecurrentLayer Resolve(RecurrentLayer recurrent, ShapeList inputs) => recurrent with
    {
        Body = Resolve(recurrent.Body, new ShapeList([new Shape(inputs.Items[0].Channels), new Shape(recurrent.Hidden)])),
        Inputs = inputs.Items,
        Varies = null,
    };

    private BlendLayer Resolve(BlendLayer blend, ShapeList inputs)
    {
        ImmutableArray<LayerAlternative> parts = [.. blend.Alternatives.Select(a => a with { Layer = Resolve(a.Layer, inputs) })];
        return blend with { Alternatives = parts, Inputs = inputs.Items, Output = parts[0].Layer.Output, Varies = null };
    }

    private OperationLayer VariantFor(VariantLayer layer, ShapeList inputs)
    {
        var shapes = layer.Likes.IsEmpty
            ? inputs
            : new ShapeList([.. inputs.Items, .. layer.Likes.Select(l => l.Of(architecture))]);
        return layer.Variants.FirstOrDefault(v => v.Shapes.Equals(shapes))?.Layer
            ?? throw new InvalidOperationException($"no variant is for inputs of shape {shapes}");
    }

    private static OperationLayer Joined(OperationLayer list, ShapeList inputs)
    {
        var output = inputs.Items.IsEmpty ? list.Output : inputs.Items[0];
        foreach (var next in inputs.Items.Skip(1))
            output = list.Operation.Join(output, next)
                ?? throw new InvalidOperationException($"`{list.Operation.Name}` of shapes {inputs}");
        return list with { Inputs = inputs.Items, Output = output, Varies = null };
    }

    /// <summary>Arguments with the numbers that decisions take in place of the decisions.</summary>
    private ArgumentList Resolve(ArgumentList arguments) => arguments.Items.Any(i => i.Value is DecisionArgument)
        ? new ArgumentList([.. arguments.Items.Select(i => (i.Name, Value: Resolve(i.Value)))])
        : arguments;

    private ArgumentValue Resolve(ArgumentValue value) => value is DecisionArgument { Decision: var decision }
        ? new RealArgument(double.Parse(LabelsOf(decision)[0], CultureInfo.InvariantCulture))
        : value;

    private Layer Chosen(ChoiceLayer choice)
    {
        var labels = LabelsOf(choice.Decision);
        var label = choice.Decision.Kind == DecisionKind.Order ? CaseVariable.OrderText(labels) : labels[0];
        var alternative = choice.Alternatives.FirstOrDefault(a => a.Label == label);
        return alternative?.Layer ?? throw Invalid(choice.Decision, $"takes `{label}`, which is no alternative of it");
    }

    private ImmutableArray<string> LabelsOf(Decision decision) =>
        architecture.Choices.TryGetValue(decision.Name, out var labels)
        && (labels.Length == 1 || decision.Kind is DecisionKind.Subset or DecisionKind.Order)
            ? labels
            : throw Invalid(decision, "has no choice");

    /// <summary>The inputs that <paramref name="node"/> takes.</summary>
    private ImmutableArray<int> KeptInputs(Node node)
    {
        if (!node.Conditions.IsEmpty)
            return [.. node.Inputs.Where((_, i) => node.Conditions[i].Of(architecture))];
        if (node.Subset is not { } decision)
            return node.Inputs;
        var labels = LabelsOf(decision);
        if (decision.Kind == DecisionKind.Order)
            return [node.Inputs[Permutations.IndexOf(decision, labels)]];
        return [.. node.Inputs.Where((_, i) => labels.Contains(decision.Alternatives[i].Label))];
    }

    private static ArgumentException Invalid(Decision decision, string problem) =>
        new($"the architecture does not fit the space: decision `{decision.Name}` {problem}");

    /// <summary>One graph on its way from the space's numbering of values to the child's.</summary>
    private sealed class ResolvedGraph
    {
        private const int Nothing = -1;

        private readonly ArchitectureResolver resolver;
        private readonly Graph graph;
        private readonly ImmutableArray<int>[] kept;
        private readonly bool[] live;
        private readonly int[] newIds;
        private readonly ImmutableArray<GraphInput> inputs;
        private readonly ImmutableArray<Node>.Builder nodes = ImmutableArray.CreateBuilder<Node>();

        public ResolvedGraph(ArchitectureResolver resolver, Graph graph, ShapeList shapes)
        {
            this.resolver = resolver;
            this.graph = graph;
            inputs = [.. graph.Inputs.Select((input, i) => input with { Shape = shapes.Items[i], Varies = null })];
            var count = graph.Inputs.Length + graph.Nodes.Length;
            kept = new ImmutableArray<int>[count];
            live = new bool[count];
            newIds = [.. Enumerable.Range(0, count)];
        }

        public Graph Build()
        {
            MarkLive();
            foreach (var node in graph.Nodes.Where(n => live[n.Id]))
                newIds[node.Id] = Add(node);
            return new Graph(inputs, nodes.ToImmutable(), [.. graph.Outputs.Select(o => newIds[o])]);
        }

        private void MarkLive()
        {
            foreach (var output in graph.Outputs)
                live[output] = true;
            foreach (var node in graph.Nodes.Reverse())
            {
                if (!live[node.Id])
                    continue;
                kept[node.Id] = resolver.KeptInputs(node);
                foreach (var input in kept[node.Id])
                    live[input] = true;
            }
        }

        /// <summary>The child's value for a live node; <see cref="Nothing"/> for an empty sum that only sums read.</summary>
        private int Add(Node node)
        {
            ImmutableArray<int> taken = IsSum(node)
                ? [.. kept[node.Id].Where(i => newIds[i] != Nothing)]
                : kept[node.Id];
            var isNarrowed = node.Subset is not null || taken.Length < node.Inputs.Length;
            if (isNarrowed && node.Chain is null && IsSum(node))
            {
                if (taken.Length == 1)
                    return node.Layer is SequenceLayer whole ? Append(node, Rest(whole), [newIds[taken[0]]]) : newIds[taken[0]];
                if (taken.IsEmpty)
                    return node.Layer is not SequenceLayer && OnlySumsRead(node.Id) ? Nothing : AddZeros(node);
            }
            return Append(node, node.Layer, [.. taken.Select(i => newIds[i])]);
        }

        /// <summary>Nothing added up, where something needs the zeros.</summary>
        private int AddZeros(Node node)
        {
            // Any tensor will do: it says how many examples there are, and on which device.
            var like = inputs.Length + nodes.Count - 1;
            var sum = FirstOf(node.Layer);
            var zeros = ZeroTensor.Layer(ShapeOf(like), sum.Varies is { } varies ? varies.Of(resolver.architecture) : sum.Output);
            return Append(
                node, node.Layer is SequenceLayer whole ? whole with { Layers = whole.Layers.SetItem(0, zeros) } : zeros, [like]);
        }

        private static Layer Rest(SequenceLayer whole) =>
            whole.Layers is [_, var only] ? only : whole with { Layers = whole.Layers.RemoveAt(0) };

        private int Append(Node node, Layer layer, ImmutableArray<int> from)
        {
            var resolved = resolver.Resolve(layer, new ShapeList([.. from.Select(ShapeOf)]));
            var id = inputs.Length + nodes.Count;
            nodes.Add(node with
            {
                Id = id,
                Layer = resolved,
                Inputs = from,
                Shape = resolved is ItemLayer item ? ItemShape(from[0], item.Index) : resolved.Output,
                Subset = null,
                Conditions = [],
            });
            return id;
        }

        private Shape ShapeOf(int newId) => newId < inputs.Length ? inputs[newId].Shape : nodes[newId - inputs.Length].Shape;

        private Shape ItemShape(int call, int index)
        {
            var layer = nodes[call - inputs.Length].Layer;
            var function = (layer as CallLayer ?? (CallLayer)((SequenceLayer)layer).Layers[^1]).Function;
            return function.Graph.ShapeOf(function.Graph.Outputs[index]);
        }

        private bool OnlySumsRead(int id) =>
            !graph.Outputs.Contains(id) && graph.Nodes.Where(n => live[n.Id] && kept[n.Id].Contains(id)).All(IsSum);

        private static bool IsSum(Node node) => FirstOf(node.Layer) is OperationLayer { Operation.Name: "sum" or "add" };

        private static Layer FirstOf(Layer layer) => layer is SequenceLayer { Layers: [var first, ..] } ? first : layer;
    }
}
