using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>A space of which no supernet can be made that holds every architecture; the message names the place.</summary>
public sealed class NotASupernetException(string message, Decision? decision) : Exception(message)
{
    /// <summary>The decision in the way, where one is known.</summary>
    public Decision? Decision { get; } = decision;
}

/// <summary>
/// Makes the supernet of a space: operations whose size is chosen, or follows from choices before them, become one elastic
/// operation each, and concatenations of what may be there get a place for every part.
/// </summary>
/// <remarks>
/// Under an architecture a tensor has the shape that it has in the child, so that what follows slices its weights by it. Only
/// behind a concatenation with places the shape is fixed and the absent parts are zeros: operations that keep zeros may follow,
/// up to one that projects the channels, whose weights for absent parts then count for nothing.
/// </remarks>
public sealed class SupernetResolver
{
    private readonly SearchSpace space;
    private readonly RelaxationPlan relaxation;
    private readonly Dictionary<(Function, LayoutList), (Function Function, ImmutableArray<Layout> Outputs)> functions = [];
    private readonly Dictionary<(string, int), Cases<bool>> elements = [];

    private SupernetResolver(SearchSpace space) => (this.space, relaxation) = (space, RelaxationPlan.For(space));

    /// <summary>Operations behind places, with the layout that tells which of their weights a child has.</summary>
    internal Dictionary<OperationLayer, Layout> Projections { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The supernet; a space in which nothing changes shapes is its own.</summary>
    /// <exception cref="NotASupernetException">No supernet computes what every architecture computes.</exception>
    public static SearchSpace Resolve(SearchSpace space) => Resolve(space, out _);

    internal static SearchSpace Resolve(SearchSpace space, out SupernetResolver resolver)
    {
        resolver = new SupernetResolver(space);
        if (resolver.relaxation.HasNoObstacles && IsPlain(space.Network))
            return space;
        var inputs = space.Network.Inputs.Select(i => Layout.Of(i.Shape, i.Varies)).ToImmutableArray();
        return space with { Network = resolver.Resolve(space.Network, inputs).Graph };
    }

    /// <summary>Whether every operation has one size, whatever is chosen.</summary>
    private static bool IsPlain(Graph network) => LayerTree.Graphs(network)
        .All(g => g.Nodes.All(n => n.Conditions.IsEmpty) && LayerTree.Of(g).TrueForAll(l => l is not (VariantLayer or DagLayer or ChoiceLayer { IsOneOperation: true })));

    private (Graph Graph, ImmutableArray<Layout> Outputs) Resolve(Graph graph, ImmutableArray<Layout> inputs)
    {
        var values = new ImmutableArray<Layout>[inputs.Length + graph.Nodes.Length];
        for (var i = 0; i < inputs.Length; i++)
            values[i] = [inputs[i]];
        var nodes = ImmutableArray.CreateBuilder<Node>(graph.Nodes.Length);
        foreach (var node in graph.Nodes)
        {
            ImmutableArray<Layout> given = [.. node.Inputs.Select(i => values[i][0])];
            var result = node.Layer is ItemLayer item
                ? node with { Layer = item with { Varies = null } }
                : Resolve(node, given, out values[node.Id]);
            if (node.Layer is ItemLayer { Index: var index })
                values[node.Id] = [values[node.Inputs[0]][index]];
            nodes.Add(result with { Shape = values[node.Id][0].Shape, Conditions = [] });
        }

        var resolved = new Graph(
            [.. graph.Inputs.Select((input, i) => input with { Shape = inputs[i].Shape })],
            nodes.ToImmutable(),
            graph.Outputs);
        return (resolved, [.. graph.Outputs.Select(o => values[o][0])]);
    }

    private Node Resolve(Node node, ImmutableArray<Layout> inputs, out ImmutableArray<Layout> outputs)
    {
        if (node.Layer is OperationLayer { Operation.TakesList: true } list)
        {
            var there = ThereOf(node);
            var isConcat = list.Operation.Name == "concat";
            var isPlaced = isConcat && (there.Any(t => t is not null) || inputs.Any(i => i.HasPlaces || i.Varies is not null));
            var isWeighed = node.Subset is { } subset && (relaxation.ObstacleOf(subset) is null);
            if (isPlaced || (!isConcat && !isWeighed && there.Any(t => t is not null)))
            {
                (var layer, outputs) = isPlaced ? Place(list, there, inputs) : Picked(list, there, inputs);
                return node with { Layer = layer, Subset = null };
            }
        }

        (var resolved, outputs) = Resolve(node.Layer, inputs);
        return ReferenceEquals(resolved, node.Layer) ? node : node with { Layer = resolved };
    }

    /// <summary>For each input of a node when it is there.</summary>
    private ImmutableArray<Cases<bool>?> ThereOf(Node node)
    {
        if (!node.Conditions.IsEmpty)
            return [.. node.Conditions.Select(c => c.IsFixed && c.Value ? null : c)];
        return node.Subset is { } subset
            ? [.. node.Inputs.Select((_, i) => ElementOf(subset, i))]
            : [.. node.Inputs.Select(_ => (Cases<bool>?)null)];
    }

    /// <summary>Whether a decision takes an alternative.</summary>
    private Cases<bool> ElementOf(Decision decision, int index)
    {
        if (elements.TryGetValue((decision.Name, index), out var known))
            return known;
        var (no, yes) = (new Cases<bool>(false), new Cases<bool>(true));
        var isSubset = decision.Kind == DecisionKind.Subset;
        ImmutableArray<string> outcomes = isSubset
            ? ["", decision.Alternatives[index].Label]
            : decision.Kind == DecisionKind.Order
                ? [.. Permutations.Of([.. decision.Alternatives.Select(a => a.Label)]).Select(o => CaseVariable.OrderText(o))]
                : [.. decision.Alternatives.Select(a => a.Label)];
        var variable = new CaseVariable(decision.Name, decision.Kind, isSubset ? index : -1, outcomes, (0, index));
        return elements[(decision.Name, index)] = new Cases<bool>(
            variable, [.. outcomes.Select((_, i) => (Cases<bool>?)(i == (isSubset ? 1 : index) ? yes : no))]);
    }

    private static (Layer, ImmutableArray<Layout>) Place(
        OperationLayer concat, ImmutableArray<Cases<bool>?> there, ImmutableArray<Layout> inputs)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        long start = 0;
        for (var i = 0; i < inputs.Length; i++)
        {
            ImmutableArray<Cases<bool>> when = there[i] is { } condition ? [condition] : [];
            if (inputs[i].HasPlaces)
                parts.AddRange(inputs[i].Parts.Select(p => p with { Start = p.Start + start, When = [.. when, .. p.When] }));
            else
                parts.Add(new Part(start, inputs[i].Channels, when, inputs[i].Varies));
            start += inputs[i].Channels;
        }

        var shape = Layout.WithChannels(concat.Output, start);
        var shapes = inputs.Select(i => i.Shape).ToImmutableArray();
        return (new PlacedConcatLayer(concat, there, shapes, shape), [new Layout(shape, null, parts.ToImmutable())]);
    }

