using System.Collections.Immutable;
using System.Numerics;
using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>
/// Goes through all pruned graphs of a number of vertices: sets of edges, bit b for the b-th pair, in which every vertex
/// but the output has an edge out and every one but the input an edge in. As edges lead upwards, each then lies on a path.
/// </summary>
/// <remarks>
/// Isomorphic graphs differ by a permutation of the vertices between input and output. For the first graph of each class
/// all permutations are tried: those that give an upper triangular matrix again lead to the rest of the class, and those that
/// give the graph itself are its symmetries, from which Burnside's lemma counts the labellings with operations.
/// </remarks>
internal sealed class DagEnumeration
{
    /// <summary>8 vertices: a bit for each set of edges takes 32 MB.</summary>
    public const int MostPairs = 28;

    private readonly int pairs;
    private readonly ImmutableArray<(int From, int To)> ends;
    private readonly int[,] bits;
    private readonly uint[] touching;
    private readonly ImmutableArray<int[]> permutations;
    private readonly BigInteger[] labellings;
    private readonly ulong[] seen;

    private DagEnumeration(int vertices, int operations)
    {
        ends = [.. DagMatrix.PairsOf(vertices)];
        pairs = ends.Length;
        bits = new int[vertices, vertices];
        touching = new uint[2 * (vertices - 1)];
        for (var b = 0; b < pairs; b++)
        {
            var (from, to) = ends[b];
            bits[from, to] = b;
            touching[from] |= 1u << b;
            touching[vertices - 1 + to - 1] |= 1u << b;
        }
        permutations = [.. Permutations(vertices)];
        labellings = [.. permutations.Select(p => BigInteger.Pow(operations, CyclesInside(p)))];
        seen = new ulong[((1L << pairs) + 63) / 64];
    }

    /// <summary>The labelled graphs, and how many of them differ up to isomorphism.</summary>
    public static (BigInteger Pruned, BigInteger Unique) Count(int vertices, int mostEdges, int operations)
    {
        var enumeration = new DagEnumeration(vertices, operations);
        var (graphs, unique) = (0L, BigInteger.Zero);
        for (var edges = vertices - 1; edges <= Math.Min(mostEdges, enumeration.pairs); edges++)
            foreach (var graph in SetsOf(edges, enumeration.pairs))
            {
                if (!enumeration.IsPruned(graph))
                    continue;
                graphs++;
                if (!enumeration.WasSeen(graph))
                    unique += enumeration.LabellingsOf(graph);
            }
        return (graphs * BigInteger.Pow(operations, vertices - 2), unique);
    }

    /// <summary>All numbers below 2^<paramref name="length"/> with <paramref name="count"/> ones, ascending.</summary>
    private static IEnumerable<uint> SetsOf(int count, int length)
    {
        var set = (1ul << count) - 1;
        while (set >> length == 0)
        {
            yield return (uint)set;
            // The next number with as many ones: carry the lowest run of ones, and put its rest at the bottom.
            var lowest = set & (~set + 1);
            var carried = set + lowest;
            set = (((carried ^ set) >> 2) / lowest) | carried;
        }
    }

    private bool IsPruned(uint graph)
    {
        foreach (var mask in touching)
            if ((graph & mask) == 0)
                return false;
        return true;
    }

    private bool WasSeen(uint graph) => (seen[graph >> 6] >> (int)(graph & 63) & 1) != 0;

    /// <summary>Marks the class of a graph; gives the number of its labellings up to symmetry.</summary>
    private BigInteger LabellingsOf(uint graph)
    {
        var (fixedOnes, symmetries) = (BigInteger.Zero, 0);
        for (var i = 0; i < permutations.Length; i++)
        {
            if (!TryApply(permutations[i], graph, out var image))
                continue;
            seen[image >> 6] |= 1ul << (int)(image & 63);
            if (image != graph)
                continue;
            fixedOnes += labellings[i];
            symmetries++;
        }
        return fixedOnes / symmetries;
    }

    /// <summary>False where an edge would lead downwards.</summary>
    private bool TryApply(int[] permutation, uint graph, out uint image)
    {
        image = 0;
        for (var rest = graph; rest != 0; rest &= rest - 1)
        {
            var (from, to) = ends[BitOperations.TrailingZeroCount(rest)];
            if (permutation[from] > permutation[to])
                return false;
            image |= 1u << bits[permutation[from], permutation[to]];
        }
        return true;
    }

    /// <summary>All permutations of the vertices that leave the first and the last where they are.</summary>
    private static IEnumerable<int[]> Permutations(int vertices)
    {
        var order = Enumerable.Range(0, vertices).ToArray();
        return From(1);

        IEnumerable<int[]> From(int at)
        {
            if (at >= vertices - 1)
            {
                yield return [.. order];
                yield break;
            }
            for (var i = at; i < vertices - 1; i++)
            {
                (order[at], order[i]) = (order[i], order[at]);
                foreach (var permutation in From(at + 1))
                    yield return permutation;
                (order[at], order[i]) = (order[i], order[at]);
            }
        }
    }

    private static int CyclesInside(int[] permutation)
    {
        var visited = new bool[permutation.Length];
        var cycles = 0;
        for (var start = 1; start < permutation.Length - 1; start++)
        {
            if (visited[start])
                continue;
            cycles++;
            for (var v = start; !visited[v]; v = permutation[v])
                visited[v] = true;
        }
        return cycles;
    }
}
