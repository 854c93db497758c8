using NasDsl.Emit;

namespace NasDsl.Tests.Emit;

public class LayoutTests
{
    [Fact]
    public void A_short_statement_stays_on_its_line() => Assert.Equal("var x = f(a, b);", LineBreaker.Break("var x = f(a, b);", 8));

    [Fact]
    public void A_long_call_gets_a_line_for_its_arguments_or_for_each()
    {
        var once = $"x = F({new string('a', 60)}, {new string('b', 36)});";
        var each = $"x = F({new string('a', 60)}, {new string('b', 60)});";

        Assert.Equal($"x = F(\n    {new string('a', 60)}, {new string('b', 36)});", LineBreaker.Break(once, 16));
        Assert.Equal($"x = F(\n    {new string('a', 60)},\n    {new string('b', 60)});", LineBreaker.Break(each, 16));
    }

    [Fact]
    public void Brackets_in_a_literal_do_not_count()
    {
        Assert.Equal(["f(\"a[, \", b)", "c"], LineBreaker.Split("f(\"a[, \", b), c", ", ").AsEnumerable());
        Assert.Equal(["a", "g(x + y)"], LineBreaker.Split("a + g(x + y)", " + ").AsEnumerable());
    }

    [Fact]
    public void A_long_conditional_gets_three_lines()
    {
        var text = $"p = reduce ? {new string('a', 70)} : {new string('b', 50)};";

        Assert.Equal($"p = reduce\n    ? {new string('a', 70)}\n    : {new string('b', 50)};", LineBreaker.Break(text, 8));
    }

    [Fact]
    public void A_template_writes_an_optional_argument_only_where_it_says_something()
    {
        var template = $"F({Template.OfValue(0)}{Template.OfOptional(1, "stride", "1")})";

        Assert.Equal("F(3)", Template.Fill(template, ["3", "1"], [false, false]));
        Assert.Equal("F(3, stride: 2)", Template.Fill(template, ["3", "2"], [false, false]));
        Assert.Equal("F(k, stride: stride)", Template.Fill(template, ["k", "stride"], [true, true]));
    }

    [Fact]
    public void A_template_chooses_by_value_or_leaves_the_choice_to_a_parameter()
    {
        var inner = $"A({Template.OfValue(1)})";
        var template = Template.OfChoice(0, inner, "B()") + ";" + Template.OfTypeChoice(0, "A", "B");

        Assert.Equal("A(7);A", Template.Fill(template, ["true", "7"], [false, false]));
        Assert.Equal("B();B", Template.Fill(template, ["false", "7"], [false, false]));
        Assert.Equal("reduce ? A(7) : B();Module<Tensor, Tensor>", Template.Fill(template, ["reduce", "7"], [true, false]));
    }

    [Fact]
    public void A_childs_weight_is_the_supernets_without_the_candidates()
    {
        const string name = "body.0.n0_edge_p.candidates.4.op.1.weight";

        Assert.Equal("body.0.n0_edge_p.op.1.weight", WeightNames.InChild(name));
        Assert.Equal([4], WeightNames.Candidates(name));
        Assert.True(WeightNames.IsAlpha("alpha_Normal_n0_edge_p"));
    }
}
