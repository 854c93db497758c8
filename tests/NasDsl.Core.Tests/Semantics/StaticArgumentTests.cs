using NasDsl.Tests.Diagnostics;

namespace NasDsl.Tests.Semantics;

/// <summary>Lists, tuples and choices as static arguments, and what of them is known inside.</summary>
public class StaticArgumentTests
{
    private const string Tensors = "network N(x: [3, 8, 8]) {\n  a = x |> conv(3, 3)\n  b = x |> conv(4, 5)\n  output x |> F(GIVEN) |> global_avg_pool |> linear(2)\n}";

    /// <summary>Tensors in an argument belong to the graph outside.</summary>
    [Theory]
    [InlineData("op F(xs)(x) = x + [|sum(xs)|]", "[a, b]")]
    [InlineData("op F(xs)(x) = x + [|xs[0]|]", "[a, b]")]
    [InlineData("op F(xs)(x) = x + sum(xs)", "[|choose any of [a, b]|]")]
    [InlineData("op F(s)(x) = x + [|s|]", "choose { p = a, q = b }")]
    [InlineData("op F(s)(x) = x + [|s|]", "(a, b)")]
    public void A_tensor_given_as_an_argument_is_no_tensor_inside(string declaration, string given) =>
        TestCompiler.Check($"{declaration}\n{Tensors.Replace("GIVEN", given, StringComparison.Ordinal)}").HasOnly("NAS3001");

    [Theory]
    [InlineData("op F(xs)(x) = x |> fit(xs[0], 4)", "[a, b]")]
    [InlineData("op F(xs)(x) = x |> conv(channels_of(xs[1]) + length(xs), 3)", "[a, b]")]
    [InlineData("op F(s)(x) = x |> conv(channels_of(s), 3)", "choose { p = a, q = b }")]
    [InlineData("op F(s)(x) = x |> fit(s, 4)", "choose 1 of [a, b]")]
    [InlineData("op F(xs)(x) = sum([x |> conv(2, 3) |> fit(y, 4) for y in xs])", "[a, b]")]
    public void Its_shape_is_known_inside(string declaration, string given) =>
        Assert.Equal([2], OutputOf($"{declaration}\n{Tensors.Replace("GIVEN", given, StringComparison.Ordinal)}"));

    [Theory]
    [InlineData("[a, x |> max_pool(2, 2)][choose 0..1]")]
    [InlineData("choose 1 of [a, x |> max_pool(2, 2)]")]
    public void A_chosen_tensor_lends_its_shape_to_an_operation(string like)
    {
        var space = Spaces.OfBody($"a = x |> conv(3, 3)\np = {like}\noutput x |> resize(p) |> global_avg_pool |> linear(2)");
        Assert.Single(space.Decisions);
    }

    [Fact]
    public void A_tensor_is_no_alternative_of_operations() =>
        TestCompiler.Check("network N(x: [3, 8, 8]) {\n  a = x |> tanh\n  output x |> [|choose { relu, a }|]\n}").HasOnly("NAS3002");

    [Fact]
    public void A_choice_of_lists_is_a_list()
    {
        var space = Spaces.OfBody(
            "ks = choose { short = [3], long = [5, 7] }\n"
            + "output sum([x |> conv(4, k) for k in ks]) |> conv(length(ks), ks[-1]) |> global_avg_pool |> linear(2)");
        Assert.Equal("ks", Assert.Single(space.Decisions).Name);
    }

    [Fact]
    public void The_mean_of_what_may_be_nothing_is_refused()
    {
        TestCompiler.Check("network N(x: [3, 8, 8]) { output [|mean|](choose any of [x |> conv(3, 3), x]) }").HasOnly("NAS3119");
        TestCompiler.Check("network N(x: [3, 8, 8]) { output [|mean|](choose 0..1 of [x |> conv(3, 3), x]) }").HasOnly("NAS3119");
        TestCompiler.Accept("network N(x: [3, 8, 8]) { output mean(choose 1..2 of [x |> conv(3, 3), x]) }");
    }

    [Fact]
    public void Several_outputs_are_known_in_a_declaration_that_nobody_uses() => TestCompiler.Accept("""
        op Two(a, b) { output u = a, v = b }
        op Again(x) { output (x, x |> relu) |> Two }
        op First(x) {
          t = (x, x) |> Two
          output (t.u, t.v) |> add
        }
        op Second(x) = x |> Again |> add
        op Third(a, b) {
          t = (a, b) |> Two
          r = t |> Two
          output sum([..r, a]) + r[1]
        }
        op Fourth(x) { output chain x { relu, Again } |> add }
        network N(x: [3, 8, 8]) { output x |> First |> Second |> relu }
        """);

    [Fact]
    public void A_missing_supernet_is_said_where_the_strategy_needs_one()
    {
        const string program = "network N(x: [3, 8, 8]) { output x |> conv([|choose 8..16 step 8|], 3) |> group_norm(4) |> global_avg_pool |> linear(5) }\n";
        TestCompiler.Check(program + "search enas { samples = 10 }").HasOnly("NAS4010");
        TestCompiler.Check(program.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)
            + "search random { samples = 10 }").HasOnly();
    }

    [Fact]
    public void A_chosen_number_of_cells_of_two_inputs_has_decisions_of_its_own_where_it_is_fresh()
    {
        var space = Spaces.OfBody(
            "k = choose 1..3\noutput chain x { Fresh * k } |> relu",
            "op Fresh(a, b) = (a + b) |> conv(3, choose { 3, 5 })");
        Spaces.AssertDecisions(
            space, "k: 1 2 3", "output[0].output: 3 5", "output[1].output: 3 5 if k = 2", "output[2].output: 3 5 if k = 3");
    }

    private static long[] OutputOf(string program) => [.. Spaces.OutputOf(Spaces.Of(program)).Dimensions];
}
