using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>
/// Hill climbing: from the best of some random architectures always to the best neighbour, all of which are evaluated; where none is
/// better, from a new random one (White, Nolen and Savani, "Exploring the loss landscape in neural architecture search", 2021). A
/// neighbour differs in one decision. Nothing is evaluated twice.
/// </summary>
public sealed class LocalSearch : IStrategy
{
    private readonly DecisionSpace space;
    private readonly StableRandom random;
    private readonly DistinctSampler sampler;
    private readonly Queue<Candidate> pending = new();
    private readonly LocalPlan plan;
    private Result? current;
    private Result? bestNeighbour;
    private int starts;

    public LocalSearch(DecisionSpace space, LocalPlan plan, long seed)
    {
        (this.space, this.plan) = (space, plan);
        random = new StableRandom(seed);
        sampler = new DistinctSampler(space, random);
    }

    public IReadOnlyList<Proposal> Propose(int most)
    {
        if (pending.Count == 0)
            Advance();
        var proposals = new List<Proposal>(most);
        while (proposals.Count < most && pending.TryDequeue(out var candidate))
            proposals.Add(new Proposal(candidate));
        return proposals;
    }

    public void Tell(IReadOnlyList<Result> results)
    {
        foreach (var result in results)
            if (bestNeighbour is null || result.Value > bestNeighbour.Value)
                bestNeighbour = result;
    }

    /// <summary>All neighbours are known: to the best of them, if it is better; else to a new start.</summary>
    private void Advance()
    {
        while (pending.Count == 0)
        {
            var climbs = bestNeighbour is not null && (current is null || bestNeighbour.Value > current.Value);
            current = climbs ? bestNeighbour : null;
            bestNeighbour = null;
            if (current is null)
            {
                if (!Start())
                    return;
                continue;
            }
            var neighbours = Variation.Neighbours(space, current.Proposal.Candidate, random).ToArray();
            Sampling.Shuffle(random, neighbours.AsSpan());
            foreach (var neighbour in neighbours.Where(n => !sampler.HasSeen(n)))
            {
                sampler.Exclude(neighbour);
                pending.Enqueue(neighbour);
            }
        }
    }

    private bool Start()
    {
        var count = starts++ == 0 ? Math.Max(1, plan.Initial) : 1;
        while (count-- > 0 && sampler.Next() is { } candidate)
            pending.Enqueue(candidate);
        return pending.Count > 0;
    }
}
