using System.Collections.Immutable;
using System.Globalization;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>
/// A decision in numbers. Its slots stand side by side in a candidate: one with the number of the alternative; for a subset one
/// for each alternative, 0 or 1; for an order one for each place, with the number of the alternative that stands there; for a
/// real number one with its level.
/// </summary>
public abstract class DecisionVariable
{
    private readonly ImmutableArray<(int Slot, ImmutableArray<bool> Taken)> condition;

    private protected DecisionVariable(
        Decision decision, int first, int length, int options, ImmutableArray<(int Slot, ImmutableArray<bool> Taken)> condition)
    {
        (Decision, First, Length, Options) = (decision, first, length, options);
        this.condition = condition;
    }

    public Decision Decision { get; }

    /// <summary>The first of its slots in a candidate.</summary>
    public int First { get; }

    /// <summary>The number of its slots.</summary>
    public int Length { get; }

    /// <summary>How many numbers each of its slots can hold.</summary>
    public int Options { get; }

    /// <summary>Whether there is more than one way to decide it.</summary>
    public abstract bool IsOpen { get; }

    /// <summary>Whether it exists beside the choices made before it.</summary>
    public bool ExistsIn(ReadOnlySpan<int> slots)
    {
        if (condition.IsEmpty)
            return true;
        foreach (var (slot, taken) in condition)
            if (slots[slot] >= 0 && taken[slots[slot]])
                return true;
        return false;
    }

    /// <summary>Decides it so that each architecture of the space is equally likely.</summary>
    internal abstract void Draw(StableRandom random, Span<int> slots);

    /// <summary>Changes it into another value, as little as can be; false where there is no other.</summary>
    internal abstract bool Change(StableRandom random, Span<int> slots);

    /// <summary>Its values that are one small change away: each as the numbers of its own slots.</summary>
    internal abstract IEnumerable<int[]> Neighbours(int[] own);

    /// <summary>All its values, each as the numbers of its own slots.</summary>
    internal abstract IEnumerable<int[]> Values();

    /// <summary>Which numbers its slot <paramref name="index"/> may hold, after the ones before it.</summary>
    internal abstract void Allowed(ReadOnlySpan<int> own, int index, Span<bool> allowed);

    /// <summary>Whether the numbers of its own slots are one of its values.</summary>
    internal abstract bool IsValid(ReadOnlySpan<int> own);

    /// <summary>How far apart two values are, in [0, 1].</summary>
    internal abstract double Distance(ReadOnlySpan<int> own, ReadOnlySpan<int> other);

    internal abstract ImmutableArray<string> LabelsOf(ReadOnlySpan<int> own);

    /// <exception cref="ArgumentException">The labels are no value of it.</exception>
    internal abstract void Read(ImmutableArray<string> labels, Span<int> own);

    private protected ArgumentException NoValue(IEnumerable<string> labels) =>
        new($"`{string.Join(' ', labels)}` is no value of `{Decision.Name}`");
}

/// <summary>One of several alternatives.</summary>
internal sealed class OneVariable(
    Decision decision, int first, ImmutableArray<string> labels, ImmutableArray<double> weights,
    ImmutableArray<(int Slot, ImmutableArray<bool> Taken)> condition)
    : DecisionVariable(decision, first, 1, labels.Length, condition)
{
    private readonly bool isUniform = weights.All(w => w == weights[0]);

    public override bool IsOpen => labels.Length > 1;

    internal override void Draw(StableRandom random, Span<int> slots) =>
        slots[First] = isUniform ? random.NextBelow(labels.Length) : Sampling.Index(random, weights.AsSpan());

    internal override bool Change(StableRandom random, Span<int> slots)
    {
        if (!IsOpen)
            return false;
        var other = random.NextBelow(labels.Length - 1);
        slots[First] = other < slots[First] ? other : other + 1;
        return true;
    }

    internal override IEnumerable<int[]> Neighbours(int[] own) => Values().Where(v => v[0] != own[0]);

    internal override IEnumerable<int[]> Values() => Enumerable.Range(0, labels.Length).Select(i => new[] { i });

    internal override void Allowed(ReadOnlySpan<int> own, int index, Span<bool> allowed) => allowed.Fill(true);

    internal override bool IsValid(ReadOnlySpan<int> own) => own[0] >= 0 && own[0] < labels.Length;

    internal override double Distance(ReadOnlySpan<int> own, ReadOnlySpan<int> other) => own[0] == other[0] ? 0 : 1;

    internal override ImmutableArray<string> LabelsOf(ReadOnlySpan<int> own) => [labels[own[0]]];

    internal override void Read(ImmutableArray<string> taken, Span<int> own) =>
        own[0] = taken is [var label] && labels.IndexOf(label) is var i and >= 0 ? i : throw NoValue(taken);
}

