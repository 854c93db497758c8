using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>
/// Regularized (aging) evolution (Real, Aggarwal, Huang and Le, "Regularized evolution for image classifier architecture search", 2019):
/// the best of a random sample of the population has a child that differs in one decision; the oldest dies.
/// </summary>
/// <remarks>
/// Published are a population of 100 and samples of 25, for 20,000 architectures. A run of fewer than 1,000 has a tenth of its
/// evaluations as population, which for 100 evaluations gives the 10 and 3 that NAS-Bench-201 uses (Dong and Yang, 2020).
/// </remarks>
public sealed class RegularizedEvolution : IStrategy
{
    private const int PublishedPopulation = 100;

    private readonly DecisionSpace space;
    private readonly StableRandom random;
    private readonly DistinctSampler initial;
    private readonly Queue<Result> population = new();
    private readonly int size;
    private readonly int sample;
    private readonly double identity;
    private int proposed;

    /// <param name="evaluations">How long the run may be.</param>
    public RegularizedEvolution(DecisionSpace space, EvolutionPlan plan, int evaluations, long seed)
    {
        this.space = space;
        random = new StableRandom(seed);
        initial = new DistinctSampler(space, random);
        size = plan.Population ?? Math.Clamp(evaluations / 10, 2, PublishedPopulation);
        sample = Math.Min(plan.Sample ?? (size + 3) / 4, size);
        identity = plan.Identity;
    }

    public IReadOnlyList<Proposal> Propose(int most)
    {
        var proposals = new List<Proposal>(most);
        while (proposals.Count < most && proposed < size && initial.Next() is { } candidate)
        {
            proposals.Add(new Proposal(candidate));
            proposed++;
        }
        // Where the space has fewer architectures than the population, children begin early.
        while (proposals.Count < most && population.Count > 0 && (proposed >= size || proposals.Count == 0))
            proposals.Add(new Proposal(Child()));
        return proposals;
    }

    public void Tell(IReadOnlyList<Result> results)
    {
        foreach (var result in results)
        {
            population.Enqueue(result);
            if (population.Count > size)
                population.Dequeue();
        }
    }

    private Candidate Child()
    {
        var parent = Parent();
        return identity > 0 && random.NextDouble() < identity ? parent : Variation.Mutate(space, parent, random);
    }

    /// <summary>The best of a sample, drawn with replacement as in the published algorithm.</summary>
    private Candidate Parent()
    {
        var members = population.ToArray();
        var best = members[random.NextBelow(members.Length)];
        for (var i = 1; i < sample; i++)
            if (members[random.NextBelow(members.Length)] is var rival && rival.Value > best.Value)
                best = rival;
        return best.Proposal.Candidate;
    }
}
