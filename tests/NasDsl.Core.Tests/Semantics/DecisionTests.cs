using NasDsl.Analysis;
using static NasDsl.Tests.Semantics.Spaces;

namespace NasDsl.Tests.Semantics;

/// <summary>Which decisions a program makes, what they are called, and when they exist.</summary>
public class DecisionTests
{
    private const string Acts = "opset Acts { relu, tanh }\n";

    [Fact]
    public void A_decision_is_called_after_its_binding() =>
        AssertDecisions(OfBody("y = x |> choose { relu, tanh }\noutput y"), "y: relu tanh");

    [Fact]
    public void A_decision_in_the_output_is_called_output() =>
        AssertDecisions(OfBody("output x |> choose { relu, tanh }"), "output: relu tanh");

    [Fact]
    public void Two_decisions_of_one_binding_are_numbered() =>
        AssertDecisions(OfBody("y = x |> choose Acts |> choose Acts\noutput y", Acts), "y: relu tanh", "y#2: relu tanh");

    [Fact]
    public void A_cell_decides_once_for_all_its_uses()
    {
        var space = OfBody("a = x |> C\nb = a |> C\noutput b |> C", "cell C(x) { output x |> choose { relu, tanh } }");
        AssertDecisions(space, "C.output: relu tanh");
        Assert.Equal("C", space.Decisions[0].Scope);
    }

    [Fact]
    public void An_op_decides_afresh_at_every_use()
    {
        var space = OfBody("a = x |> F\nb = a |> F |> F\noutput b", "op F(x) { y = x |> choose { relu, tanh } output y }");
        AssertDecisions(space, "a.y: relu tanh", "b.y: relu tanh", "b#2.y: relu tanh");
        Assert.Null(space.Decisions[0].Scope);
    }

    [Fact]
    public void An_op_inside_a_cell_belongs_to_the_cell()
    {
        var space = OfBody(
            "output x |> C |> C",
            "op F(x) { output x |> choose { relu, tanh } }\ncell C(x) { y = x |> F z = y |> F output z }");
        AssertDecisions(space, "C.y.output: relu tanh", "C.z.output: relu tanh");
        Assert.All(space.Decisions, d => Assert.Equal("C", d.Scope));
    }

    [Fact]
    public void A_cell_with_other_static_parameters_shares_its_decisions()
    {
        var space = OfBody(
            "output x |> C(8) |> C(16)", "cell C(width)(x) { output x |> choose { a = conv(width, 3), b = conv(width, 5) } }");
        AssertDecisions(space, "C.output: a b");
        Assert.Equal("[16, 8, 8]", OutputOf(space).ToString());
    }

    [Fact]
    public void An_alias_decides_at_every_use() =>
        AssertDecisions(OfBody("a = x |> Pick\noutput a |> Pick", "op Pick = choose { relu, tanh }"), "a: relu tanh", "output: relu tanh");

    [Fact]
    public void A_decision_inside_an_alternative_exists_only_there() =>
        AssertDecisions(
            OfBody("output x |> choose { big = conv(8, choose { 3, 5 }), small = conv(8, 1) }"),
            "output: big small", "output.big: 3 5 if output = big");

    [Fact]
    public void An_op_in_an_alternative_decides_only_there() =>
        AssertDecisions(
            OfBody("y = x |> choose { f = F, relu }\noutput y", "op F(x) { z = x |> choose { tanh, sigmoid } output z }"),
            "y: f relu", "y.f.z: tanh sigmoid if y = f");

    [Fact]
    public void Choices_nest() =>
        AssertDecisions(
            OfBody("output x |> choose { a = choose { relu, b = choose { tanh, sigmoid } }, c = relu }"),
            "output: a c", "output.a: relu b if output = a", "output.a.b: tanh sigmoid if output.a = b");

    [Fact]
    public void Some_of_a_list_are_called_edges_after_their_sources() =>
        AssertDecisions(
            OfBody("p = x |> relu\noutput sum(choose 1 of [p |> choose Acts, x |> tanh, p |> relu])", Acts),
            "output.edges: 1 of p x p#2", "output.edge[p]: relu tanh if output.edges = p");

    [Fact]
    public void Nodes_see_the_ones_before_them() =>
        AssertDecisions(
            OfBody("nodes n[3] = sum(choose 1 of [s |> choose Acts for s in [x, ..n]])\noutput concat(n)", Acts),
            "n[0].edges: 1 of x", "n[0].edge[x]: relu tanh if n[0].edges = x",
            "n[1].edges: 1 of x n[0]", "n[1].edge[x]: relu tanh if n[1].edges = x", "n[1].edge[n[0]]: relu tanh if n[1].edges = n[0]",
            "n[2].edges: 1 of x n[0] n[1]", "n[2].edge[x]: relu tanh if n[2].edges = x",
            "n[2].edge[n[0]]: relu tanh if n[2].edges = n[0]", "n[2].edge[n[1]]: relu tanh if n[2].edges = n[1]");

