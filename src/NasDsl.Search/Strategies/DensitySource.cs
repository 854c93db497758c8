using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>
/// Architectures for brackets as in BOHB (Falkner, Klein and Hutter, "BOHB: robust and efficient hyperparameter optimization at scale",
/// 2018, algorithm 2): of some drawn near the good ones, the one that is likeliest among the good and unlikeliest among the others. The model
/// is of the largest budget with enough observations. No architecture is drawn twice.
/// </summary>
internal sealed class DensitySource : ICandidateSource
{
    private readonly DecisionSpace space;
    private readonly BohbPlan plan;
    private readonly StableRandom random;
    private readonly DistinctSampler sampler;
    private readonly int minPoints;
    private readonly SortedDictionary<double, List<Result>> observed = [];
    private (KernelDensity Good, KernelDensity Other)? model;
    private bool isStale;

    public DensitySource(DecisionSpace space, BohbPlan plan, long seed)
    {
        (this.space, this.plan) = (space, plan);
        random = new StableRandom(seed);
        sampler = new DistinctSampler(space, random);
        minPoints = plan.MinPoints ?? space.Variables.Count(v => v.IsOpen) + 1;
    }

    public Candidate? Next()
    {
        if (isStale)
            (model, isStale) = (Model(), false);
        return model is var (good, other) && random.NextDouble() >= plan.RandomFraction && Likeliest(good, other) is { } likeliest
            ? likeliest
            : sampler.Next();
    }

    public void Tell(Result result)
    {
        if (!observed.TryGetValue(result.Proposal.Budget, out var results))
            observed[result.Proposal.Budget] = results = [];
        results.Add(result);
        isStale = true;
    }

    private (KernelDensity Good, KernelDensity Other)? Model()
    {
        if (observed.Values.LastOrDefault(r => r.Count >= minPoints + 2) is not { } results)
            return null;
        var ranked = results.OrderByDescending(r => r.Value).Select(r => r.Proposal.Candidate).ToList();
        var good = Math.Max(minPoints, (int)(plan.Top * ranked.Count));
        var other = Math.Max(minPoints, ranked.Count - good);
        return (
            new KernelDensity(space, ranked[..good], plan.MinBandwidth),
            new KernelDensity(space, ranked[^other..], plan.MinBandwidth));
    }

    /// <summary>Null where all that were drawn are known, or forbidden.</summary>
    private Candidate? Likeliest(KernelDensity good, KernelDensity other)
    {
        var drawn = new HashSet<Candidate>();
        var (best, most) = ((Candidate?)null, double.NegativeInfinity);
        for (var i = 0; i < plan.ModelSamples; i++)
        {
            var candidate = good.Draw(random, plan.BandwidthFactor);
            if (sampler.HasSeen(candidate) || !drawn.Add(candidate) || !space.IsAllowed(candidate))
                continue;
            var ratio = good.LogAt(candidate) - other.LogAt(candidate);
            if (best is null || ratio > most)
                (best, most) = (candidate, ratio);
        }
        if (best is not null)
            sampler.Exclude(best);
        return best;
    }
}
