using System.Numerics;

namespace NasDsl.IR;

/// <summary>
/// What holds for a decision whose alternatives are the edges of a directed acyclic graph: only those subsets can be taken
/// in which a path leads from the first vertex to the last.
/// </summary>
/// <param name="Vertices">Input and output included.</param>
public sealed record DagRule(int Vertices)
{
    /// <summary>Whether these edges (`0-1`) join the input to the output.</summary>
    public bool Allows(IEnumerable<string> labels) => DagMatrix.OfLabels(Vertices, labels).IsConnected;

    /// <summary>
    /// How many subsets of <paramref name="minimum"/> to <paramref name="maximum"/> edges can be taken. By dynamic
    /// programming over the vertices: what matters of the ones before is only how many of them the input reaches.
    /// </summary>
    public BigInteger Count(int minimum, int maximum)
    {
        // Element r: polynomial in the number of edges for the graphs of the vertices so far of which r are reached.
        var reached = new BigInteger[]?[Vertices + 1];
        reached[1] = Constant(maximum);
        for (var v = 1; v < Vertices; v++)
        {
            var next = new BigInteger[]?[Vertices + 1];
            for (var r = 1; r <= v; r++)
            {
                if (reached[r] is not { } graphs)
                    continue;
                var all = Times(graphs, v);
                var none = Times(graphs, v - r);
                Add(ref next[r + 1], [.. all.Zip(none, BigInteger.Subtract)]);
                // The output must be reached.
                if (v < Vertices - 1)
                    Add(ref next[r], none);
            }
            reached = next;
        }

        return reached.OfType<BigInteger[]>().SelectMany(p => p.Skip(minimum)).Aggregate(BigInteger.Zero, BigInteger.Add);
    }

    private static BigInteger[] Constant(int degree)
    {
        var one = new BigInteger[degree + 1];
        one[0] = BigInteger.One;
        return one;
    }

    /// <summary>Times (1 + x) to the power of <paramref name="edges"/>: each of them is there or not.</summary>
    private static BigInteger[] Times(BigInteger[] polynomial, int edges)
    {
        var product = (BigInteger[])polynomial.Clone();
        for (var i = 0; i < edges; i++)
            for (var degree = product.Length - 1; degree > 0; degree--)
                product[degree] += product[degree - 1];
        return product;
    }

    private static void Add(ref BigInteger[]? sum, BigInteger[] polynomial) =>
        sum = sum is null ? polynomial : [.. sum.Zip(polynomial, BigInteger.Add)];
}
