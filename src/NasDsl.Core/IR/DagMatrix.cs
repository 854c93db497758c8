using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace NasDsl.IR;

/// <summary>
/// The edges of a directed acyclic graph: vertex 0 is the input, the last one the output, and every edge leads from a
/// lower to a higher number. At most <see cref="MostVertices"/> vertices.
/// </summary>
public sealed class DagMatrix
{
    public const int MostVertices = 16;

    private readonly ImmutableArray<int> rows;

    private DagMatrix(ImmutableArray<int> rows)
    {
        this.rows = rows;
        Kept = OnPaths();
    }

    public int Vertices => rows.Length;

    public int Output => rows.Length - 1;

    public int EdgeCount => rows.Sum(r => BitOperations.PopCount((uint)r));

    /// <summary>
    /// The vertices that lie on a path from the input to the output, both included; empty where there is no such path. All
    /// others compute nothing that the output sees.
    /// </summary>
    public ImmutableArray<int> Kept { get; }

    public bool IsConnected => Kept.Length > 0;

    /// <exception cref="ArgumentException">
    /// An edge does not lead upwards or names a vertex that does not exist; there are too many vertices.
    /// </exception>
    public static DagMatrix Of(int vertices, IEnumerable<(int From, int To)> edges)
    {
        if (vertices is < 2 or > MostVertices)
            throw new ArgumentException($"a graph has 2 to {MostVertices} vertices, not {vertices}", nameof(vertices));
        var rows = new int[vertices];
        foreach (var (from, to) in edges)
        {
            if (from < 0 || to >= vertices || from >= to)
                throw new ArgumentException($"there is no edge from {from} to {to} among {vertices} vertices", nameof(edges));
            rows[from] |= 1 << to;
        }
        return new DagMatrix([.. rows]);
    }

    /// <summary>The graph with the edges that are labelled as in <see cref="LabelOf"/>.</summary>
    /// <exception cref="ArgumentException">A label is none.</exception>
    public static DagMatrix OfLabels(int vertices, IEnumerable<string> labels)
    {
        var edges = PairsOf(vertices).ToDictionary(p => LabelOf(p.From, p.To), StringComparer.Ordinal);
        return Of(vertices, labels.Select(l => edges.TryGetValue(l, out var edge)
            ? edge
            : throw new ArgumentException($"`{l}` is no edge among {vertices} vertices", nameof(labels))));
    }

    /// <summary>Every edge that there may be, row after row: 0-1, 0-2, ..., 1-2, ...</summary>
    public static IEnumerable<(int From, int To)> PairsOf(int vertices) =>
        from i in Enumerable.Range(0, vertices)
        from j in Enumerable.Range(i + 1, vertices - i - 1)
        select (i, j);

    /// <summary>What the edge is called in an architecture: `0-3`.</summary>
    public static string LabelOf(int from, int to) => string.Create(CultureInfo.InvariantCulture, $"{from}-{to}");

    public bool Has(int from, int to) => (rows[from] >> to & 1) != 0;

    /// <summary>The edges, row after row.</summary>
    public IEnumerable<(int From, int To)> Edges => PairsOf(Vertices).Where(p => Has(p.From, p.To));

    /// <summary>The graph of the <see cref="Kept"/> vertices alone, numbered anew; itself where all are kept.</summary>
    /// <exception cref="InvalidOperationException">No path leads from the input to the output.</exception>
    public DagMatrix Pruned()
    {
        if (!IsConnected)
            throw new InvalidOperationException("no path leads from the input to the output");
        return Of(
            Kept.Length,
            PairsOf(Kept.Length).Where(p => Has(Kept[p.From], Kept[p.To])));
    }

    /// <summary>
    /// The channels of each vertex of a pruned graph (Ying et al. 2019): those that feed the output share its channels
    /// evenly, the first ones getting one more where that does not come out even; any other has as many as the widest of
    /// those that it feeds. For the input: 0, it has what the tensor has.
    /// </summary>
    public ImmutableArray<long> Channels(long width)
    {
        var channels = new long[Vertices];
        channels[Output] = width;
        var feeding = Enumerable.Range(1, Vertices - 2).Where(v => Has(v, Output)).ToList();
        for (var i = 0; i < feeding.Count; i++)
            channels[feeding[i]] = width / feeding.Count + (i < width % feeding.Count ? 1 : 0);
        for (var v = Output - 1; v > 0; v--)
            if (!Has(v, Output))
                for (var next = v + 1; next < Output; next++)
                    if (Has(v, next))
                        channels[v] = Math.Max(channels[v], channels[next]);
        return [.. channels];
    }

    private ImmutableArray<int> OnPaths()
    {
        var fromInput = 1;
        for (var v = 0; v < Vertices; v++)
            if ((fromInput >> v & 1) != 0)
                fromInput |= rows[v];
        var toOutput = 1 << Output;
        for (var v = Output - 1; v >= 0; v--)
            if ((rows[v] & toOutput) != 0)
                toOutput |= 1 << v;
        var both = fromInput & toOutput;
        return (both & 1) == 0 || (both >> Output & 1) == 0
            ? []
            : [.. Enumerable.Range(0, Vertices).Where(v => (both >> v & 1) != 0)];
    }
}
