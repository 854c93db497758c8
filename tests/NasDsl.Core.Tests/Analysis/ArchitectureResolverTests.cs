using NasDsl.Analysis;
using NasDsl.IR;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Analysis;

public class ArchitectureResolverTests
{
    [Fact]
    public void A_darts_cell_keeps_its_two_edges_a_node()
    {
        var child = ArchitectureResolver.Resolve(Darts(), AllEdgesFrom("p", "q"));

        Assert.Empty(child.Decisions);
        var cell = Assert.IsType<CallLayer>(child.Network.Nodes[1].Layer).Function.Graph;
        Assert.Equal(
            ["p", "q", "n[0].edge[p]", "n[0].edge[q]", "n[0]", "n[1].edge[p]", "n[1].edge[q]", "n[1]"],
            cell.Nodes.Take(8).Select(n => n.Name));
        Assert.All(cell.Nodes, n => Assert.Null(n.Subset));
        Assert.Equal(2 + 4 * 3 + 1, cell.Nodes.Length);
        var edge = Assert.IsType<OperationLayer>(cell.Nodes[2].Layer);
        Assert.Equal("sep_conv", edge.Operation.Name);
    }

    [Fact]
    public void Values_are_numbered_afresh_and_shapes_narrowed()
    {
        var child = ArchitectureResolver.Resolve(Darts(), AllEdgesFrom("p", "q"));
        var cell = Assert.IsType<CallLayer>(child.Network.Nodes[1].Layer).Function.Graph;

        Assert.Equal(Enumerable.Range(2, cell.Nodes.Length), cell.Nodes.Select(n => n.Id));
        Assert.All(cell.Nodes, n => Assert.All(n.Inputs, i => Assert.InRange(i, 0, n.Id - 1)));
        Assert.All(cell.Nodes, n => Assert.Equal(n.Inputs.Length, n.Layer.Inputs.Length));
        Assert.Equal("output", cell.NameOf(cell.Outputs[0]));
    }

    [Fact]
    public void Uses_of_one_function_stay_uses_of_one_function()
    {
        var child = ArchitectureResolver.Resolve(Darts(normalCells: 3), AllEdgesFrom("p", "q"));
        var functions = child.Network.Nodes.Select(n => n.Layer).OfType<CallLayer>().Select(c => c.Function).ToList();

        Assert.Equal(4, functions.Count);
        Assert.Same(functions[0], functions[1]);
        Assert.Same(functions[0], functions[2]);
        Assert.NotSame(functions[0], functions[3]);
    }

    [Fact]
    public void A_choice_deep_in_a_sequence_leaves_the_tree_as_it_was()
    {
        var inner = One("y.inner", new DecisionCondition("y", "b"), "c", "d");
        var outer = One("y", null, "a", "b");
        var layer = Sequence(
            Relu.Layer(),
            Choice(outer, Conv.Layer(), Sequence(Relu.Layer(), Choice(inner, Conv.Layer(), Relu.Layer()))));
        var graph = new GraphBuilder("x");
        var space = Space(graph.Build(graph.Add("y", layer, 0)), outer, inner);

        var a = Resolved(space, Architecture.Empty.With("y", "a"));
        var d = Resolved(space, Architecture.Empty.With("y", "b").With("y.inner", "d"));

        Assert.Equal(["relu", "conv"], a.Layers.Select(NameOf));
        var nested = Assert.IsType<SequenceLayer>(d.Layers[1]);
        Assert.Equal(["relu", "relu"], nested.Layers.Select(NameOf));
    }

    [Fact]
    public void A_sum_of_one_input_is_that_input_and_what_nobody_reads_goes()
    {
        var subset = Subset("s", 1, 2, null, "p", "q");
        var graph = new GraphBuilder("x");
        var p = graph.Add("p", Conv.Layer(), 0);
        var q = graph.Add("q", Conv.Layer(), 0);
        var s = graph.Add("s", Sum.Layer(2), subset, p, q);
        var space = Space(graph.Build(graph.Add("y", Relu.Layer(), s)), subset);

        var child = ArchitectureResolver.Resolve(space, Architecture.Empty.With("s", "q")).Network;

        Assert.Equal(["q", "y"], child.Nodes.Select(n => n.Name));
        Assert.Equal(1, Assert.Single(child.Nodes[1].Inputs));
    }

    [Fact]
    public void A_sum_of_nothing_vanishes_from_the_sum_around_it()
    {
        var subset = Subset("skips", 0, 2, null, "p", "q");
        var graph = new GraphBuilder("x");
        var p = graph.Add("p", Conv.Layer(), 0);
        var q = graph.Add("q", Conv.Layer(), p);
        var skips = graph.Add("skips", Sum.Layer(2), subset, p, q);
        var y = graph.Add("y", new FakeOperation("add").Layer(2), q, skips);
        var space = Space(graph.Build(y), subset);

        var child = ArchitectureResolver.Resolve(space, Architecture.Empty.With("skips")).Network;

        Assert.Equal(["p", "q"], child.Nodes.Select(n => n.Name));
        Assert.Equal("q", child.NameOf(child.Outputs[0]));
    }

    [Fact]
    public void A_missing_choice_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => ArchitectureResolver.Resolve(Darts(), Architecture.Empty));

        Assert.Contains("`Normal.n[", error.Message);
    }

    private static SequenceLayer Resolved(SearchSpace space, Architecture architecture) =>
        Assert.IsType<SequenceLayer>(ArchitectureResolver.Resolve(space, architecture).Network.Nodes[0].Layer);

    private static string NameOf(Layer layer) => Assert.IsType<OperationLayer>(layer).Operation.Name;

    private static Architecture AllEdgesFrom(params string[] sources)
    {
        var architecture = Architecture.Empty;
        foreach (var decision in Darts().Decisions)
            if (decision.Kind == DecisionKind.Subset)
                architecture = architecture.With(decision.Name, [.. sources]);
            else if (sources.Contains(decision.Parent?.Alternatives[0]))
                architecture = architecture.With(decision.Name, "sep_conv_3x3");
        return architecture;
    }
}
