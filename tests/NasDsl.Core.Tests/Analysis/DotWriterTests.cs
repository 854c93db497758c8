using NasDsl.Analysis;
using NasDsl.IR;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Analysis;

public class DotWriterTests
{
    [Fact]
    public void A_supernet_cell_shows_open_edges_dashed_with_one_legend()
    {
        var drawings = DotWriter.Cells(Darts());
        var normal = drawings[0].Dot;

        Assert.Equal(["Normal", "Reduction"], drawings.Select(d => d.Name));
        Assert.Contains("rankdir=LR;", normal);
        Assert.Equal(14, Count(normal, "style=dashed]"));
        Assert.Equal(1, Count(normal, "each dashed edge"));
        Assert.Contains("choose 2 of 5", normal);
        Assert.DoesNotContain("choose 2 of 2", normal);
    }

    [Fact]
    public void A_child_cell_shows_the_chosen_operations_only()
    {
        var space = Darts();
        var architecture = ArchitectureSampler.For(space, 3).Next();
        var normal = DotWriter.Cells(space, architecture)[0].Dot;

        Assert.DoesNotContain("dashed", normal);
        foreach (var operation in DartsCandidates.Select(c => c.Label))
            Assert.Equal(
                architecture.Choices.Count(c => c.Key.StartsWith("Normal", StringComparison.Ordinal) && c.Value[0] == operation),
                Count(normal, $"[label=\"{operation}\""));
    }

    [Fact]
    public void A_network_shows_each_use_of_a_cell()
    {
        var dot = DotWriter.Network(Darts(normalCells: 3)).Dot;

        Assert.Contains("rankdir=TB;", dot);
        Assert.Equal(3, Count(dot, "\\nNormal\""));
        Assert.Contains("v0 -> v1;", dot);
    }

    [Fact]
    public void Names_cannot_break_out_of_their_quotes()
    {
        var graph = new GraphBuilder("in\"put");
        var space = Space(graph.Build(graph.Add("a\\\n\"];x", Relu.Layer(), 0)));

        var dot = DotWriter.Network(space).Dot;

        Assert.Contains("label=\"in\\\"put\\n[4, 8, 8]\"", dot);
        Assert.Contains("label=\"a\\\\\\n\\\"];x\\nrelu\"", dot);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
