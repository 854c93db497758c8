using NasDsl.Analysis;

namespace NasDsl.Search;

/// <summary>
/// Architectures drawn evenly, none twice: the baseline of every search (Li and Talwalkar, "Random search and reproducibility
/// for neural architecture search", 2019).
/// </summary>
public sealed class RandomSearch(DecisionSpace space, long seed) : IStrategy
{
    private readonly DistinctSampler sampler = new(space, new StableRandom(seed));

    public IReadOnlyList<Proposal> Propose(int most)
    {
        var proposals = new List<Proposal>(most);
        while (proposals.Count < most && sampler.Next() is { } candidate)
            proposals.Add(new Proposal(candidate));
        return proposals;
    }

    public void Tell(IReadOnlyList<Result> results)
    {
    }
}

/// <summary>Every architecture once, the last decision changing fastest; the seed does not matter.</summary>
public sealed class GridSearch(DecisionSpace space) : IStrategy
{
    private readonly IEnumerator<Candidate> all = space.All().GetEnumerator();

    public IReadOnlyList<Proposal> Propose(int most)
    {
        var proposals = new List<Proposal>(most);
        while (proposals.Count < most && all.MoveNext())
            if (space.IsAllowed(all.Current))
                proposals.Add(new Proposal(all.Current));
        return proposals;
    }

    public void Tell(IReadOnlyList<Result> results)
    {
    }
}