    private static (Layer, ImmutableArray<Layout>) Picked(
        OperationLayer sum, ImmutableArray<Cases<bool>?> there, ImmutableArray<Layout> inputs)
    {
        if (inputs.Any(i => i.HasPlaces && !i.Equals(inputs[0])))
            throw DifferentPlaces(sum, inputs);
        var layout = inputs[0].HasPlaces ? inputs[0] : Layout.Of(sum.Output, sum.Varies);
        return (new PickedSumLayer(sum, there, [.. inputs.Select(i => i.Shape)], layout.Shape), [layout]);
    }

    private (Layer Layer, ImmutableArray<Layout> Outputs) Resolve(Layer layer, ImmutableArray<Layout> inputs)
    {
        switch (layer)
        {
            case OperationLayer operation:
                return One(operation, inputs);
            case VariantLayer variant:
                return One(variant, inputs);
            case ChoiceLayer choice:
                return choice.IsOneOperation ? One(choice, inputs) : Choice(choice, inputs);
            case SequenceLayer sequence:
                return Sequence(sequence, inputs);
            case BlendLayer blend:
                var (parts, mixed) = Alternatives(blend.Alternatives, blend, inputs);
                return (blend with { Alternatives = parts }, [mixed]);
            case CallLayer call:
                return Call(call, inputs);
            case RecurrentLayer recurrent:
                // The state has one size, whatever is chosen.
                var step = Resolve(recurrent.Body, [.. recurrent.Body.Inputs.Select(s => Layout.Of(s))]);
                return (recurrent with { Body = step.Layer }, [Layout.Of(recurrent.Output)]);
            case DagLayer dag:
                throw new NotASupernetException($"the edges of `{dag.Name}` tell how many channels its vertices have", dag.Edges);
            default:
                throw new InvalidOperationException($"a {layer.GetType().Name} is no layer of a space");
        }
    }

    private (Layer, ImmutableArray<Layout>) Sequence(SequenceLayer sequence, ImmutableArray<Layout> inputs)
    {
        var layers = ImmutableArray.CreateBuilder<Layer>(sequence.Layers.Length);
        var layouts = inputs;
        foreach (var inner in sequence.Layers)
        {
            (var resolved, layouts) = Resolve(inner, layouts);
            layers.Add(resolved);
        }

        return (sequence with { Layers = layers.ToImmutable(), Inputs = [.. inputs.Select(i => i.Shape)], Output = layouts[0].Shape }, layouts);
    }

