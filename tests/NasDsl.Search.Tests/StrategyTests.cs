using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Search;
using NasDsl.Tests.Analysis;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Search;

public class StrategyTests
{
    public static TheoryData<string> Names => [.. StrategyPlans.Names];

    public static TheoryData<string> Learners => ["local", "evolution", "nsga2", "reinforce", "ppo", "bayes", "pnas", "halving", "asha", "bohb"];

    [Theory, MemberData(nameof(Names))]
    public void What_is_proposed_is_valid_and_allowed(string name)
    {
        foreach (var seed in new[] { 1, 5, 8, 23 })
        {
            var source = RandomSpaces.Make(seed);
            if (SpaceCounter.For(source).Architectures.IsZero)
                continue;
            var space = DecisionSpace.Of(source, a => a.Choices.Values.Sum(v => v.Length) != 3);
            if (!space.All().Any(space.IsAllowed))
                continue;
            foreach (var trial in Run(name, space, new Worth(), seed, 60))
            {
                Assert.True(space.IsValid(trial.Proposal.Candidate));
                Assert.True(space.IsAllowed(trial.Proposal.Candidate));
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_same_seed_proposes_the_same_and_another_one_does_not(string name)
    {
        var space = DecisionSpace.Of(Large());
        var first = Run(name, space, new Worth(), 3, 50).Select(t => t.Proposal).ToList();
        Assert.Equal(50, first.Count);
        Assert.Equal(first, Run(name, DecisionSpace.Of(Large()), new Worth(), 3, 50).Select(t => t.Proposal));
        if (name != "grid")
            Assert.NotEqual(first, Run(name, space, new Worth(), 4, 50).Select(t => t.Proposal));
    }

    [Theory, MemberData(nameof(Names))]
    public void Failures_are_lived_with(string name)
    {
        var space = DecisionSpace.Of(Large());
        var trials = Run(name, space, new Worth { Fails = c => c[7] == 0 }, 1, 80);
        Assert.Equal(80, trials.Count);
        Assert.Contains(trials, t => t.Evaluation.HasFailed);
        Assert.Contains(trials, t => !t.Evaluation.HasFailed);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_tiny_space_is_no_trap(string name)
    {
        var space = DecisionSpace.Of(Space(One("a", null, "x", "y"), One("b", null, "x")));
        Assert.Contains(Run(name, space, new Worth(), 1, 30), t => t.Proposal.Candidate[0] == 1);
    }

    /// <summary>Over 25 seeds or, where that is quick, 100, by Mann and Whitney's test; what stops early has the time of sixty full evaluations.</summary>
    [Theory, MemberData(nameof(Learners))]
    public void What_learns_beats_random_search(string name)
    {
        var (learned, random) = (Bests(name), Bests("random"));
        Assert.True(learned.Average() > random.Average());
        Assert.InRange(SignificanceTest.MannWhitney(learned, random), 0, 0.01);
    }

    [Fact]
    public void Random_search_sees_everything_once()
    {
        var space = DecisionSpace.Of(DecisionSpaceTests.Nested());
        var seen = Run("random", space, new Worth(), 9, 100).Select(t => t.Proposal.Candidate).ToList();
        Assert.Equal((int)space.Count, seen.Count);
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(space.All(), Run("grid", space, new Worth(), 9, 100).Select(t => t.Proposal.Candidate));
    }

    [Fact]
    public void Local_search_goes_to_the_best_neighbour_and_stops_at_no_optimum()
    {
        var space = DecisionSpace.Of(Large());
        var trials = Run("local", space, new Worth(), 2, 200);
        Assert.Equal(trials.Count, trials.Select(t => t.Proposal.Candidate).Distinct().Count());
        Assert.Contains(trials, t => t.Proposal.Candidate.Slots.ToArray().All(s => s == 3));
    }

    [Fact]
    public void The_oldest_of_a_population_dies()
    {
        var space = DecisionSpace.Of(Large());
        var strategy = new RegularizedEvolution(space, new EvolutionPlan(2, 2, 1), 100, 1);
        var first = strategy.Propose(2);
        strategy.Tell([.. first.Select((p, i) => new Result(p, [i == 0 ? 10.0 : 1.0]))]);
        strategy.Tell([new Result(first[1], [2.0])]);
        // Every child is its parent; the best, which was the first, is not there any more.
        Assert.NotEqual(first[0], first[1]);
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Equal(first[1], strategy.Propose(1)[0]));
    }

    [Fact]
    public void A_shorter_run_has_a_smaller_population()
    {
        var space = DecisionSpace.Of(Large());
        var strategy = new RegularizedEvolution(space, EvolutionPlan.Default, 100, 1);
        Assert.Equal(10, strategy.Propose(50).Count);
        Assert.Equal(100, new RegularizedEvolution(space, EvolutionPlan.Default, 20_000, 1).Propose(200).Count);
    }

    private static double[] Bests(string name)
    {
        var plan = StrategyPlans.Find(name) ?? throw new ArgumentException(name);
        var isHalving = plan is HalvingPlan;
        var evaluator = new Worth { HasBudgets = isHalving };
        var limits = isHalving ? new SearchLimits(10_000, Cost: 9 * 60) : new SearchLimits(60);
        return [.. Enumerable.Range(0, name is "bayes" or "reinforce" or "ppo" or "nsga2" or "bohb" ? 25 : 100).Select(
            seed => new Experiment(DecisionSpace.Of(Large()), plan, evaluator, limits).Run(seed).Best ?? -100)];
    }

    internal static SearchSpace Large() =>
        Space([.. Enumerable.Range(0, 8).Select(i => One($"d{i}", null, "a", "b", "c", "d"))]);

    internal static List<Trial> Run(string name, DecisionSpace space, Worth evaluator, long seed, int evaluations)
    {
        var plan = StrategyPlans.Find(name) ?? throw new ArgumentException(name);
        evaluator.HasBudgets = plan is HalvingPlan;
        var trials = new List<Trial>();
        new Experiment(space, plan, evaluator, new SearchLimits(evaluations, Failures: evaluations)).Run(seed, observer: trials.Add);
        return trials;
    }
}

/// <summary>The sum of the numbers of all slots, with a reward for neighbours that agree; less sure with a small budget.</summary>
internal sealed class Worth : IEvaluator
{
    public Func<Candidate, bool> Fails { get; init; } = _ => false;

    public bool HasBudgets { get; set; }

    public ImmutableArray<Goal> Goals { get; } = [new Goal("worth"), new Goal("size", IsMinimized: true)];

    public ImmutableArray<double> Budgets => HasBudgets ? [1, 3, 9] : [];

    public Evaluation Evaluate(Proposal proposal)
    {
        if (Fails(proposal.Candidate))
            throw new InvalidOperationException("it fails");
        var slots = proposal.Candidate.Slots;
        var (sum, size) = (0.0, 0.0);
        for (var i = 0; i < slots.Length; i++)
        {
            sum += slots[i] + (i > 0 && slots[i] == slots[i - 1] ? 0.5 : 0);
            size += slots[i] == 0 ? 0 : 1;
        }
        var error = HasBudgets ? (proposal.Candidate.ToString().Length * 7 + slots[0] * 5) % 11 / 11.0 / proposal.Budget : 0;
        return new Evaluation([sum - error, size], HasBudgets ? proposal.Budget : 1);
    }
}
