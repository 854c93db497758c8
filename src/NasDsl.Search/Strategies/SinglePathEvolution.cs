using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>
/// The search of single-path one-shot (Guo et al., "Single path one-shot neural architecture search with uniform sampling", 2020,
/// algorithm 1): the best so far have children, half by crossover and half by mutation, and every architecture is evaluated once.
/// </summary>
public sealed class SinglePathEvolution(DecisionSpace space, SinglePathPlan plan, long seed)
{
    private readonly StableRandom random = new(seed);
    private readonly Dictionary<Candidate, double> known = [];

    /// <summary>The best architecture found; the same seed and the same accuracies find the same.</summary>
    /// <param name="evaluate">Its accuracy, larger is better.</param>
    /// <exception cref="NoCandidateException">The constraints allow nothing.</exception>
    public Candidate Run(Func<Candidate, double> evaluate)
    {
        var generation = First();
        for (var i = 0; ; i++)
        {
            foreach (var candidate in generation)
                known[candidate] = evaluate(candidate);
            if (i == plan.Generations)
                break;
            generation = Children();
            if (generation.Count == 0)
                break;
        }
        return Best(1)[0];
    }

    private List<Candidate> First()
    {
        var sampler = new DistinctSampler(space, random);
        var first = new List<Candidate>();
        while (first.Count < plan.Population && sampler.Next() is { } candidate)
            first.Add(candidate);
        return first;
    }

    private List<Candidate> Children()
    {
        var parents = Best(plan.Top);
        var children = new List<Candidate>();
        Add(plan.Population / 2, () => Variation.Cross(space, Parent(), Parent(), random));
        Add(plan.Population, () => Variation.MutateEach(space, Parent(), plan.Mutation, random));
        return children;

        Candidate Parent() => parents[random.NextBelow(parents.Count)];

        // Where few architectures are left a generation is smaller.
        void Add(int wanted, Func<Candidate> make)
        {
            for (var attempts = 0; children.Count < wanted && attempts < 10 * wanted; attempts++)
                if (make() is var child && !known.ContainsKey(child) && !children.Contains(child))
                    children.Add(child);
        }
    }

    private List<Candidate> Best(int count) =>
        [.. known.OrderByDescending(k => k.Value).ThenBy(k => k.Key.ToString(), StringComparer.Ordinal).Take(count).Select(k => k.Key)];
}
