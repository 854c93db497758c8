using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>Some of several alternatives: so many, and where they are edges of a graph only such as join its ends.</summary>
internal sealed class SubsetVariable : DecisionVariable
{
    private readonly ImmutableArray<string> labels;
    private readonly ImmutableArray<double> sizes;
    private readonly ImmutableArray<ImmutableArray<double>> shares;
    private readonly int minimum;
    private readonly int maximum;

    /// <param name="sizes">The share of architectures with so many elements, from the minimum on.</param>
    /// <param name="shares">By alternative and by how many are still to take: the share of architectures that take it.</param>
    public SubsetVariable(
        Decision decision, int first, ImmutableArray<string> labels, ImmutableArray<double> sizes,
        ImmutableArray<ImmutableArray<double>> shares, ImmutableArray<(int Slot, ImmutableArray<bool> Taken)> condition)
        : base(decision, first, labels.Length, 2, condition)
    {
        (this.labels, this.sizes, this.shares) = (labels, sizes, shares);
        minimum = decision.Minimum;
        maximum = Math.Min(decision.Maximum, labels.Length);
    }

    /// <summary>Whether every value takes as many alternatives.</summary>
    public bool HasFixedSize => minimum == maximum;

    public override bool IsOpen => maximum > 0 && minimum < Length;

    internal override void Draw(StableRandom random, Span<int> slots)
    {
        var own = slots.Slice(First, Length);
        do
        {
            var left = minimum + Sampling.Index(random, sizes.AsSpan());
            for (var i = 0; i < Length; i++)
            {
                own[i] = left > 0 && random.NextDouble() < shares[i][left] ? 1 : 0;
                left -= own[i];
            }
        }
        while (!FollowsRule(own));
    }

    internal override bool Change(StableRandom random, Span<int> slots)
    {
        var choices = Neighbours(slots.Slice(First, Length).ToArray()).ToList();
        if (choices.Count == 0)
            return false;
        choices[random.NextBelow(choices.Count)].CopyTo(slots[First..]);
        return true;
    }

    /// <summary>One more, one less; where the number is fixed, one for another.</summary>
    internal override IEnumerable<int[]> Neighbours(int[] own) =>
        (minimum == maximum ? Swaps(own) : Flips(own)).Where(n => FollowsRule(n));

    internal override IEnumerable<int[]> Values() =>
        From(0, 0, new int[Length]).Where(v => FollowsRule(v));

    internal override void Allowed(ReadOnlySpan<int> own, int index, Span<bool> allowed)
    {
        var taken = Count(own[..index]);
        allowed[1] = taken < maximum;
        allowed[0] = taken + Length - index - 1 >= minimum;
    }

    internal override bool IsValid(ReadOnlySpan<int> own)
    {
        foreach (var slot in own)
            if (slot is not (0 or 1))
                return false;
        return Count(own) is var taken && taken >= minimum && taken <= maximum && FollowsRule(own);
    }

    internal override double Distance(ReadOnlySpan<int> own, ReadOnlySpan<int> other)
    {
        var different = 0;
        for (var i = 0; i < own.Length; i++)
            different += own[i] == other[i] ? 0 : 1;
        return Length == 0 ? 0 : (double)different / Length;
    }

    internal override ImmutableArray<string> LabelsOf(ReadOnlySpan<int> own)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < own.Length; i++)
            if (own[i] == 1)
                names.Add(labels[i]);
        return names.ToImmutable();
    }

    internal override void Read(ImmutableArray<string> taken, Span<int> own)
    {
        own.Clear();
        foreach (var label in taken)
            own[labels.IndexOf(label) is var i and >= 0 ? i : throw NoValue(taken)] = 1;
        if (Count(own) != taken.Length || !IsValid(own))
            throw NoValue(taken);
    }

    private bool FollowsRule(ReadOnlySpan<int> own) => Decision.Dag is not { } rule || rule.Allows(LabelsOf(own));

    private static int Count(ReadOnlySpan<int> own)
    {
        var count = 0;
        foreach (var slot in own)
            count += slot;
        return count;
    }

    private IEnumerable<int[]> Flips(int[] own)
    {
        var taken = Count(own);
        for (var i = 0; i < own.Length; i++)
        {
            if (own[i] == 1 ? taken == minimum : taken == maximum)
                continue;
            var next = (int[])own.Clone();
            next[i] = 1 - own[i];
            yield return next;
        }
    }

    private static IEnumerable<int[]> Swaps(int[] own)
    {
        for (var i = 0; i < own.Length; i++)
            for (var j = 0; j < own.Length && own[i] == 1; j++)
            {
                if (own[j] == 1)
                    continue;
                var next = (int[])own.Clone();
                (next[i], next[j]) = (0, 1);
                yield return next;
            }
    }

    private IEnumerable<int[]> From(int index, int taken, int[] made)
    {
        if (index == Length)
            return [(int[])made.Clone()];
        return Enumerable.Range(0, 2)
            .Where(o => o == 1 ? taken < maximum : taken + Length - index - 1 >= minimum)
            .SelectMany(o =>
            {
                made[index] = o;
                return From(index + 1, taken + o, made);
            });
    }
}
