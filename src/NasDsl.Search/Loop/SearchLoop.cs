using System.Collections.Immutable;

namespace NasDsl.Search;

/// <summary>When a search ends.</summary>
/// <param name="Evaluations">So many evaluations at most.</param>
/// <param name="Cost">No evaluation that would end later than this, in seconds of the evaluator's clock.</param>
/// <param name="Failures">More failed evaluations than this end it.</param>
/// <param name="Batch">How many proposals are asked for at once.</param>
public sealed record SearchLimits(int Evaluations, double Cost = double.PositiveInfinity, int Failures = 10, int Batch = 1);

/// <summary>Why a search ended.</summary>
public enum SearchEnd
{
    /// <summary>All evaluations or all the time were used.</summary>
    Budget,

    /// <summary>The strategy has nothing more to propose.</summary>
    Exhausted,

    /// <summary>Too many evaluations failed.</summary>
    Failures,

    Cancelled,
}

/// <summary>A proposal with what came of it.</summary>
/// <param name="Number">From 0 on, in the order of proposing.</param>
public sealed record Trial(int Number, Proposal Proposal, Evaluation Evaluation);

/// <param name="Best">The best on the first goal among those with the largest budget; null where all failed.</param>
/// <param name="Cost">Of all evaluations, in seconds of the evaluator's clock.</param>
public sealed record SearchSummary(SearchEnd End, int Evaluations, int Failures, double Cost, Trial? Best);

/// <summary>Keeps what happens, as it happens; and knows what already happened in a run that is resumed.</summary>
public interface ISearchJournal
{
    /// <summary>Called before an evaluation begins: what was recorded for it before, or null where it is new.</summary>
    /// <exception cref="JournalMismatchException">Another proposal was recorded under the number.</exception>
    Evaluation? Begin(int number, Proposal proposal);

    void End(Trial trial, TimeSpan elapsed);
}

/// <summary>A resumed search proposes something else than the one that was interrupted.</summary>
public sealed class JournalMismatchException(int number) : Exception($"proposal {number} differs from the recorded one")
{
    public int Number => number;
}

/// <summary>Asks a strategy, evaluates, and tells it, until a limit is reached.</summary>
public sealed class SearchLoop(IStrategy strategy, IEvaluator evaluator, SearchLimits limits)
{
    private readonly ImmutableArray<Goal> goals = evaluator.Goals;
    private int number;
    private int failures;
    private double cost;
    private bool isOutOfTime;
    private Trial? best;

    /// <summary>Receives each trial; null to keep nothing.</summary>
    public ISearchJournal? Journal { get; init; }

    public Action<Trial>? Observer { get; init; }

    public SearchSummary Run(CancellationToken cancellation = default)
    {
        try
        {
            return new SearchSummary(RunUntil(cancellation), number, failures, cost, best);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new SearchSummary(SearchEnd.Cancelled, number, failures, cost, best);
        }
    }

    private SearchEnd RunUntil(CancellationToken cancellation)
    {
        while (number < limits.Evaluations && !isOutOfTime)
        {
            var proposals = strategy.Propose(Math.Min(limits.Batch, limits.Evaluations - number));
            if (proposals.Count == 0)
                return SearchEnd.Exhausted;
            var known = evaluator is IParallelEvaluator parallel ? EvaluateAll(parallel, proposals, cancellation) : null;
            var results = new Result[proposals.Count];
            for (var i = 0; i < results.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var trial = known is null ? Evaluate(proposals[i]) : Count(new Trial(number, proposals[i], known[i]), null);
                if (isOutOfTime)
                    return SearchEnd.Budget;
                if (failures > limits.Failures)
                    return SearchEnd.Failures;
                results[i] = new Result(trial.Proposal, FitnessOf(trial.Evaluation));
            }
            strategy.Tell(results);
        }
        return SearchEnd.Budget;
    }

    /// <summary>Those on record as they are, the others at once; each is recorded when it ends, whichever that is.</summary>
    private Evaluation[] EvaluateAll(IParallelEvaluator parallel, IReadOnlyList<Proposal> proposals, CancellationToken cancellation)
    {
        var known = new Evaluation?[proposals.Count];
        for (var i = 0; i < known.Length; i++)
            known[i] = Journal?.Begin(number + i, proposals[i]);
        int[] open = [.. Enumerable.Range(0, known.Length).Where(i => known[i] is null)];
        parallel.Evaluate(
            [.. open.Select(i => proposals[i])],
            (index, evaluation, elapsed) =>
            {
                var i = open[index];
                var ended = known[i] = evaluation.Checked();
                Journal?.End(new Trial(number + i, proposals[i], ended), elapsed);
            },
            cancellation);
        return [.. known.Select(e => e ?? Evaluation.Failed("it was not evaluated"))];
    }

    private Trial Evaluate(Proposal proposal)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        var recorded = Journal?.Begin(number, proposal);
        return Count(
            new Trial(number, proposal, recorded ?? EvaluateNow(proposal)),
            recorded is null ? () => System.Diagnostics.Stopwatch.GetElapsedTime(start) : null);
    }

    /// <param name="elapsed">How long it took; null where it is on record already.</param>
    private Trial Count(Trial trial, Func<TimeSpan>? elapsed)
    {
        if (cost + trial.Evaluation.Cost > limits.Cost)
        {
            isOutOfTime = true;
            return trial;
        }
        number++;
        cost += trial.Evaluation.Cost;
        if (elapsed is not null)
            Journal?.End(trial, elapsed());
        if (trial.Evaluation.HasFailed)
            failures++;
        else if (IsBetter(trial))
            best = trial;
        Observer?.Invoke(trial);
        return trial;
    }

    /// <summary>Whatever goes wrong in one evaluation ends that evaluation, not the search.</summary>
    private Evaluation EvaluateNow(Proposal proposal)
    {
        try
        {
            return evaluator.Evaluate(proposal).Checked();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Evaluation.Failed(e.Message);
        }
    }

    private bool IsBetter(Trial trial) => best is null
        || trial.Proposal.Budget > best.Proposal.Budget
        || (trial.Proposal.Budget == best.Proposal.Budget && ValueOf(trial) > ValueOf(best));

    private double ValueOf(Trial trial) => goals[0].FitnessOf(trial.Evaluation.Metrics[0]);

    private ImmutableArray<double>? FitnessOf(Evaluation evaluation)
    {
        if (evaluation.HasFailed)
            return null;
        var fitness = ImmutableArray.CreateBuilder<double>(goals.Length);
        for (var i = 0; i < goals.Length; i++)
            fitness.Add(goals[i].FitnessOf(evaluation.Metrics[i]));
        return fitness.MoveToImmutable();
    }
}
