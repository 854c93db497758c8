using NasDsl.Analysis;
using NasDsl.IR;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Analysis;

public class RelaxationPlanTests
{
    [Fact]
    public void Darts_has_224_alphas_and_none_for_the_choice_of_edges()
    {
        var space = Darts();
        var plan = RelaxationPlan.For(space);

        Assert.Equal(224, plan.AlphaCount);
        Assert.Equal(28, plan.Decisions.Length);
        Assert.All(space.Decisions, d => Assert.Equal(d.Kind == DecisionKind.One, plan.HasAlphas(d)));
    }

    [Fact]
    public void Inputs_without_a_zero_candidate_get_alphas()
    {
        var subset = Subset("n.edges", 1, 1, null, "p", "q");
        var space = Space(
            subset,
            One("n.edge[p]", new DecisionCondition("n.edges", "p"), "none", "conv"),
            One("n.edge[q]", new DecisionCondition("n.edges", "q"), "skip", "conv"));
        var plan = RelaxationPlan.For(space);

        Assert.True(plan.HasAlphas(subset));
        Assert.Equal(2 + 2 + 2, plan.AlphaCount);
        Assert.Equal("n.edge[p]", plan.EdgeDecision(subset, "p")?.Name);
        Assert.Null(plan.EdgeDecision(subset, "q"));
    }

    [Fact]
    public void The_strength_of_an_edge_leaves_none_out()
    {
        var edge = One("e", null, "none", "skip", "conv");

        Assert.Equal(0.3, RelaxationPlan.Strength(edge, [0.6, 0.1, 0.3]));
    }
}
