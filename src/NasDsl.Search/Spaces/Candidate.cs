using System.Globalization;

namespace NasDsl.Search;

/// <summary>
/// An architecture as a strategy sees it: a whole number for each slot of a <see cref="DecisionSpace"/>, -1 where the slot's
/// decision does not exist. Immutable; equal where the numbers are.
/// </summary>
public sealed class Candidate : IEquatable<Candidate>
{
    /// <summary>The number of a slot that does not exist.</summary>
    public const int Absent = -1;

    private readonly int[] slots;
    private readonly int hash;

    internal Candidate(int[] slots)
    {
        this.slots = slots;
        var code = new HashCode();
        foreach (var slot in slots)
            code.Add(slot);
        hash = code.ToHashCode();
    }

    public ReadOnlySpan<int> Slots => slots;

    public int this[int slot] => slots[slot];

    public bool Equals(Candidate? other) => other is not null && hash == other.hash && slots.AsSpan().SequenceEqual(other.slots);

    public override bool Equals(object? obj) => Equals(obj as Candidate);

    public override int GetHashCode() => hash;

    /// <summary>`0 3 -1 2`: how the store keeps it.</summary>
    public override string ToString() => string.Join(' ', slots.Select(s => s.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Reads what <see cref="ToString"/> wrote; null where it is anything else.</summary>
    public static Candidate? Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var slots = new int[words.Length];
        for (var i = 0; i < words.Length; i++)
            if (!int.TryParse(words[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out slots[i]))
                return null;
        return new Candidate(slots);
    }
}
