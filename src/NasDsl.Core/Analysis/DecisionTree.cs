using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>
/// The decisions of a space by what they depend on: the ones that always exist, and below each alternative the ones that
/// exist only where it is taken.
/// </summary>
public sealed class DecisionTree
{
    private readonly Dictionary<string, Decision> byName = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Decision, string Alternative), ImmutableArray<Decision>> children;

    private DecisionTree(SearchSpace space)
    {
        foreach (var decision in space.Decisions)
            byName.Add(decision.Name, decision);
        Decisions = space.Decisions;
        Roots = [.. space.Decisions.Where(d => d.Parent is null)];
        children = space.Decisions
            .SelectMany(d => (d.Parent?.Alternatives ?? []).Select(a => (Key: (d.Parent?.Decision ?? "", a), Child: d)))
            .GroupBy(p => p.Key, p => p.Child)
            .ToDictionary(g => g.Key, g => g.ToImmutableArray());
    }

    /// <summary>Every decision, parents before what lies inside.</summary>
    public ImmutableArray<Decision> Decisions { get; }

    /// <summary>The decisions that exist for every architecture.</summary>
    public ImmutableArray<Decision> Roots { get; }

    public static DecisionTree Of(SearchSpace space) => new(space);

    public Decision? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The decisions that exist because <paramref name="decision"/> takes <paramref name="alternative"/>.</summary>
    public ImmutableArray<Decision> Children(Decision decision, string alternative) =>
        children.TryGetValue((decision.Name, alternative), out var inside) ? inside : [];

    /// <summary>
    /// True where taking <paramref name="condition"/> means that <paramref name="ancestor"/> was taken too: they are the
    /// same, or the one lies inside the other.
    /// </summary>
    public bool Implies(DecisionCondition condition, DecisionCondition ancestor)
    {
        for (var at = condition; at is not null; at = Find(at.Decision)?.Parent)
            if (at.Decision == ancestor.Decision)
                return at.Alternatives.All(ancestor.Includes);
        return false;
    }
}