    private (Layer, ImmutableArray<Layout>) Call(CallLayer call, ImmutableArray<Layout> inputs)
    {
        var key = (call.Function, new LayoutList(inputs));
        if (!functions.TryGetValue(key, out var resolved))
        {
            var (graph, outputs) = Resolve(call.Function.Graph, inputs);
            functions[key] = resolved = (call.Function with { Graph = graph }, outputs);
        }

        return (call with { Function = resolved.Function, Inputs = [.. inputs.Select(i => i.Shape)], Output = resolved.Outputs[0].Shape },
            resolved.Outputs);
    }

    private (Layer, ImmutableArray<Layout>) Choice(ChoiceLayer choice, ImmutableArray<Layout> inputs)
    {
        var (alternatives, layout) = Alternatives(choice.Alternatives, choice, inputs);
        return (choice with { Alternatives = alternatives, Output = layout.Shape }, [layout]);
    }

    /// <summary>Each alternative, what several share once.</summary>
    private (ImmutableArray<LayerAlternative>, Layout) Alternatives(
        ImmutableArray<LayerAlternative> alternatives, Layer whole, ImmutableArray<Layout> inputs)
    {
        var resolved = new Dictionary<Layer, (Layer Layer, Layout Output)>(ReferenceEqualityComparer.Instance);
        foreach (var alternative in alternatives)
            if (!resolved.ContainsKey(alternative.Layer))
            {
                var (layer, outputs) = Resolve(alternative.Layer, inputs);
                resolved[alternative.Layer] = (layer, outputs[0]);
            }

        var layouts = resolved.Values.Select(r => r.Output).ToList();
        var placed = layouts.Find(l => l.HasPlaces);
        if (placed is not null && layouts.Exists(l => !l.Equals(placed)))
            throw new NotASupernetException(
                "one alternative passes on tensors of which parts may be missing, another does not",
                (whole as ChoiceLayer)?.Decision);
        return (
            [.. alternatives.Select(a => a with { Layer = resolved[a.Layer].Layer })],
            placed ?? Layout.Of(whole.Output, whole.Varies));
    }

    /// <summary>One operation of one or many sizes.</summary>
    private (Layer, ImmutableArray<Layout>) One(Layer layer, ImmutableArray<Layout> inputs)
    {
        var leaves = ElasticOperations.Leaves(layer).ToList();
        var passesOn = inputs.Any(i => i.HasPlaces) && !Projection.Is(leaves[0]);
        var whole = inputs.Any(i => i.HasPlaces) ? Projection.Of(layer, inputs, space) : layer;
        var output = passesOn ? Projection.Behind(leaves[0], inputs) : Layout.Of(layer.Output, layer.Varies);
        leaves = [.. ElasticOperations.Leaves(whole)];
        foreach (var real in leaves.SelectMany(l => l.Arguments.Items).Select(a => a.Value).OfType<DecisionArgument>())
            throw new NotASupernetException("its argument is a real number that is chosen", real.Decision);
        if (leaves.Select(OperationText.Of).Distinct().Count() == 1 && leaves.Count > 0)
            whole = leaves.Count == 1 && ReferenceEquals(whole, layer) && whole is OperationLayer
                ? whole
                : leaves[0] with { Inputs = [.. inputs.Select(i => i.Shape)], Output = output.Shape, Varies = null };
        else if (ElasticOperations.Largest(whole) is { } largest)
            whole = new ElasticLayer(largest, whole, [.. inputs.Select(i => i.Shape)], output.Shape);
        else if (whole is ChoiceLayer choice)
            return Choice(choice with { IsOneOperation = false }, inputs);
        else
            throw NotShared(leaves[0], layer);
        if (inputs.Length == 1 && inputs[0].HasPlaces && !passesOn)
            Projections[whole is ElasticLayer elastic ? elastic.Largest : (OperationLayer)whole] = inputs[0];
        return (whole, [output]);
    }

    private NotASupernetException NotShared(OperationLayer operation, Layer layer) => new(
        $"`{operation.Operation.Name}` has no weights that serve inputs of different shapes", DecisionOf(layer));

    private static NotASupernetException DifferentPlaces(OperationLayer operation, ImmutableArray<Layout> inputs) => new(
        $"`{operation.Operation.Name}` joins tensors of which different parts may be missing", null);

    /// <summary>A decision that the shapes depend on.</summary>
    private Decision? DecisionOf(Layer layer) =>
        layer.Varies?.Variables.Select(v => space.Decisions.FirstOrDefault(d => d.Name == v.Decision)).FirstOrDefault(d => d is not null)
        ?? space.Decisions.FirstOrDefault(d => relaxation.ObstacleOf(d) is not null);

    /// <summary>Several layouts, equal where each is.</summary>
    private readonly struct LayoutList(ImmutableArray<Layout> items) : IEquatable<LayoutList>
    {
        private readonly ImmutableArray<Layout> items = items;

        public bool Equals(LayoutList other) => items.SequenceEqual(other.items);

        public override bool Equals(object? obj) => obj is LayoutList other && Equals(other);

        public override int GetHashCode() => items.Aggregate(17, HashCode.Combine);
    }
}
