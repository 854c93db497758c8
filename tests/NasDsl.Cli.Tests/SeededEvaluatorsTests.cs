using System.Collections.Immutable;
using NasDsl.Cli.Searching;
using NasDsl.Search;

namespace NasDsl.Cli.Tests;

public sealed class SeededEvaluatorsTests
{
    [Fact]
    public void An_evaluator_is_kept_while_the_seed_stays()
    {
        var evaluator = new Counting(0);
        var evaluators = new SeededEvaluators(evaluator);
        var first = evaluators.Of(1);
        Assert.Same(first, evaluators.Of(1));
        Assert.Equal(2, Assert.IsType<Counting>(evaluators.Of(2)).Seed);
        Assert.Equal(2, evaluator.Made);
        Assert.NotSame(first, evaluators.Of(1));
    }

    private sealed class Counting(long seed) : IEvaluator
    {
        public long Seed => seed;

        public int Made { get; private set; }

        public ImmutableArray<Goal> Goals => [];

        public ImmutableArray<double> Budgets => [];

        public Evaluation Evaluate(Proposal proposal) => Evaluation.Failed("nothing is evaluated");

        public IEvaluator ForSeed(long other)
        {
            Made++;
            return new Counting(other);
        }
    }
}
