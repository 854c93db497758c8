using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Semantics;

/// <summary>The decisions of a network by name, in the order in which they were met.</summary>
internal sealed class DecisionRegistry
{
    private readonly List<string> order = [];
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Decision> decisions = new(StringComparer.Ordinal);
    private readonly HashSet<string> subsets = new(StringComparer.Ordinal);

    public int Count => order.Count;

    /// <summary>Takes a place in the order before what lies inside the decision is met.</summary>
    public void Reserve(string name, DecisionKind kind)
    {
        if (known.Add(name))
            order.Add(name);
        if (kind == DecisionKind.Subset)
            subsets.Add(name);
    }

    public bool IsSubset(string name) => subsets.Contains(name);

    /// <summary>Adds a decision, or finds the one that an earlier use of the same cell made.</summary>
    public Decision Add(Decision decision) => decisions.TryAdd(decision.Name, decision) ? decision : decisions[decision.Name];

    public static bool OfferTheSame(Decision a, Decision b) =>
        a.Kind == b.Kind
        && a.Minimum == b.Minimum
        && a.Maximum == b.Maximum
        && a.Alternatives.AsSpan().SequenceEqual(b.Alternatives.AsSpan());

    public ImmutableArray<Decision> InOrder() => [.. order.Where(decisions.ContainsKey).Select(n => decisions[n])];
}
