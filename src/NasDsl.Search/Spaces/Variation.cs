using NasDsl.Analysis;

namespace NasDsl.Search;

/// <summary>New architectures out of old ones.</summary>
public static class Variation
{
    /// <summary>Tries before something new is drawn instead: under narrow constraints few changes are allowed.</summary>
    private const int Attempts = 100;

    /// <summary>
    /// Changes one decision, each that exists equally likely; what then exists anew is drawn, what does not exist any more goes.
    /// </summary>
    /// <exception cref="NoCandidateException">Nothing is allowed.</exception>
    public static Candidate Mutate(DecisionSpace space, Candidate parent, StableRandom random)
    {
        var open = space.OpenIn(parent).ToArray();
        for (var i = 0; i < Attempts && open.Length > 0; i++)
        {
            var slots = parent.Slots.ToArray();
            if (open[random.NextBelow(open.Length)].Change(random, slots)
                && space.Complete(slots, random) is var child && space.IsAllowed(child))
                return child;
        }
        return space.Draw(random);
    }

    /// <summary>Changes each decision that exists with a probability.</summary>
    /// <exception cref="NoCandidateException">Nothing is allowed.</exception>
    public static Candidate MutateEach(DecisionSpace space, Candidate parent, double probability, StableRandom random)
    {
        for (var i = 0; i < Attempts; i++)
        {
            var slots = parent.Slots.ToArray();
            foreach (var variable in space.Variables)
                if (variable.IsOpen && slots[variable.First] != Candidate.Absent && random.NextDouble() < probability)
                    variable.Change(random, slots);
            if (space.Complete(slots, random) is var child && space.IsAllowed(child))
                return child;
        }
        return space.Draw(random);
    }

    /// <summary>Uniform crossover: each decision from one of the two that makes it.</summary>
    /// <exception cref="NoCandidateException">Nothing is allowed.</exception>
    public static Candidate Cross(DecisionSpace space, Candidate first, Candidate second, StableRandom random)
    {
        for (var i = 0; i < Attempts; i++)
        {
            var slots = space.NewSlots();
            foreach (var variable in space.Variables)
                if (variable.ExistsIn(slots))
                    Inherit(variable, first, second, slots, random);
            if (new Candidate(slots) is var child && space.IsAllowed(child))
                return child;
        }
        return space.Draw(random);
    }

    /// <summary>All architectures that differ in one small change of one decision; what exists anew is drawn.</summary>
    public static List<Candidate> Neighbours(DecisionSpace space, Candidate candidate, StableRandom random)
    {
        var neighbours = new List<Candidate>();
        foreach (var variable in space.OpenIn(candidate))
            foreach (var value in variable.Neighbours(candidate.Slots.Slice(variable.First, variable.Length).ToArray()))
            {
                var slots = candidate.Slots.ToArray();
                value.CopyTo(slots, variable.First);
                if (space.Complete(slots, random) is var neighbour && space.IsAllowed(neighbour))
                    neighbours.Add(neighbour);
            }
        return neighbours;
    }

    private static void Inherit(DecisionVariable variable, Candidate first, Candidate second, int[] slots, StableRandom random)
    {
        var (one, other) = random.NextBelow(2) == 0 ? (first, second) : (second, first);
        var source = one[variable.First] != Candidate.Absent ? one : other;
        if (source[variable.First] == Candidate.Absent)
            variable.Draw(random, slots);
        else
            source.Slots.Slice(variable.First, variable.Length).CopyTo(slots.AsSpan(variable.First));
    }
}
