using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>What one search of an experiment came to.</summary>
/// <param name="Rank">The place of its best in the table, from 1; null where all failed, or there is no table.</param>
public sealed record SeedResult(long Seed, SearchSummary Summary, int? Rank)
{
    /// <summary>The best metric, as measured; null where all failed.</summary>
    public double? Best => Summary.Best?.Evaluation.Metrics[0];
}

/// <summary>The same search from several seeds.</summary>
public sealed record Experiment(DecisionSpace Space, StrategyPlan Plan, IEvaluator Evaluator, SearchLimits Limits)
{
    /// <exception cref="NoCandidateException">The constraints leave nothing to propose.</exception>
    /// <exception cref="NoBudgetsException">The strategy needs several budgets.</exception>
    /// <exception cref="JournalMismatchException">The journal recorded another search.</exception>
    public SeedResult Run(long seed, ISearchJournal? journal = null, Action<Trial>? observer = null, CancellationToken cancellation = default)
    {
        var strategy = StrategyFactory.Create(Plan, Space, Limits.Evaluations, Evaluator.Budgets, seed);
        var loop = new SearchLoop(strategy, Evaluator.ForSeed(seed), Limits) { Journal = journal, Observer = observer };
        var summary = loop.Run(cancellation);
        var rank = Evaluator is TableEvaluator table && summary.Best is { } best ? table.RankOf(best.Proposal.Candidate) : null;
        return new SeedResult(seed, summary, rank);
    }
}
