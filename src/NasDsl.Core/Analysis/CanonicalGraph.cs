using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace NasDsl.Analysis;

/// <summary>A tensor of a simplified graph.</summary>
/// <param name="Label">The operation with all that makes it what it is.</param>
/// <param name="Inputs">Numbers of earlier vertices.</param>
/// <param name="IsOrdered">Whether the inputs may not be exchanged.</param>
internal sealed record CanonicalVertex(string Label, ImmutableArray<int> Inputs, bool IsOrdered);

/// <param name="Outputs">The vertices of the outputs; null for one that is always zero.</param>
internal sealed record SimplifiedGraph(ImmutableArray<CanonicalVertex> Vertices, ImmutableArray<int?> Outputs);

/// <summary>A simplified graph with its hash.</summary>
/// <param name="UsedInputs">The inputs of the graph from which an output is computed, in order.</param>
/// <param name="PassesInput">Set where the graph gives one of its inputs back.</param>
/// <param name="IsZero">The graph always gives zeros.</param>
internal sealed record CanonicalGraph(UInt128 Color, ImmutableArray<int> UsedInputs, int? PassesInput, bool IsZero)
{
    /// <summary>The label of the graph's input number <paramref name="index"/>.</summary>
    public static string InputLabel(int index) => FormattableString.Invariant($"input {index}");

    public static CanonicalGraph Of(SimplifiedGraph graph)
    {
        var inputs = graph.Vertices.Select((v, i) => (v, i)).Where(x => x.v.Label.StartsWith("input ", StringComparison.Ordinal)).ToList();
        return new CanonicalGraph(
            new ColorRefinement(graph).Run(),
            [.. inputs.Select(x => InputIndex(x.v.Label)).Order()],
            graph.Outputs is [{ } only] && inputs.Exists(x => x.i == only) ? InputIndex(graph.Vertices[only].Label) : null,
            graph.Outputs is [null]);
    }

    private static int InputIndex(string label) =>
        int.Parse(label.AsSpan("input ".Length), System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>
/// Gives each vertex a colour by what is before it, then again and again by the colours around it, until no more vertices are told apart.
/// Equal for graphs that differ in the numbering of vertices and the order of inputs that may be exchanged.
/// </summary>
internal sealed class ColorRefinement
{
    private readonly SimplifiedGraph graph;
    private readonly List<(int Reader, int Place)>[] readers;
    private UInt128[] colors;

    public ColorRefinement(SimplifiedGraph graph)
    {
        this.graph = graph;
        var count = graph.Vertices.Length;
        colors = new UInt128[count];
        readers = new List<(int, int)>[count];
        for (var i = 0; i < count; i++)
            readers[i] = [];
        for (var i = 0; i < count; i++)
            for (var k = 0; k < graph.Vertices[i].Inputs.Length; k++)
                readers[graph.Vertices[i].Inputs[k]].Add((i, graph.Vertices[i].IsOrdered ? k : 0));
    }

    public UInt128 Run()
    {
        for (var i = 0; i < colors.Length; i++)
            colors[i] = FromInputs(i);
        for (var found = colors.Distinct().Count(); ;)
        {
            colors = [.. Enumerable.Range(0, colors.Length).Select(FromNeighbors)];
            var now = colors.Distinct().Count();
            if (now == found)
                break;
            found = now;
        }
        var hash = new Hasher().Add("outputs");
        foreach (var output in graph.Outputs)
            hash.Add(output is { } vertex ? colors[vertex] : 0);
        hash.Add("vertices");
        foreach (var color in colors.Order())
            hash.Add(color);
        return hash.Value();
    }

    private UInt128 FromInputs(int vertex)
    {
        var hash = new Hasher().Add(graph.Vertices[vertex].Label);
        foreach (var color in InputColors(vertex))
            hash.Add(color);
        return hash.Value();
    }

    private UInt128 FromNeighbors(int vertex)
    {
        var hash = new Hasher().Add("near").Add(colors[vertex]);
        foreach (var color in InputColors(vertex))
            hash.Add(color);
        hash.Add("read by");
        foreach (var (color, place) in readers[vertex].Select(r => (colors[r.Reader], r.Place)).Order())
            hash.Add(color).Add((UInt128)place);
        for (var i = 0; i < graph.Outputs.Length; i++)
            if (graph.Outputs[i] == vertex)
                hash.Add("output").Add((UInt128)i);
        return hash.Value();
    }

    private IEnumerable<UInt128> InputColors(int vertex)
    {
        var inputs = graph.Vertices[vertex].Inputs.Select(i => colors[i]);
        return graph.Vertices[vertex].IsOrdered ? inputs : inputs.Order();
    }

    /// <summary>The first 16 bytes of SHA-256 over what was added.</summary>
    private sealed class Hasher
    {
        private readonly List<byte> bytes = [];

        public Hasher Add(string text)
        {
            bytes.AddRange(BitConverter.GetBytes(text.Length));
            bytes.AddRange(Encoding.UTF8.GetBytes(text));
            return this;
        }

        public Hasher Add(UInt128 color)
        {
            Span<byte> buffer = stackalloc byte[16];
            BinaryPrimitives.WriteUInt128BigEndian(buffer, color);
            bytes.AddRange(buffer);
            return this;
        }

        public UInt128 Value() => BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData([.. bytes]));
    }
}
