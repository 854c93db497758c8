using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Operations;

namespace NasDsl.Analysis;

/// <summary>
/// Takes a graph without choices apart into vertices that compute something: without identities, zeros in sums, sums in sums, and what no
/// output needs. Uses of an `op` are unfolded; uses of a `cell` stay one vertex, labelled by the cell's own hash.
/// </summary>
internal sealed class CanonicalGraphBuilder(CanonicalHash hash)
{
    /// <summary>Operations of several inputs for which the order means nothing.</summary>
    private static readonly HashSet<string> Commutative = ["sum", "add", "mean", "mul", "max", "min"];

    /// <summary>Operations without <see cref="OperationFacts.Linear"/> that make zeros of zeros.</summary>
    private static readonly HashSet<string> ZeroToZero =
    [
        "relu", "relu6", "tanh", "silu", "swish", "gelu", "hard_swish", "abs", "square", "cube", "sqrt", "sin", "sinh", "asinh", "atan",
        "min0", "erf", "max_pool", "dropout", "max", "min",
    ];

    private readonly List<CanonicalVertex> vertices = [];
    private readonly Dictionary<string, int> pure = new(StringComparer.Ordinal);

    public SimplifiedGraph Build(Graph graph)
    {
        var inputs = graph.Inputs.Select((input, i) => Value.Of(Vertex(CanonicalGraph.InputLabel(i), [], isOrdered: true, isPure: true)));
        var outputs = Run(graph, [.. inputs]).Select(Finished).ToImmutableArray();
        return OnlyNeeded(outputs);
    }

    /// <summary>The values of a graph's outputs for given inputs.</summary>
    private ImmutableArray<Value> Run(Graph graph, ImmutableArray<Value> inputs)
    {
        var values = inputs.ToList();
        foreach (var node in graph.Nodes)
            values.Add(Apply(node.Layer, [.. node.Inputs.Select(i => values[i])]));
        return [.. graph.Outputs.Select(o => values[o])];
    }

    private Value Apply(Layer layer, ImmutableArray<Value> inputs) => layer switch
    {
        OperationLayer operation => Apply(operation, inputs),
        SequenceLayer sequence => sequence.Layers.Aggregate(inputs, (at, inner) => [Apply(inner, at)])[0],
        CallLayer { Function.Kind: FunctionKind.Cell } call => ApplyCell(call, inputs),
        CallLayer call => Run(call.Function.Graph, inputs)[0],
        _ => throw new ArgumentException($"a {layer.GetType().Name} leaves something to decide", nameof(layer)),
    };

    private Value Apply(OperationLayer layer, ImmutableArray<Value> inputs)
    {
        var facts = layer.Operation.FactsOf(layer);
        var name = layer.Operation.Name;
        var isLinear = (facts & OperationFacts.Linear) != 0;
        if ((facts & OperationFacts.Zero) != 0)
            return Value.Zero;
        if ((facts & OperationFacts.Identity) != 0 || (inputs.Length == 1 && layer.Operation.TakesList))
            return inputs[0];
        if (name is "sum" or "add")
            return Value.Sum(inputs);
        if (inputs.All(i => i.IsZero) && (isLinear || ZeroToZero.Contains(name)))
            return Value.Zero;
        if (name == "mul" && inputs.Any(i => i.IsZero))
            return Value.Zero;
        var isPure = (facts & (OperationFacts.HasWeights | OperationFacts.Stateful)) == 0;
        return Value.Of(Vertex(
            $"{name}({layer.Arguments}) {layer.Output}", [.. inputs.Select(i => Single(i, layer.Inputs[0]))], !Commutative.Contains(name), isPure));
    }

    private Value ApplyCell(CallLayer call, ImmutableArray<Value> inputs)
    {
        var cell = hash.Of(call.Function);
        if (cell.IsZero)
            return Value.Zero;
        if (cell.PassesInput is { } passed)
            return inputs[passed];
        return Value.Of(Vertex(
            $"cell {cell.Color:x32}", [.. cell.UsedInputs.Select(i => Single(inputs[i], call.Inputs[i]))], isOrdered: true, isPure: false));
    }

    /// <summary>The vertex of a value; a sum gets one of its own, and zeros too where they are needed as they are.</summary>
    private int Single(Value value, Shape shape) => value.IsZero
        ? Vertex($"zero {shape}", [], isOrdered: true, isPure: true)
        : Finished(value) ?? throw new InvalidOperationException("a value that is not zero has a vertex");

    private int? Finished(Value value) => value.Terms switch
    {
        [] => null,
        [var only] => only,
        var terms => Vertex("sum", terms, isOrdered: false, isPure: true),
    };

    /// <summary>What owns no weights and keeps no state is the same vertex wherever it is computed from the same.</summary>
    private int Vertex(string label, ImmutableArray<int> inputs, bool isOrdered, bool isPure)
    {
        var key = isPure ? $"{label} of {string.Join(' ', isOrdered ? inputs : inputs.Sort())}" : "";
        if (isPure && pure.TryGetValue(key, out var known))
            return known;
        vertices.Add(new CanonicalVertex(label, inputs, isOrdered));
        if (isPure)
            pure.Add(key, vertices.Count - 1);
        return vertices.Count - 1;
    }

    private SimplifiedGraph OnlyNeeded(ImmutableArray<int?> outputs)
    {
        var needed = new bool[vertices.Count];
        foreach (var output in outputs.OfType<int>())
            needed[output] = true;
        for (var i = vertices.Count - 1; i >= 0; i--)
            if (needed[i])
                foreach (var input in vertices[i].Inputs)
                    needed[input] = true;
        var numbers = new int[vertices.Count];
        var kept = ImmutableArray.CreateBuilder<CanonicalVertex>();
        for (var i = 0; i < vertices.Count; i++)
        {
            if (!needed[i])
                continue;
            numbers[i] = kept.Count;
            kept.Add(vertices[i] with { Inputs = [.. vertices[i].Inputs.Select(n => numbers[n])] });
        }
        return new SimplifiedGraph(kept.ToImmutable(), [.. outputs.Select(o => o is { } vertex ? numbers[vertex] : (int?)null)]);
    }

    /// <summary>A sum of vertices, each as often as it is added; of none: zeros.</summary>
    private readonly record struct Value(ImmutableArray<int> Terms)
    {
        public static Value Zero => new([]);

        public bool IsZero => Terms.IsEmpty;

        public static Value Of(int vertex) => new([vertex]);

        public static Value Sum(ImmutableArray<Value> values) => new([.. values.SelectMany(v => v.Terms).Order()]);
    }
}
