using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>The baseline every search must be shown against: an architecture drawn uniformly from the space.</summary>
public static class RandomArchitecture
{
    /// <summary>
    /// The same for the same seed everywhere; null where none of the first <paramref name="attempts"/> satisfies
    /// <paramref name="accept"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The space has no architecture at all.</exception>
    public static Architecture? Draw(
        SearchSpace space, long seed, Func<Architecture, bool>? accept = null, int attempts = ArchitectureSampler.DefaultAttempts)
    {
        var sampler = ArchitectureSampler.For(space, seed);
        return accept is null ? sampler.Next() : sampler.Next(accept, attempts);
    }
}
