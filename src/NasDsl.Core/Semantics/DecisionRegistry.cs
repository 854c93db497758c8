using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Semantics;

/// <summary>The decisions of a network by name, in the order in which they were met.</summary>
internal sealed class DecisionRegistry
{
    private readonly List<string> order = [];
    private readonly Dictionary<string, int> positions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Decision> decisions = new(StringComparer.Ordinal);
    private readonly HashSet<string> subsets = new(StringComparer.Ordinal);

    public int Count => order.Count;

    /// <summary>Takes a place in the order before what lies inside the decision is met.</summary>
    public void Reserve(string name, DecisionKind kind)
    {
        if (positions.TryAdd(name, order.Count))
            order.Add(name);
        if (kind == DecisionKind.Subset)
            subsets.Add(name);
    }

    public bool IsSubset(string name) => subsets.Contains(name);

    public Decision? Find(string name) => decisions.GetValueOrDefault(name);

    public int PositionOf(string name) => positions[name];

    /// <summary>Adds a decision, or finds the one that was made here before: in another use of a cell, or under another tie.</summary>
    public Decision Add(Decision decision) => decisions.TryAdd(decision.Name, decision) ? decision : decisions[decision.Name];

    /// <summary>
    /// Lets a decision exist where <paramref name="condition"/> holds, too. False where no single condition says both.
    /// </summary>
    public bool Extend(Decision decision, DecisionCondition? condition)
    {
        if (Weaker(decision.Parent, condition) is not { } weaker)
            return false;
        decisions[decision.Name] = decision with { Parent = weaker.Condition };
        return true;
    }

    /// <summary>Whether <paramref name="condition"/> holds only where <paramref name="weaker"/> does.</summary>
    public bool Implies(DecisionCondition? condition, DecisionCondition? weaker)
    {
        if (weaker is null)
            return true;
        for (var at = condition; at is not null; at = Find(at.Decision)?.Parent)
            if (at.Decision == weaker.Decision)
                return at.Alternatives.All(weaker.Includes);
        return false;
    }

    public static bool OfferTheSame(Decision a, Decision b) =>
        a.Kind == b.Kind
        && a.Minimum == b.Minimum
        && a.Maximum == b.Maximum
        && a.Interval == b.Interval
        && a.Alternatives.AsSpan().SequenceEqual(b.Alternatives.AsSpan());

    public ImmutableArray<Decision> InOrder() => [.. order.Where(decisions.ContainsKey).Select(n => decisions[n])];

    private (DecisionCondition? Condition, bool _)? Weaker(DecisionCondition? a, DecisionCondition? b)
    {
        if (Implies(a, b))
            return (b, true);
        if (Implies(b, a))
            return (a, true);
        if (a is null || b is null || a.Decision != b.Decision || IsSubset(a.Decision))
            return null;
        // Still being made: what its alternatives are is known afterwards.
        if (Find(a.Decision) is not { } decision)
            return (new DecisionCondition(a.Decision, [.. a.Alternatives.Union(b.Alternatives)]), true);
        ImmutableArray<string> either =
            [.. decision.Alternatives.Select(x => x.Label).Where(l => a.Includes(l) || b.Includes(l))];
        return either.Length == decision.Choosable.Count()
            ? (decision.Parent, true)
            : (new DecisionCondition(a.Decision, either), true);
    }
}
