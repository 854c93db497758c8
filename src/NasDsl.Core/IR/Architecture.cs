using System.Collections.Immutable;

namespace NasDsl.IR;

/// <summary>
/// A choice for each decision that exists: decision name to the labels taken (one for a decision of kind
/// <see cref="DecisionKind.One"/>), labels in the decision's own order.
/// </summary>
public sealed record Architecture(ImmutableSortedDictionary<string, ImmutableArray<string>> Choices)
{
    public static Architecture Empty { get; } =
        new(ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal));

    public Architecture With(string decision, params ImmutableArray<string> labels) =>
        new(Choices.SetItem(decision, labels));

    public bool Equals(Architecture? other) =>
        other is not null
        && Choices.Count == other.Choices.Count
        && Choices.All(c => other.Choices.TryGetValue(c.Key, out var labels) && labels.SequenceEqual(c.Value));

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (decision, labels) in Choices)
        {
            hash.Add(decision, StringComparer.Ordinal);
            foreach (var label in labels)
                hash.Add(label, StringComparer.Ordinal);
        }
        return hash.ToHashCode();
    }
}
