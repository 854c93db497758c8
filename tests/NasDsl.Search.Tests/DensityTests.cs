using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Search;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Search;

public class DensityTests
{
    private static readonly SearchSpace Conditional = Space(
        One("kind", null, "plain", "rich", "richer"),
        Subset("parts", 0, 3, new DecisionCondition("kind", "rich"), "a", "b", "c"),
        One("size", new DecisionCondition("kind", "richer"), "s", "m", "l", "xl"));

    private static readonly Decision Rate = new("rate", DecisionKind.Real, 1, 1, [], null, null, default) { Interval = new RealInterval(0, 1, false) };

    [Fact]
    public void It_sums_to_one_over_a_conditional_space()
    {
        var space = DecisionSpace.Of(Conditional);
        var all = space.All().ToList();
        foreach (var seen in new[] { all[..1], all[^3..], all })
            Assert.Equal(1, all.Sum(c => Math.Exp(new KernelDensity(space, seen, 1e-3).LogAt(c))), 9);
    }

    [Fact]
    public void A_decision_that_was_seen_nowhere_is_as_likely_in_each_of_its_values()
    {
        var space = DecisionSpace.Of(Conditional);
        var density = new KernelDensity(space, [space.All().First()], 0.3);
        var sizes = space.All().Where(c => c[0] == 2).Select(density.LogAt).ToList();
        Assert.Equal(4, sizes.Count);
        // Aitchison and Aitken: 0.3 for the two other kinds together.
        Assert.All(sizes, s => Assert.Equal(Math.Log(0.3 / 2 / 4), s, 12));
    }

    /// <summary>With a factor of one, drawn as often as the density says: the differences are within five standard errors.</summary>
    [Fact]
    public void What_is_drawn_follows_it()
    {
        const int draws = 40_000;
        var space = DecisionSpace.Of(Space(One("kind", null, "a", "b", "c"), One("inner", new DecisionCondition("kind", "b"), "x", "y")));
        var all = space.All().ToList();
        var density = new KernelDensity(space, [all[0], all[1], all[3]], 0.1);
        var random = new StableRandom(4);
        var drawn = Enumerable.Range(0, draws).Select(_ => density.Draw(random, 1)).CountBy(c => c).ToDictionary();
        foreach (var candidate in all)
        {
            var share = Math.Exp(density.LogAt(candidate));
            Assert.InRange(drawn[candidate] / (double)draws, share - 5 * Math.Sqrt(share / draws), share + 5 * Math.Sqrt(share / draws));
        }
    }

    [Fact]
    public void A_number_spreads_over_its_interval_and_not_beyond()
    {
        var space = DecisionSpace.Of(Space(Rate));
        var all = space.All().ToList();
        Assert.Equal(101, all.Count);
        var density = new KernelDensity(space, [all[0], all[2], all[6]], 0.05);
        // Of 101 levels the first and the last stand for half a hundredth each.
        Assert.Equal(1, all.Select((c, i) => Math.Exp(density.LogAt(c)) / (i is 0 or 100 ? 200 : 100)).Sum(), 2);
        Assert.True(density.LogAt(all[2]) > density.LogAt(all[40]));
        var random = new StableRandom(1);
        for (var i = 0; i < 1000; i++)
            Assert.True(space.IsValid(density.Draw(random, 3)));
    }

    [Fact]
    public void Orders_and_subsets_of_a_fixed_size_stay_what_they_are()
    {
        var space = DecisionSpace.Of(Space(Subset("pick", 2, 2, null, "a", "b", "c", "d", "e"), Order("order", null, "x", "y", "z", "w")));
        var random = new StableRandom(2);
        var density = new KernelDensity(space, [space.Draw(random), space.Draw(random), space.Draw(random)], 1e-3);
        var drawn = Enumerable.Range(0, 500).Select(_ => density.Draw(random, 3)).ToHashSet();
        Assert.All(drawn, c => Assert.True(space.IsValid(c)));
        Assert.True(drawn.Count > 20);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("{ eta = 4, min_points = 5, top = 20%, random_fraction = 0.5, model_samples = 32, bandwidth_factor = 2, min_bandwidth = 0.01 }", false)]
    [InlineData("{ top = 2 }", true)]
    [InlineData("{ samples_of_model = 64 }", true)]
    public void Its_settings_are_checked(string settings, bool isWrong)
    {
        var program = NasDsl.Compilation.Create(new NasDsl.Text.SourceText(
            $"network N(x: [3, 8, 8]) {{ output x |> choose {{ relu, tanh }} }}\nsearch bohb {(settings.Length == 0 ? "{ }" : settings)}", "n.nas"));
        Assert.Equal(isWrong, program.HasErrors);
        if (!isWrong)
            Assert.Equal(settings.Length == 0 ? BohbPlan.Default : new BohbPlan(4, 5, 0.2, 0.5, 32, 2, 0.01), program.Strategy);
    }

    /// <summary>Once it has a model, what it proposes for the smallest budget is better than what is drawn evenly.</summary>
    [Fact]
    public void The_model_finds_what_is_good()
    {
        var space = DecisionSpace.Of(StrategyTests.Large());
        var trials = StrategyTests.Run("bohb", space, new Worth(), 1, 300);
        var first = trials.Where(t => t.Proposal.Budget == 1).Select(t => t.Evaluation.Metrics[0]).ToList();
        Assert.True(first.TakeLast(20).Average() > first.Take(9).Average() + 3);
    }

    /// <summary>No draw of the model is allowed that the constraints forbid, even where they forbid what is best.</summary>
    [Fact]
    public void Constraints_hold_for_what_the_model_proposes()
    {
        var space = DecisionSpace.Of(StrategyTests.Large(), a => a.Choices["d0"][0] != "d");
        var trials = StrategyTests.Run("bohb", space, new Worth(), 1, 200);
        Assert.All(trials, t => Assert.NotEqual(3, t.Proposal.Candidate[0]));
    }
}
