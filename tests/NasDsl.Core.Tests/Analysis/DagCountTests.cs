using System.Numerics;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Tests.Analysis;

/// <summary>How many graphs there are: the published numbers, and what plain enumeration finds.</summary>
public class DagCountTests
{
    [Fact]
    public void NasBench101_has_as_many_models_as_published()
    {
        var count = DagCount.Of(vertices: 7, edges: 9, operations: 3);

        Assert.Equal(423_624, count.Unique);
        Assert.Equal(1_293_208, count.Pruned);
    }

    /// <summary>1, 6, 84, 2,441, 62,010 and 359,082 models of 2 to 7 vertices.</summary>
    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 7)]
    [InlineData(4, 91)]
    [InlineData(5, 2_532)]
    [InlineData(6, 64_542)]
    public void Fewer_vertices_give_the_published_part_of_them(int vertices, int expected) =>
        Assert.Equal(expected, DagCount.Of(vertices, Math.Min(9, vertices * (vertices - 1) / 2), 3).Unique);

    [Theory]
    [InlineData(3, 2, 3)]
    [InlineData(4, 4, 2)]
    [InlineData(4, 6, 3)]
    [InlineData(5, 6, 2)]
    [InlineData(5, 10, 1)]
    public void The_counts_are_what_plain_enumeration_finds(int vertices, int edges, int operations)
    {
        var (assignments, valid) = (0, 0);
        var (pruned, unique) = (new HashSet<string>(), new HashSet<string>());
        foreach (var (matrix, labels) in Everything(vertices, edges, operations))
        {
            assignments++;
            if (!matrix.IsConnected)
                continue;
            valid++;
            var kept = matrix.Kept[1..^1].Select(v => labels[v - 1]).ToArray();
            pruned.Add(Text(matrix.Pruned(), kept, [.. Enumerable.Range(0, matrix.Kept.Length)]));
            unique.Add(Orders(matrix.Kept.Length).Select(o => Text(matrix.Pruned(), kept, o)).Min(StringComparer.Ordinal) ?? "");
        }

        Assert.Equal(new DagCount(assignments, valid, pruned.Count, unique.Count), DagCount.Of(vertices, edges, operations));
    }

    [Fact]
    public void Too_many_matrices_are_not_gone_through()
    {
        var count = DagCount.Of(vertices: 10, edges: 45, operations: 3);

        Assert.Null(count.Unique);
        Assert.Null(count.Pruned);
        Assert.Equal((BigInteger.Pow(2, 45) - 1) * BigInteger.Pow(3, 8), count.Assignments);
        Assert.InRange(count.Valid, count.Assignments / 2, count.Assignments);
    }

    private static IEnumerable<(DagMatrix Matrix, int[] Labels)> Everything(int vertices, int edges, int operations)
    {
        var pairs = DagMatrix.PairsOf(vertices).ToArray();
        for (var set = 1; set < 1 << pairs.Length; set++)
        {
            if (BitOperations.PopCount((uint)set) > edges)
                continue;
            var matrix = DagMatrix.Of(vertices, pairs.Where((_, b) => (set >> b & 1) != 0));
            for (var code = 0; code < Math.Pow(operations, vertices - 2); code++)
                yield return (matrix, [.. Enumerable.Range(0, vertices - 2).Select(v => code / (int)Math.Pow(operations, v) % operations)]);
        }
    }

    /// <summary>Every way to number the vertices, the input first and the output last.</summary>
    private static IEnumerable<int[]> Orders(int vertices) => Arrangements([.. Enumerable.Range(1, vertices - 2)])
        .Select(inside => (int[])[0, .. inside, vertices - 1]);

    private static IEnumerable<int[]> Arrangements(int[] items) => items.Length == 0
        ? [[]]
        : items.SelectMany(i => Arrangements([.. items.Where(j => j != i)]).Select(rest => (int[])[i, .. rest]));

    private static string Text(DagMatrix matrix, int[] labels, int[] order) =>
        string.Concat(order.SelectMany(i => order.Select(j => i < j && matrix.Has(i, j) ? '1' : '0')))
        + string.Concat(order[1..^1].Select(v => labels[v - 1]));
}
