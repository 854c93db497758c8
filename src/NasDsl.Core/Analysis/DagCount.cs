using System.Collections.Immutable;
using System.Numerics;
using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>How many graphs a `dag` can be.</summary>
/// <param name="Assignments">Ways to make its decisions, joined or not: subsets of edges times operations.</param>
/// <param name="Valid">Those in which a path leads from input to output: what an architecture may say.</param>
/// <param name="Pruned">
/// Different graphs after pruning: upper triangular matrices of 2 to V vertices, every vertex on a path from input to
/// output, with their operations. Null where they are too many to go through.
/// </param>
/// <param name="Unique">Those up to isomorphism: 423,624 for NAS-Bench-101. Null as <paramref name="Pruned"/>.</param>
public sealed record DagCount(BigInteger Assignments, BigInteger Valid, BigInteger? Pruned, BigInteger? Unique)
{
    /// <summary>Sets of edges to go through, at most: a second or two.</summary>
    private const long MostMatrices = 40_000_000;

    public static DagCount Of(DagLayer dag) =>
        Of(dag.VertexCount, dag.Edges.Maximum, dag.Vertices.Select(v => v.Alternatives.Length).FirstOrDefault(1));

    /// <param name="vertices">Input and output included.</param>
    /// <param name="edges">The most edges.</param>
    /// <param name="operations">What each vertex chooses from.</param>
    public static DagCount Of(int vertices, int edges, int operations)
    {
        var labels = BigInteger.Pow(operations, vertices - 2);
        var pairs = vertices * (vertices - 1) / 2;
        var matrices = Enumerable.Range(1, edges).Aggregate(BigInteger.Zero, (sum, k) => sum + Binomial(pairs, k));
        var isSmall = matrices <= MostMatrices && pairs <= DagEnumeration.MostPairs;
        ImmutableArray<(BigInteger Pruned, BigInteger Unique)> counts = isSmall
            ? [.. Enumerable.Range(2, vertices - 1).Select(v => DagEnumeration.Count(v, edges, operations))]
            : [];
        return new DagCount(
            matrices * labels,
            new DagRule(vertices).Count(1, edges) * labels,
            isSmall ? counts.Aggregate(BigInteger.Zero, (sum, c) => sum + c.Pruned) : null,
            isSmall ? counts.Aggregate(BigInteger.Zero, (sum, c) => sum + c.Unique) : null);
    }

    private static BigInteger Binomial(int n, int k)
    {
        var result = BigInteger.One;
        for (var i = 0; i < k; i++)
            result = result * (n - i) / (i + 1);
        return result;
    }
}
