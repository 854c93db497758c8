using System.Collections.Immutable;

namespace NasDsl.IR;

/// <summary>
/// A directed acyclic graph of operations whose edges and operations are decided (`dag`; Ying et al. 2019). For an
/// architecture it becomes a call of an ordinary graph; its output has the same shape for all of them.
/// </summary>
/// <param name="Name">What the graph is called: `Module.dag`.</param>
/// <param name="Edges">The subset of edges taken; its <see cref="Decision.Dag"/> is set.</param>
/// <param name="Vertices">The operation of each vertex between input and output, in order.</param>
/// <param name="Widths">For every number of channels that a vertex may have, what it can compute; ascending.</param>
public sealed record DagLayer(
    string Name,
    Decision Edges,
    ImmutableArray<Decision> Vertices,
    ImmutableArray<DagWidth> Widths,
    ImmutableArray<Shape> Inputs,
    Shape Output)
    : Layer(Inputs, Output)
{
    /// <summary>Input and output included.</summary>
    public int VertexCount => Vertices.Length + 2;

    /// <summary>The decisions, the edges first.</summary>
    public IEnumerable<Decision> Decisions => Vertices.Prepend(Edges);

    /// <summary>Every layer that an architecture may use.</summary>
    public IEnumerable<Layer> Parts => Widths.SelectMany(w => w.Operations.Select(o => o.Layer).Prepend(w.Projection));

    /// <summary>The layers for a vertex of <paramref name="channels"/> channels.</summary>
    public DagWidth Of(long channels) => Widths.First(w => w.Channels == channels);

    /// <summary>
    /// The numbers of channels that a vertex may have where the output has <paramref name="width"/>: shares of 1, 2, ...
    /// vertices that feed the output. Each of those needs an edge to it and one from before.
    /// </summary>
    public static ImmutableArray<long> PossibleChannels(long width, int vertices, int edges) =>
    [
        .. Enumerable.Range(1, MostFeeding(vertices, edges))
            .SelectMany(k => (long[])[width / k, (width + k - 1) / k])
            .Distinct()
            .Order(),
    ];

    /// <summary>How many vertices can feed the output.</summary>
    public static int MostFeeding(int vertices, int edges) => Math.Max(1, Math.Min(vertices - 2, edges / 2));
}

/// <summary>What a vertex of <paramref name="Channels"/> channels can compute.</summary>
/// <param name="Projection">From the graph's input to that many channels.</param>
/// <param name="Operations">The vertex's alternatives; each keeps the shape.</param>
public sealed record DagWidth(long Channels, Layer Projection, ImmutableArray<LayerAlternative> Operations);
