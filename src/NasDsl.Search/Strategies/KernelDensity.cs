using NasDsl.Analysis;

namespace NasDsl.Search;

/// <summary>
/// A density over conditional decisions: each candidate that was seen spreads over its neighbourhood, one decision after another. A decision
/// that the seen candidate does not make but the other does is as likely in each of its values; one that does not exist takes no part.
/// </summary>
internal sealed class KernelDensity
{
    private readonly IReadOnlyList<Candidate> seen;
    private readonly DecisionSpace space;
    private readonly List<DecisionKernel> kernels;

    /// <param name="seen">At least one.</param>
    /// <param name="least">The smallest bandwidth.</param>
    public KernelDensity(DecisionSpace space, IReadOnlyList<Candidate> seen, double least)
    {
        (this.space, this.seen) = (space, seen);
        var open = space.Variables.Where(v => v.IsOpen).ToList();
        kernels = [.. open.Select(v => DecisionKernel.Of(v, [.. seen.Where(c => c[v.First] != Candidate.Absent)], open.Count, least))];
    }

    /// <summary>The logarithm of the density at a candidate.</summary>
    public double LogAt(Candidate candidate)
    {
        var logs = seen.Select(c => LogAround(c, candidate)).ToArray();
        var most = logs.Max();
        return most + Math.Log(logs.Sum(l => Math.Exp(l - most)) / logs.Length);
    }

    /// <summary>A candidate near one that was seen; constraints left aside.</summary>
    /// <param name="factor">How much wider than the density.</param>
    public Candidate Draw(StableRandom random, double factor)
    {
        var center = seen[random.NextBelow(seen.Count)];
        var slots = space.NewSlots();
        var kernel = 0;
        foreach (var variable in space.Variables)
        {
            var own = variable.IsOpen ? kernels[kernel++] : null;
            if (!variable.ExistsIn(slots))
                continue;
            if (center[variable.First] == Candidate.Absent)
            {
                variable.Draw(random, slots);
                continue;
            }
            center.Slots.Slice(variable.First, variable.Length).CopyTo(slots.AsSpan(variable.First));
            own?.Move(random, slots, factor);
        }
        return new Candidate(slots);
    }

    private double LogAround(Candidate center, Candidate candidate)
    {
        var sum = 0.0;
        foreach (var kernel in kernels)
        {
            var (first, length) = (kernel.Variable.First, kernel.Variable.Length);
            if (candidate[first] == Candidate.Absent)
                continue;
            sum += center[first] == Candidate.Absent
                ? kernel.LogUniform
                : kernel.LogDensity(candidate.Slots.Slice(first, length), center.Slots.Slice(first, length));
        }
        return sum;
    }
}
