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

    /// <summary>
    /// Adds a decision, or finds the one that an earlier use of the same cell made; null where the two differ.
    /// </summary>
    public Decision? Add(Decision decision)
    {
        if (decisions.TryAdd(decision.Name, decision))
            return decision;
        var earlier = decisions[decision.Name];
        var same = earlier.Kind == decision.Kind
            && earlier.Minimum == decision.Minimum
            && earlier.Maximum == decision.Maximum
            && earlier.Parent == decision.Parent
            && earlier.Alternatives.AsSpan().SequenceEqual(decision.Alternatives.AsSpan());
        return same ? earlier : null;
    }

    public ImmutableArray<Decision> InOrder() => [.. order.Where(decisions.ContainsKey).Select(n => decisions[n])];
}
