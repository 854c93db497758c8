using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>Where a bracket gets new architectures from.</summary>
internal interface ICandidateSource
{
    /// <summary>Null where there is nothing new.</summary>
    Candidate? Next();

    void Tell(Result result);
}

/// <summary>
/// Brackets of rungs: many architectures get a small budget, one in eta of them the next larger one, and so on. `halving`: always from the
/// smallest budget (Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization",
/// 2016). `hyperband`: brackets that begin with more and more budget and fewer architectures (Li et al., "Hyperband", 2018).
/// </summary>
internal sealed class BracketSearch(ICandidateSource source, IReadOnlyList<double> budgets, HalvingPlan plan) : IStrategy
{
    private readonly Queue<Proposal> pending = new();
    private readonly List<Result> told = [];
    private int first;
    private int rung;
    private int missing;
    private bool hasBegun;

    public IReadOnlyList<Proposal> Propose(int most)
    {
        var proposals = new List<Proposal>(most);
        Take(proposals, most);
        if (proposals.Count > 0)
            return proposals;
        Advance();
        Take(proposals, most);
        return proposals;
    }

    /// <summary>New architectures are asked for when their turn comes: a source that learns has heard of those before them.</summary>
    private void Take(List<Proposal> proposals, int most)
    {
        while (proposals.Count < most && pending.TryDequeue(out var proposal))
            proposals.Add(proposal);
        while (proposals.Count < most && missing > 0)
        {
            var candidate = source.Next();
            missing = candidate is null ? 0 : missing - 1;
            if (candidate is not null)
                proposals.Add(new Proposal(candidate, budgets[rung]));
        }
    }

    public void Tell(IReadOnlyList<Result> results)
    {
        told.AddRange(results);
        foreach (var result in results)
            source.Tell(result);
    }

    private void Advance()
    {
        var kept = told.Count / plan.Eta;
        if (hasBegun && rung + 1 < budgets.Count && kept > 0)
        {
            rung++;
            foreach (var result in told.OrderByDescending(r => r.Value).Take(kept))
                pending.Enqueue(new Proposal(result.Proposal.Candidate, budgets[rung]));
        }
        else
        {
            Begin();
        }
        told.Clear();
    }

    private void Begin()
    {
        first = !hasBegun || plan.Kind == HalvingKind.Successive ? 0 : (first + 1) % budgets.Count;
        (rung, hasBegun) = (first, true);
        missing = SizeOf(first);
    }

    /// <summary>As many as make one survivor at the end; in Hyperband more, so that all brackets cost about the same.</summary>
    private int SizeOf(int start)
    {
        var rungs = budgets.Count - 1 - start;
        var size = Math.Pow(plan.Eta, rungs);
        return (int)Math.Ceiling(plan.Kind == HalvingKind.Successive ? size : size * budgets.Count / (rungs + 1));
    }
}

/// <summary>
/// Asynchronous successive halving: no rung is waited for; an architecture goes on as soon as it is among the best one in eta
/// of its rung (Li et al., "A system for massively parallel hyperparameter tuning", 2020).
/// </summary>
internal sealed class AsynchronousHalving(ICandidateSource source, IReadOnlyList<double> budgets, HalvingPlan plan) : IStrategy
{
    private readonly List<Result>[] rungs = [.. budgets.Select(_ => new List<Result>())];
    private readonly HashSet<Candidate>[] promoted = [.. budgets.Select(_ => new HashSet<Candidate>())];

    public IReadOnlyList<Proposal> Propose(int most)
    {
        var proposals = new List<Proposal>(most);
        while (proposals.Count < most && Next() is { } proposal)
            proposals.Add(proposal);
        return proposals;
    }

    public void Tell(IReadOnlyList<Result> results)
    {
        foreach (var result in results)
        {
            rungs[RungOf(result.Proposal.Budget)].Add(result);
            source.Tell(result);
        }
    }

    private Proposal? Next()
    {
        for (var rung = budgets.Count - 2; rung >= 0; rung--)
        {
            var best = rungs[rung].OrderByDescending(r => r.Value).Take(rungs[rung].Count / plan.Eta)
                .FirstOrDefault(r => r.Fitness is not null && !promoted[rung].Contains(r.Proposal.Candidate));
            if (best is null)
                continue;
            promoted[rung].Add(best.Proposal.Candidate);
            return new Proposal(best.Proposal.Candidate, budgets[rung + 1]);
        }
        return source.Next() is { } candidate ? new Proposal(candidate, budgets[0]) : null;
    }

    private int RungOf(double budget)
    {
        for (var i = 0; i < budgets.Count; i++)
            if (budgets[i] == budget)
                return i;
        throw new ArgumentOutOfRangeException(nameof(budget));
    }
}
