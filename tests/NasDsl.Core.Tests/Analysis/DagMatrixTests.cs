using NasDsl.IR;

namespace NasDsl.Tests.Analysis;

/// <summary>Pruning and channels as Ying et al. (2019) define them.</summary>
public class DagMatrixTests
{
    [Fact]
    public void What_lies_on_no_path_is_pruned()
    {
        // 1 leads nowhere, 3 comes from nowhere.
        var matrix = DagMatrix.Of(5, [(0, 1), (0, 2), (2, 4), (3, 4)]);

        Assert.Equal([0, 2, 4], matrix.Kept.ToArray());
        Assert.Equal([(0, 1), (1, 2)], matrix.Pruned().Edges);
    }

    [Fact]
    public void Without_a_path_nothing_is_left()
    {
        var matrix = DagMatrix.Of(4, [(0, 1), (2, 3)]);

        Assert.False(matrix.IsConnected);
        Assert.Throws<InvalidOperationException>(matrix.Pruned);
    }

    [Theory]
    [InlineData("0-1 1-2 2-3", 16, "0 16 16 16")]
    [InlineData("0-1", 5, "0 5")]
    [InlineData("0-1 0-2 1-3 2-3", 15, "0 8 7 15")]
    [InlineData("0-1 0-2 0-3 1-4 2-4 3-4", 8, "0 3 3 2 8")]
    [InlineData("0-1 1-2 1-3 2-4 3-4", 9, "0 5 5 4 9")]
    [InlineData("0-1 0-3 1-2 1-4 2-3 3-4", 15, "0 8 7 7 15")]
    public void Vertices_that_feed_the_output_share_its_channels(string edges, long width, string expected)
    {
        var labels = edges.Split(' ');
        var vertices = labels.Max(l => l[2] - '0') + 1;

        Assert.Equal(expected, string.Join(' ', DagMatrix.OfLabels(vertices, labels).Channels(width)));
    }

    [Fact]
    public void Labels_and_edges_that_do_not_exist_are_refused()
    {
        Assert.Throws<ArgumentException>(() => DagMatrix.OfLabels(3, ["1-0"]));
        Assert.Throws<ArgumentException>(() => DagMatrix.Of(3, [(2, 1)]));
        Assert.Throws<ArgumentException>(() => DagMatrix.Of(17, []));
    }
}
