using NasDsl.Analysis;

namespace NasDsl.Search;

/// <summary>Architectures drawn evenly, none twice.</summary>
internal sealed class RandomSource(DecisionSpace space, long seed) : ICandidateSource
{
    private readonly DistinctSampler sampler = new(space, new StableRandom(seed));

    public Candidate? Next() => sampler.Next();

    public void Tell(Result result)
    {
    }
}

/// <summary>
/// The model of BOHB (Falkner, Klein and Hutter, 2018), a tree-structured Parzen estimator (Bergstra et al., 2011): kernel densities of
/// the good architectures and of the others, on the largest budget of which enough is known; what is much likelier among the
/// good is next. One in three is drawn at random, as published.
/// </summary>
internal sealed class ParzenSource(DecisionSpace space, long seed) : ICandidateSource
{
    private const double RandomShare = 1.0 / 3;
    private const double GoodShare = 0.15;
    private const int Samples = 64;

    private readonly StableRandom random = new(seed);
    private readonly SortedDictionary<double, List<Result>> results = [];
    private readonly HashSet<Candidate> seen = [];

    public void Tell(Result result)
    {
        if (result.Fitness is null)
            return;
        if (!results.TryGetValue(result.Proposal.Budget, out var list))
            results[result.Proposal.Budget] = list = [];
        list.Add(result);
    }

    public Candidate? Next()
    {
        for (var i = 0; i < DecisionSpace.DefaultAttempts; i++)
            if (Propose() is var candidate && seen.Add(candidate))
                return candidate;
        return null;
    }

    private Candidate Propose()
    {
        var least = space.Variables.Length + 1;
        var known = results.Values.LastOrDefault(r => r.Count >= least + 2);
        if (known is null || random.NextDouble() < RandomShare)
            return space.Draw(random);
        var order = known.OrderByDescending(r => r.Value).Select(r => r.Proposal.Candidate).ToList();
        var count = Math.Clamp((int)(GoodShare * order.Count), Math.Min(least, order.Count / 2), order.Count - 1);
        var (good, others) = (order[..count], order[count..]);
        return Enumerable.Range(0, Samples)
            .Select(_ => Near(good[random.NextBelow(good.Count)]))
            .MaxBy(c => Density(c, good) / Density(c, others)) ?? space.Draw(random);
    }

    /// <summary>A draw from the kernel around one of the good: each decision stays with a probability.</summary>
    private Candidate Near(Candidate center) => Variation.MutateEach(space, center, Bandwidth, random);

    private const double Bandwidth = 0.2;

    /// <summary>The mean of the kernels (Aitchison and Aitken, 1976), a product over the decisions.</summary>
    private double Density(Candidate candidate, List<Candidate> centers)
    {
        var sum = 1e-32;
        foreach (var center in centers)
        {
            var product = 1.0;
            foreach (var variable in space.Variables)
                if (candidate[variable.First] != Candidate.Absent && center[variable.First] != Candidate.Absent)
                    product *= KernelOf(variable, candidate, center);
            sum += product;
        }
        return sum / centers.Count;
    }

    private static double KernelOf(DecisionVariable variable, Candidate a, Candidate b)
    {
        var distance = variable.Distance(
            a.Slots.Slice(variable.First, variable.Length), b.Slots.Slice(variable.First, variable.Length));
        return distance == 0 ? 1 - Bandwidth : Bandwidth / Math.Max(1, variable.Options - 1);
    }
}
