using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>
/// Makes the child network of an architecture: every choice gives way to what was chosen, and what then reaches no output
/// is gone.
/// </summary>
/// <remarks>
/// Layers stay where they were in their sequence and nodes keep their names, so that a child's fields and a supernet's
/// correspond. Cells keep all their inputs, used or not: their uses stay alike.
/// </remarks>
public sealed class ArchitectureResolver
{
    private readonly Architecture architecture;
    private readonly Dictionary<Function, Function> functions = new(ReferenceEqualityComparer.Instance);

    private ArchitectureResolver(Architecture architecture) => this.architecture = architecture;

    /// <summary>The space with nothing left to decide.</summary>
    /// <exception cref="ArgumentException">
    /// The architecture lacks a decision that is needed or takes a label that does not exist. Check with
    /// <see cref="ArchitectureValidator"/> first.
    /// </exception>
    public static SearchSpace Resolve(SearchSpace space, Architecture architecture) => space with
    {
        Network = new ArchitectureResolver(architecture).Resolve(space.Network),
        Decisions = [],
    };

    private Graph Resolve(Graph graph) => new ResolvedGraph(this, graph).Build();

    private Function Resolve(Function function)
    {
        if (!functions.TryGetValue(function, out var resolved))
            functions[function] = resolved = function with { Graph = Resolve(function.Graph) };
        return resolved;
    }

    private Layer Resolve(Layer layer) => layer switch
    {
        ChoiceLayer choice => Resolve(Chosen(choice)),
        SequenceLayer sequence => sequence with { Layers = [.. sequence.Layers.Select(Resolve)] },
        CallLayer call => call with { Function = Resolve(call.Function) },
        RecurrentLayer recurrent => recurrent with { Body = Resolve(recurrent.Body) },
        _ => layer,
    };

    private Layer Chosen(ChoiceLayer choice)
    {
        var label = LabelsOf(choice.Decision)[0];
        var alternative = choice.Alternatives.FirstOrDefault(a => a.Label == label);
        return alternative?.Layer ?? throw Invalid(choice.Decision, $"takes `{label}`, which is no alternative of it");
    }

    private ImmutableArray<string> LabelsOf(Decision decision) =>
        architecture.Choices.TryGetValue(decision.Name, out var labels)
        && (labels.Length == 1 || decision.Kind == DecisionKind.Subset)
            ? labels
            : throw Invalid(decision, "has no choice");

    /// <summary>The inputs that <paramref name="node"/> takes.</summary>
    private ImmutableArray<int> KeptInputs(Node node)
    {
        if (node.Subset is not { } subset)
            return [.. node.Inputs];
        var labels = LabelsOf(subset);
        return [.. node.Inputs.Where((_, i) => labels.Contains(subset.Alternatives[i].Label))];
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
        private readonly ImmutableArray<Node>.Builder nodes = ImmutableArray.CreateBuilder<Node>();

        public ResolvedGraph(ArchitectureResolver resolver, Graph graph)
        {
            this.resolver = resolver;
            this.graph = graph;
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
            return new Graph(graph.Inputs, nodes.ToImmutable(), [.. graph.Outputs.Select(o => newIds[o])]);
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
            var inputs = IsSum(node)
                ? [.. kept[node.Id].Where(i => newIds[i] != Nothing)]
                : kept[node.Id];
            if ((node.Subset is not null || inputs.Length < node.Inputs.Length) && node.Chain is null)
            {
                if (inputs.Length == 1 && IsSum(node))
                    return newIds[inputs[0]];
                if (inputs.IsEmpty && IsSum(node) && OnlySumsRead(node.Id))
                    return Nothing;
            }
            var layer = resolver.Resolve(node.Layer);
            var id = graph.Inputs.Length + nodes.Count;
            nodes.Add(node with
            {
                Id = id,
                Layer = inputs.Length < node.Inputs.Length ? Narrow(layer, inputs) : layer,
                Inputs = [.. inputs.Select(i => newIds[i])],
                Subset = null,
            });
            return id;
        }

        private bool OnlySumsRead(int id) =>
            !graph.Outputs.Contains(id) && graph.Nodes.Where(n => live[n.Id] && kept[n.Id].Contains(id)).All(IsSum);

        private static bool IsSum(Node node) => node.Layer is OperationLayer { Operation.Name: "sum" or "add" };

        /// <summary>The same layer over fewer inputs: a sum of two instead of five.</summary>
        private Layer Narrow(Layer layer, ImmutableArray<int> inputs) => layer switch
        {
            SequenceLayer { Layers: [var first, .. var rest] } sequence =>
                sequence with { Layers = [Narrow(first, inputs), .. rest], Inputs = ShapesOf(inputs) },
            _ => layer with { Inputs = ShapesOf(inputs) },
        };

        private ImmutableArray<Shape> ShapesOf(ImmutableArray<int> inputs) => [.. inputs.Select(graph.ShapeOf)];
    }
}
