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