    [Fact]
    public void Nodes_from_a_tensor_begin_with_it() =>
        AssertDecisions(
            OfBody("nodes n[2] from x = choose 1 of [s |> choose Acts for s in n]\noutput mean(n)", Acts),
            "n[1].edges: 1 of x", "n[1].edge[x]: relu tanh if n[1].edges = x",
            "n[2].edges: 1 of x n[1]", "n[2].edge[x]: relu tanh if n[2].edges = x", "n[2].edge[n[1]]: relu tanh if n[2].edges = n[1]");

    [Fact]
    public void Zero_on_an_edge_that_may_be_left_out_only_takes_part_in_the_relaxation() =>
        AssertDecisions(
            OfBody("output sum(choose 1 of [x |> choose { none = zero, relu }, x])"),
            "output.edges: 1 of x x#2", "output.edge[x]: (none) relu if output.edges = x");

    [Fact]
    public void Zero_elsewhere_is_an_alternative_like_others() =>
        AssertDecisions(OfBody("output x |> choose { none = zero, relu }"), "output: none relu");

    [Fact]
    public void Numbers_among_the_arguments_choose_among_operations()
    {
        var space = OfBody("kernel = choose { 3, 5 }\noutput x |> conv(8, kernel) |> conv(8, kernel)");
        AssertDecisions(space, "kernel: 3 5");
        Assert.Equal(2, SpaceCounter.For(space).Architectures);
    }

    [Fact]
    public void Two_choices_among_the_arguments_are_two_decisions()
    {
        var space = OfBody("k = choose { 3, 5 }\nd = choose { 1, 2 }\noutput x |> conv(8, k, dilation: d)");
        AssertDecisions(space, "k: 3 5", "d: 1 2");
        Assert.Equal(4, SpaceCounter.For(space).Architectures);
    }

    [Fact]
    public void Arithmetic_with_a_choice_is_done_for_every_alternative()
    {
        var costs = CostRange.Of(OfBody("e = choose { 1, 2 }\noutput x |> conv(8, 2 * e - 1)"));
        Assert.Equal(3 * 8, costs?.Parameters.Minimum);
        Assert.Equal(3 * 8 * 9, costs?.Parameters.Maximum);
    }

    [Fact]
    public void A_choice_is_made_once_where_it_is_bound()
    {
        var space = OfBody("kind = choose { a = conv(8, 3), b = conv(8, 5) }\noutput x |> kind |> kind(stride: 2) |> repeat(2) kind");
        AssertDecisions(space, "kind: a b");
        Assert.Equal("[8, 4, 4]", OutputOf(space).ToString());
    }

    [Fact]
    public void A_repeated_op_decides_at_every_time_and_a_repeated_choice_once()
    {
        AssertDecisions(
            OfBody("y = x |> repeat(2) F\noutput y", "op F(x) { output x |> choose { relu, tanh } }"),
            "y.output: relu tanh", "y#2.output: relu tanh");
        AssertDecisions(OfBody("y = x |> repeat(2) (choose { relu, tanh })\noutput y"), "y: relu tanh");
    }

    [Fact]
    public void Items_of_a_chain_are_counted_and_a_star_writes_an_item_several_times() =>
        AssertDecisions(
            OfBody("body = chain x {\n  F * 2\n  last = F\n}\noutput body", "op F(x) { output x |> choose { relu, tanh } }"),
            "body[0].output: relu tanh", "body[1].output: relu tanh", "body.last.output: relu tanh");

    [Fact]
    public void A_spread_set_lends_its_entries() =>
        AssertDecisions(
            OfBody("output x |> choose { ..Acts, other = sigmoid }", Acts), "output: relu tanh other");

    [Fact]
    public void What_reaches_no_output_decides_nothing() =>
        AssertDecisions(OfBody("nodes n[3] = x |> choose Acts\noutput n[-1]", Acts), "n[2]: relu tanh");

    [Fact]
    public void Names_stay_when_the_file_changes_elsewhere()
    {
        const string program = "op F(x) { output x |> choose { relu, tanh } }\n"
            + "network N(x: [3, 8, 8]) { a = x |> F b = a |> choose { relu, tanh } output b }";
        var before = Names(Of(program));
        var moved = program.Replace("b = a", "extra = a |> choose { sigmoid, gelu } |> F b = extra", StringComparison.Ordinal);
        Assert.Equal(before, Names(Of("const UNRELATED = 3\n" + program)));
        Assert.Subset(Names(Of(moved)).ToHashSet(), before.ToHashSet());
    }
}
