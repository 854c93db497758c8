using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Tests.Diagnostics;
using static NasDsl.Tests.Semantics.Spaces;

namespace NasDsl.Tests.Semantics;

/// <summary>What the compiler computes: numbers, conditions, lists, shapes, settings.</summary>
public class ValueTests
{
    [Theory]
    [InlineData("2 + 3 * 4", 14)]
    [InlineData("(2 + 3) * 4", 20)]
    [InlineData("2 ^ 3 ^ 2 / 64", 8)]
    [InlineData("-2 ^ 2 + 8", 4)]
    [InlineData("7 mod 4", 3)]
    [InlineData("-1 mod 4", 3)]
    [InlineData("10 - 2 - 3", 5)]
    [InlineData("0.002K + 6M / 1M", 8)]
    [InlineData("50% * 16", 8)]
    [InlineData("80ms * 100", 8)]
    [InlineData("2min / 60", 2)]
    [InlineData("if 1 < 2 and not false then 8 else 4", 8)]
    [InlineData("if 3 in [1, 2, 4] or 2 >= 3 then 8 else 4", 4)]
    [InlineData("if true == false then 8 else 4", 4)]
    [InlineData("if 10 ~= 10.5 then 8 else 4", 8)]
    [InlineData("[4, 8, 16][1]", 8)]
    [InlineData("[4, 8, 16][-1]", 16)]
    [InlineData("[i * 2 for i in 1..5 if i mod 2 == 0][1]", 8)]
    [InlineData("[..[1, 2], 9][2]", 9)]
    [InlineData("3px", 3)]
    public void Numbers_are_computed(string expression, int filters) =>
        Assert.Equal(filters, OutputOf(OfBody("output x |> conv(K, 3)", $"const K = {expression}")).Channels);

    [Fact]
    public void The_larger_of_a_number_and_one_that_is_not_known_yet_is_a_number() =>
        Assert.Equal(8, OutputOf(OfBody("output x |> Inner(2)", "op Inner(width)(x) = x |> conv(max(8, floor(width / 4)), 1)")).Channels);

    [Fact]
    public void Static_conditions_build_one_branch_and_check_names_of_both()
    {
        var space = OfBody(
            "a = x |> relu\nb = x |> conv(8, 3)\noutput if DEEP then b else a", "const DEEP = true");
        Assert.Equal("[8, 8, 8]", OutputOf(space).ToString());
    }

    [Fact]
    public void The_index_of_a_node_is_known_to_it()
    {
        var space = OfBody("nodes n[3] from x = n[-1] |> if i in [2] then conv(8, 3, stride: 2) else relu\noutput n[-1]");
        Assert.Equal("[8, 4, 4]", OutputOf(space).ToString());
    }

    [Fact]
    public void A_tensor_as_static_argument_lends_its_shape()
    {
        var space = OfBody(
            "small = x |> conv(8, 3, stride: 2)\noutput x |> Match(small, 16)", "op Match(like, width)(x) { output x |> fit(like, width) }");
        Assert.Equal("[16, 4, 4]", OutputOf(space).ToString());
    }

    [Fact]
    public void An_operation_is_an_argument_like_others()
    {
        var space = OfBody("output x |> Twice(relu >> conv(8, 3))", "op Twice(f)(x) { output x |> f |> f }");
        Assert.Equal(8 * 9 * (3 + 8), CostModel.Of(space).Parameters);
    }

    [Fact]
    public void Arguments_may_be_bound_again()
    {
        var space = OfBody("c = conv(8, 3)\noutput x |> c(stride: 2) |> c(filters: 4)");
        Assert.Equal("[4, 4, 4]", OutputOf(space).ToString());
    }

    [Fact]
    public void An_operation_can_be_applied_like_a_function()
    {
        var space = OfBody("output F(8)(relu(x))", "op F(k)(x) = conv(k, 3)(x)");
        Assert.Equal("[8, 8, 8]", OutputOf(space).ToString());
    }

    [Fact]
    public void Several_tensors_go_in_as_a_tuple()
    {
        var space = OfBody("output (x, x |> relu) |> Mix", "op Mix(a, b) = (a + b, a * b) |> sub");
        Assert.Equal("[3, 8, 8]", OutputOf(space).ToString());
    }

