using System.Collections.Immutable;
using System.Globalization;
using NasDsl.IR;
using NasDsl.Operations;

namespace NasDsl.Analysis;

/// <summary>
/// Writes the graph that a <see cref="DagLayer"/> is for given edges and operations, as Ying et al. (2019) build it: a vertex
/// adds up what feeds it (cut to its own channels) and a projection of the input, if an edge comes from there; the output
/// puts the vertices that feed it after each other and adds a projection of the input.
/// </summary>
/// <remarks>Vertices keep their numbers, so that a child's fields and the architecture's decisions correspond.</remarks>
internal sealed class DagExpansion
{
    private const int Input = 0;

    private readonly DagLayer layer;
    private readonly DagMatrix matrix;
    private readonly ImmutableArray<string> operations;
    private readonly Dictionary<int, long> channels;
    private readonly Dictionary<int, int> values = new() { [Input] = 0 };
    private readonly ImmutableArray<Node>.Builder nodes = ImmutableArray.CreateBuilder<Node>();

    private DagExpansion(DagLayer layer, DagMatrix matrix, ImmutableArray<string> operations)
    {
        (this.layer, this.matrix, this.operations) = (layer, matrix, operations);
        var widths = matrix.Pruned().Channels(layer.Output.Channels);
        channels = matrix.Kept.Zip(widths).ToDictionary(p => p.First, p => p.Second);
    }

    /// <param name="matrix">Connected.</param>
    /// <param name="operations">The label of each vertex between input and output.</param>
    public static Function Expand(DagLayer layer, DagMatrix matrix, ImmutableArray<string> operations)
    {
        var graph = new DagExpansion(layer, matrix, operations).Build();
        var arguments = new ArgumentList(("width", new IntegerArgument(layer.Output.Channels)));
        return new Function(layer.Name, FunctionKind.Cell, null, arguments, graph);
    }

    private Graph Build()
    {
        foreach (var vertex in matrix.Kept[1..^1])
            values[vertex] = AddVertex(vertex);
        var output = AddOutput();
        return new Graph([new GraphInput("x", layer.Inputs[0])], nodes.ToImmutable(), [output]);
    }

    private int AddVertex(int vertex)
    {
        var width = layer.Of(channels[vertex]);
        var name = NameOf(vertex);
        var terms = Feeding(vertex).Select(from => Cut(from, vertex)).ToList();
        if (matrix.Has(Input, vertex))
            terms.Add(Add($"{name}.projection", Copy(width.Projection), values[Input]));
        var input = terms is [var single] ? single : Combine("sum", $"{name}.sum", terms, width.Channels);
        var operation = width.Operations.First(o => o.Label == operations[vertex - 1]);
        return Add(name, Copy(operation.Layer), input);
    }

    private int AddOutput()
    {
        var width = layer.Of(layer.Output.Channels);
        var parts = Feeding(matrix.Output).Select(v => values[v]).ToList();
        var terms = new List<int>();
        if (parts.Count > 0)
            terms.Add(parts is [var one] ? one : Combine("concat", "concat", parts, width.Channels));
        if (matrix.Has(Input, matrix.Output))
            terms.Add(Add("projection", Copy(width.Projection), values[Input]));
        return terms is [var single] ? single : Combine("sum", "sum", terms, width.Channels);
    }

    /// <summary>The vertices other than the input that feed <paramref name="vertex"/>.</summary>
    private IEnumerable<int> Feeding(int vertex) =>
        matrix.Kept.Where(v => v != Input && v < vertex && matrix.Has(v, vertex));

    /// <summary>A vertex's tensor with no more channels than the vertex that reads it has.</summary>
    private int Cut(int from, int to)
    {
        if (channels[from] == channels[to])
            return values[from];
        var operation = Find("first_channels");
        var arguments = new ArgumentList(("channels", new IntegerArgument(channels[to])));
        var cut = new OperationLayer(operation, arguments, [ShapeOf(channels[from])], ShapeOf(channels[to]));
        return Add(string.Create(CultureInfo.InvariantCulture, $"{NameOf(to)}.from[{from}]"), cut, values[from]);
    }

    private int Combine(string operation, string name, List<int> inputs, long width)
    {
        ImmutableArray<Shape> shapes = [.. inputs.Select(i => i == 0 ? layer.Inputs[0] : nodes[i - 1].Shape)];
        return Add(name, new OperationLayer(Find(operation), new ArgumentList(), shapes, ShapeOf(width)), [.. inputs]);
    }

    private int Add(string name, Layer computed, params ImmutableArray<int> inputs)
    {
        nodes.Add(new Node(nodes.Count + 1, name, computed, inputs, computed.Output, layer.Edges.Span));
        return nodes.Count;
    }

    private Shape ShapeOf(long width) => layer.Output.WithChannels(width);

    private static string NameOf(int vertex) => string.Create(CultureInfo.InvariantCulture, $"vertex[{vertex}]");

    /// <summary>A layer is used by one node only.</summary>
    private static Layer Copy(Layer original) => original is SequenceLayer sequence
        ? sequence with { Layers = [.. sequence.Layers.Select(Copy)] }
        : original with { };

    private static Operation Find(string name) =>
        OperationCatalog.Standard.Find(name) ?? throw new InvalidOperationException($"the catalog has no `{name}`");
}
