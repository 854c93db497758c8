using NasDsl.Analysis;
using NasDsl.Search;

namespace NasDsl.Tests.Search;

public class ParetoTests
{
    private static Result At(int number, params double[] fitness) => new(
        new Proposal(Candidate.Parse($"{number}") ?? throw new ArgumentException("no candidate")), [.. fitness]);

    [Fact]
    public void Fronts_and_distances_are_those_of_the_published_algorithm()
    {
        // Two fronts: (0,4) (1,2) (4,0), and behind them (0,2) and (1,0); a failure lies behind all.
        Result[] results = [At(0, 0, 4), At(1, 1, 2), At(2, 4, 0), At(3, 0, 2), At(4, 1, 0), At(5, 1, 1) with { Fitness = null }];
        var ranked = Pareto.Rank(results);
        Assert.Equal([0, 0, 0, 1, 1, 2], ranked.Select(r => r.Front));
        Assert.Equal(double.PositiveInfinity, ranked[0].Distance);
        Assert.Equal(4.0 / 4 + 4.0 / 4, ranked[1].Distance);
        Assert.Equal([2, 1, 0], Pareto.FrontOf(results).Select(r => r.Proposal.Candidate[0]));
    }

    /// <summary>Sums of bits against their cost: the front has an architecture of each sum.</summary>
    [Fact]
    public void Nsga2_finds_a_front_from_end_to_end()
    {
        var space = DecisionSpace.Of(StrategyTests.Large());
        var results = StrategyTests.Run("nsga2", space, new Worth(), 1, 600)
            .Select(t => new Result(t.Proposal, [t.Evaluation.Metrics[0], -t.Evaluation.Metrics[1]]));
        var front = Pareto.FrontOf(results);
        Assert.Contains(front, r => r.Fitness is [_, 0]);
        Assert.True(front[0].Value > 25);
        Assert.True(front.Select(r => r.Fitness?[1]).Distinct().Count() >= 6);
        Assert.All(front, a => Assert.DoesNotContain(front, b => Pareto.Dominates(b, a)));
    }
}