    [Fact]
    public void A_chain_gives_a_cell_the_two_outputs_before_it()
    {
        var space = OfBody("s = x |> relu\noutput chain x, s {\n  C\n  C\n}", "cell C(a, b) { output concat([a, b]) }");
        var items = space.Network.Nodes.Where(n => n.Chain is not null).ToList();
        Assert.Equal(["s", "output[0]"], items[1].Inputs.Select(space.Network.NameOf));
        Assert.Equal(9, OutputOf(space).Channels);
    }

    [Fact]
    public void A_chain_of_one_input_repeats_it_for_a_cell_of_two()
    {
        var space = OfBody("output chain x { C }", "cell C(a, b) { output concat([a, b]) }");
        Assert.Equal(6, OutputOf(space).Channels);
    }

    [Fact]
    public void Nothing_repeated_is_the_tensor_itself() =>
        Assert.Equal("[3, 8, 8]", OutputOf(OfBody("output x |> repeat(0) conv(8, 3)")).ToString());

    [Fact]
    public void Settings_that_are_left_out_have_defaults()
    {
        var compilation = TestCompiler.Accept(
            "network N(x: [3, 8, 8]) { output x |> choose { relu, tanh } }\nsearch darts { }\ntrain N { }");
        Assert.Equal((1, 50, 64, 0.5, false), (
            compilation.Search.Order, compilation.Search.Epochs, compilation.Search.Batch, compilation.Search.Split, compilation.Search.Affine));
        Assert.Equal(new OptimizerPlan(OptimizerKind.Sgd, new LearningRate(ScheduleKind.Cosine, 0.025, 0.001), 0.9, WeightDecay: 3e-4, Clip: 5),
            compilation.Search.Weights);
        Assert.Equal((600, 96, 0.0, 0.0), (
            compilation.Train.Epochs, compilation.Train.Batch, compilation.Train.DropPath, compilation.Train.Auxiliary));
        Assert.Empty(compilation.Train.Augment);
    }

    [Fact]
    public void Settings_may_use_constants()
    {
        var compilation = TestCompiler.Accept(
            "const E = 5\nnetwork N(x: [3, 8, 8]) { output x |> relu }\ntrain N { epochs = 2 * E, weights = adamw(lr: 3e-4, betas: (0.8, 99%)) }");
        Assert.Equal(10, compilation.Train.Epochs);
        Assert.Equal(new OptimizerPlan(OptimizerKind.AdamW, new LearningRate(ScheduleKind.Constant, 3e-4, 3e-4), Beta1: 0.8, Beta2: 0.99),
            compilation.Train.Weights);
    }

    [Fact]
    public void The_network_compiled_is_the_one_trained_or_the_last()
    {
        const string two = "network A(x: [3, 8, 8]) { output x |> relu }\nnetwork B(x: [3, 8, 8]) { output x |> tanh }\n";
        Assert.Equal("B", TestCompiler.Accept(two).Network);
        Assert.Equal("A", TestCompiler.Accept(two + "train A { }").Network);
    }

    [Fact]
    public void A_constraint_may_speak_of_the_network_with_arguments()
    {
        var compilation = TestCompiler.Accept(
            "network N(C = 8)(x: [3, 8, 8]) { output x |> choose { conv(C, 3), relu >> conv(C, 1) } }\nconstraint params(N(C: 16)) == 48");
        Assert.Equal("C: 16", compilation.Constraints[0].Space?.Arguments.ToString());
    }

    [Fact]
    public void An_unused_decision_is_warned_of_and_not_counted()
    {
        var compilation = TestCompiler.Compile("network N(x: [3, 8, 8]) { y = x |> choose { relu, tanh } output x |> relu }");
        Assert.Equal("NAS2018", Assert.Single(compilation.Diagnostics).Code);
        Assert.False(compilation.HasErrors);
        Assert.Empty(Names(compilation.Space ?? throw new InvalidOperationException("no space")));
    }

    [Fact]
    public void What_a_list_of_unknown_length_names_is_used()
    {
        var compilation = TestCompiler.Compile("""
            network N(depth = 2)(x: [3, 8, 8]) {
              nodes a[depth] from x = a[-1] |> relu
              nodes b[depth] from x = b[-1] |> tanh
              output concat([a[j] for j in 0..depth, ..b])
            }
            """);
        Assert.Empty(compilation.Diagnostics);
    }
}
