using System.Collections.Immutable;
using System.Numerics;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>No architecture was found that the constraints allow.</summary>
public sealed class NoCandidateException(int attempts) : Exception($"none of {attempts} architectures drawn is allowed")
{
    public int Attempts => attempts;
}

/// <summary>
/// A search space as strategies see it: decisions of a few kinds, some of which exist only beside certain choices, and a rule
/// which architectures are allowed. Nothing of cells or layers.
/// </summary>
public sealed class DecisionSpace
{
    public const int DefaultAttempts = 10_000;

    private readonly Func<Architecture, bool>? allows;
    private readonly Dictionary<Candidate, bool> known = [];

    private DecisionSpace(
        SearchSpace source, ImmutableArray<DecisionVariable> variables, BigInteger count, Func<Architecture, bool>? allows)
    {
        (Source, Variables, Count, this.allows) = (source, variables, count, allows);
        SlotCount = variables.Sum(v => v.Length);
        MostOptions = variables.Select(v => v.Options).DefaultIfEmpty(1).Max();
        SlotVariables = [.. variables.SelectMany(v => Enumerable.Repeat(v, v.Length))];
    }

    public SearchSpace Source { get; }

    /// <summary>One for each decision that some architecture makes, parents before what lies inside.</summary>
    public ImmutableArray<DecisionVariable> Variables { get; }

    /// <summary>The variable that each slot belongs to.</summary>
    public ImmutableArray<DecisionVariable> SlotVariables { get; }

    public int SlotCount { get; }

    /// <summary>The largest number of options that a slot has.</summary>
    public int MostOptions { get; }

    /// <summary>The number of architectures before constraints; a real number counts as one.</summary>
    public BigInteger Count { get; }

    /// <param name="allows">Hard constraints; null where everything is allowed.</param>
    /// <exception cref="ArgumentException">The space has no architecture at all.</exception>
    public static DecisionSpace Of(SearchSpace space, Func<Architecture, bool>? allows = null)
    {
        var counter = SpaceCounter.For(space);
        if (counter.Architectures.IsZero)
            throw new ArgumentException($"the space of `{space.Name}` has no architecture", nameof(space));
        return new DecisionSpace(space, new VariableBuilder(counter).Build(space), counter.Architectures, allows);
    }

    /// <summary>An architecture, each allowed one equally likely.</summary>
    /// <exception cref="NoCandidateException">None was found that is allowed.</exception>
    public Candidate Draw(StableRandom random)
    {
        for (var i = 0; i < DefaultAttempts; i++)
            if (DrawAny(random) is var candidate && IsAllowed(candidate))
                return candidate;
        throw new NoCandidateException(DefaultAttempts);
    }

    /// <summary>Whether the constraints allow it; each architecture is asked about once.</summary>
    public bool IsAllowed(Candidate candidate)
    {
        if (allows is null)
            return true;
        if (!known.TryGetValue(candidate, out var isAllowed))
            known[candidate] = isAllowed = allows(ArchitectureOf(candidate));
        return isAllowed;
    }

    /// <summary>Whether the numbers are an architecture of the space, constraints left aside.</summary>
    public bool IsValid(Candidate candidate)
    {
        var slots = candidate.Slots;
        if (slots.Length != SlotCount)
            return false;
        foreach (var variable in Variables)
        {
            var own = slots.Slice(variable.First, variable.Length);
            if (variable.ExistsIn(slots) ? !variable.IsValid(own) : own.ContainsAnyExcept(Candidate.Absent))
                return false;
        }
        return true;
    }

    public Architecture ArchitectureOf(Candidate candidate)
    {
        var choices = Architecture.Empty.Choices.ToBuilder();
        foreach (var variable in Variables)
            if (variable.ExistsIn(candidate.Slots))
                choices[variable.Decision.Name] = variable.LabelsOf(candidate.Slots.Slice(variable.First, variable.Length));
        return new Architecture(choices.ToImmutable());
    }

    /// <summary>The candidate of an architecture; a real number becomes the nearest hundredth of its interval.</summary>
    /// <exception cref="ArgumentException">It is no architecture of the space.</exception>
    public Candidate CandidateOf(Architecture architecture)
    {
        var slots = NewSlots();
        foreach (var variable in Variables)
        {
            if (!variable.ExistsIn(slots))
                continue;
            if (!architecture.Choices.TryGetValue(variable.Decision.Name, out var labels))
                throw new ArgumentException($"`{variable.Decision.Name}` is not decided", nameof(architecture));
            variable.Read(labels, slots.AsSpan(variable.First, variable.Length));
        }
        return new Candidate(slots);
    }

    /// <summary>Every architecture once, the first decision changing slowest; constraints left aside.</summary>
    public IEnumerable<Candidate> All() => From(0, NewSlots());

    /// <summary>The variables that exist for a candidate and can be decided in several ways.</summary>
    public IEnumerable<DecisionVariable> OpenIn(Candidate candidate) =>
        Variables.Where(v => v.IsOpen && v.ExistsIn(candidate.Slots));

    /// <summary>The sum, over all decisions, of how much two architectures differ there: 0 to 1, and 1 where only one makes it.</summary>
    public double Distance(Candidate a, Candidate b)
    {
        var sum = 0.0;
        foreach (var variable in Variables)
        {
            var (first, second) = (a[variable.First], b[variable.First]);
            if ((first == Candidate.Absent) != (second == Candidate.Absent))
                sum++;
            else if (variable is OneVariable)
                sum += first == second ? 0 : 1;
            else if (first != Candidate.Absent)
                sum += variable.Distance(
                    a.Slots.Slice(variable.First, variable.Length), b.Slots.Slice(variable.First, variable.Length));
        }
        return sum;
    }

    internal int[] NewSlots()
    {
        var slots = new int[SlotCount];
        Array.Fill(slots, Candidate.Absent);
        return slots;
    }

    /// <summary>
    /// Decides what exists now and is undecided, each architecture equally likely, and forgets what does not exist any more.
    /// </summary>
    internal Candidate Complete(int[] slots, StableRandom random)
    {
        foreach (var variable in Variables)
        {
            if (!variable.ExistsIn(slots))
                slots.AsSpan(variable.First, variable.Length).Fill(Candidate.Absent);
            else if (variable.Length > 0 && slots[variable.First] == Candidate.Absent)
                variable.Draw(random, slots);
        }
        return new Candidate(slots);
    }

    private Candidate DrawAny(StableRandom random)
    {
        var slots = NewSlots();
        foreach (var variable in Variables)
            if (variable.ExistsIn(slots))
                variable.Draw(random, slots);
        return new Candidate(slots);
    }

    private IEnumerable<Candidate> From(int index, int[] slots)
    {
        while (index < Variables.Length && !Variables[index].ExistsIn(slots))
            index++;
        if (index == Variables.Length)
        {
            yield return new Candidate((int[])slots.Clone());
            yield break;
        }
        var variable = Variables[index];
        foreach (var value in variable.Values())
        {
            value.CopyTo(slots, variable.First);
            foreach (var candidate in From(index + 1, slots))
                yield return candidate;
        }
        slots.AsSpan(variable.First, variable.Length).Fill(Candidate.Absent);
    }
}