/// <summary>All alternatives, in some order.</summary>
internal sealed class OrderVariable(
    Decision decision, int first, ImmutableArray<string> labels, ImmutableArray<(int Slot, ImmutableArray<bool> Taken)> condition)
    : DecisionVariable(decision, first, labels.Length, labels.Length, condition)
{
    public override bool IsOpen => Length > 1;

    internal override void Draw(StableRandom random, Span<int> slots)
    {
        var own = slots.Slice(First, Length);
        for (var i = 0; i < Length; i++)
            own[i] = i;
        // Fisher and Yates.
        for (var i = Length - 1; i > 0; i--)
            Swap(own, i, random.NextBelow(i + 1));
    }

    internal override bool Change(StableRandom random, Span<int> slots)
    {
        if (!IsOpen)
            return false;
        var i = random.NextBelow(Length);
        var j = random.NextBelow(Length - 1);
        Swap(slots.Slice(First, Length), i, j < i ? j : j + 1);
        return true;
    }

    internal override IEnumerable<int[]> Neighbours(int[] own)
    {
        for (var i = 0; i + 1 < own.Length; i++)
        {
            var next = (int[])own.Clone();
            Swap(next, i, i + 1);
            yield return next;
        }
    }

    internal override IEnumerable<int[]> Values() => Permutations([.. Enumerable.Range(0, Length)]).Select(p => p.ToArray());

    internal override void Allowed(ReadOnlySpan<int> own, int index, Span<bool> allowed)
    {
        allowed.Fill(true);
        foreach (var used in own[..index])
            allowed[used] = false;
    }

    internal override bool IsValid(ReadOnlySpan<int> own)
    {
        var seen = new bool[Length];
        foreach (var i in own)
        {
            if (i < 0 || i >= Length || seen[i])
                return false;
            seen[i] = true;
        }
        return true;
    }

    /// <summary>Kendall's: the share of pairs that stand the other way round.</summary>
    internal override double Distance(ReadOnlySpan<int> own, ReadOnlySpan<int> other)
    {
        var (turned, pairs) = (0, 0);
        for (var i = 0; i < Length; i++)
            for (var j = i + 1; j < Length; j++, pairs++)
                turned += other.IndexOf(own[i]) > other.IndexOf(own[j]) ? 1 : 0;
        return pairs == 0 ? 0 : (double)turned / pairs;
    }

    internal override ImmutableArray<string> LabelsOf(ReadOnlySpan<int> own)
    {
        var names = ImmutableArray.CreateBuilder<string>(Length);
        foreach (var i in own)
            names.Add(labels[i]);
        return names.MoveToImmutable();
    }

    internal override void Read(ImmutableArray<string> taken, Span<int> own)
    {
        for (var i = 0; i < own.Length; i++)
            own[i] = i < taken.Length ? labels.IndexOf(taken[i]) : -1;
        if (taken.Length != own.Length || !IsValid(own))
            throw NoValue(taken);
    }

    private static void Swap(Span<int> own, int i, int j) => (own[i], own[j]) = (own[j], own[i]);

    private static IEnumerable<ImmutableArray<int>> Permutations(ImmutableArray<int> items) => items.IsEmpty
        ? [items]
        : items.SelectMany(i => Permutations(items.Remove(i)).Select(rest => rest.Insert(0, i)));
}

/// <summary>A real number of an interval, by its hundredths; on a logarithmic interval those of the logarithm.</summary>
internal sealed class RealVariable(
    Decision decision, int first, RealInterval interval, ImmutableArray<(int Slot, ImmutableArray<bool> Taken)> condition)
    : DecisionVariable(decision, first, 1, Levels, condition)
{
    /// <summary>Both ends included.</summary>
    public const int Levels = 101;

    private static readonly int[] Steps = [-25, -5, -1, 1, 5, 25];

    public override bool IsOpen => true;

    internal override void Draw(StableRandom random, Span<int> slots) => slots[First] = random.NextBelow(Levels);

    internal override bool Change(StableRandom random, Span<int> slots)
    {
        var other = random.NextBelow(Levels - 1);
        slots[First] = other < slots[First] ? other : other + 1;
        return true;
    }

    internal override IEnumerable<int[]> Neighbours(int[] own) =>
        Steps.Select(s => own[0] + s).Where(l => l is >= 0 and < Levels).Select(l => new[] { l });

    internal override IEnumerable<int[]> Values() => Enumerable.Range(0, Levels).Select(i => new[] { i });

    internal override void Allowed(ReadOnlySpan<int> own, int index, Span<bool> allowed) => allowed.Fill(true);

    internal override bool IsValid(ReadOnlySpan<int> own) => own[0] is >= 0 and < Levels;

    internal override double Distance(ReadOnlySpan<int> own, ReadOnlySpan<int> other) =>
        Math.Abs(own[0] - other[0]) / (double)(Levels - 1);

    internal override ImmutableArray<string> LabelsOf(ReadOnlySpan<int> own) =>
        [ValueOf(own[0]).ToString("R", CultureInfo.InvariantCulture)];

    internal override void Read(ImmutableArray<string> labels, Span<int> own)
    {
        if (labels is not [var text] || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !(number >= interval.Minimum && number <= interval.Maximum))
            throw NoValue(labels);
        var at = interval.IsLogarithmic
            ? Math.Log(number / interval.Minimum) / Math.Log(interval.Maximum / interval.Minimum)
            : (number - interval.Minimum) / (interval.Maximum - interval.Minimum);
        own[0] = double.IsFinite(at) ? (int)Math.Round(at * (Levels - 1)) : 0;
    }

    private double ValueOf(int level)
    {
        var at = level / (double)(Levels - 1);
        var number = interval.IsLogarithmic
            ? interval.Minimum * Math.Pow(interval.Maximum / interval.Minimum, at)
            : interval.Minimum + at * (interval.Maximum - interval.Minimum);
        return Math.Clamp(number, interval.Minimum, interval.Maximum);
    }
}
