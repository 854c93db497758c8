using NasDsl.Analysis;

namespace NasDsl.Search;

/// <summary>
/// Draws architectures evenly, none twice: by drawing again what was seen, and where most have been seen, by going through a
/// shuffled list of all.
/// </summary>
internal sealed class DistinctSampler(DecisionSpace space, StableRandom random)
{
    /// <summary>A list of so many is made quickly; where there are more, hardly any is drawn twice.</summary>
    private const int Listable = 1_000_000;

    private const int Attempts = 20;

    private readonly HashSet<Candidate> seen = [];
    private Stack<Candidate>? rest;

    /// <summary>The next one; null where all have been seen, or nothing new can be found.</summary>
    public Candidate? Next()
    {
        for (var i = 0; i < Attempts && rest is null; i++)
            if (space.Draw(random) is var drawn && seen.Add(drawn))
                return drawn;
        rest ??= List();
        while (rest.TryPop(out var next))
            if (seen.Add(next))
                return next;
        return null;
    }

    /// <summary>What is not to be drawn any more.</summary>
    public void Exclude(Candidate candidate) => seen.Add(candidate);

    public bool HasSeen(Candidate candidate) => seen.Contains(candidate);

    private Stack<Candidate> List()
    {
        if (space.Count > Listable)
            return Draw();
        var all = space.All().Where(c => !seen.Contains(c) && space.IsAllowed(c)).ToArray();
        Sampling.Shuffle(random, all.AsSpan());
        return new Stack<Candidate>(all);
    }

    /// <summary>Constraints left little of a large space: what a long series of draws finds.</summary>
    private Stack<Candidate> Draw()
    {
        rest = null;
        var found = new Stack<Candidate>();
        for (var i = 0; i < DecisionSpace.DefaultAttempts && found.Count == 0; i++)
            if (space.Draw(random) is var drawn && !seen.Contains(drawn))
                found.Push(drawn);
        return found;
    }
}
