using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Analysis;

/// <summary>Small random spaces of decisions, nested and conditional, and all architectures of a space by brute force.</summary>
internal static class RandomSpaces
{
    public static SearchSpace Make(int seed)
    {
        var random = new StableRandom(seed);
        var decisions = ImmutableArray.CreateBuilder<Decision>();
        var roots = 1 + random.NextBelow(2);
        for (var i = 0; i < roots; i++)
            AddDecision($"d{i}", null, depth: 0, random, decisions);
        return Space(decisions.ToImmutable());
    }

    public static IEnumerable<Architecture> Enumerate(SearchSpace space)
    {
        var tree = DecisionTree.Of(space);
        return Enumerate(tree, [.. tree.Roots], Architecture.Empty);
    }

    private static void AddDecision(
        string name, DecisionCondition? parent, int depth, StableRandom random, ImmutableArray<Decision>.Builder decisions)
    {
        string[] labels = [.. "abcd"[..(1 + random.NextBelow(4))].Select(c => $"{c}")];
        var minimum = random.NextBelow(labels.Length + 1);
        var decision = random.NextBelow(2) == 0
            ? One(name, parent, random.NextBelow(3) == 0 ? ["none", .. labels] : labels)
            : Subset(name, minimum, minimum + random.NextBelow(labels.Length - minimum + 1), parent, labels);
        decisions.Add(decision);
        if (depth == 2)
            return;
        foreach (var label in labels)
            if (random.NextBelow(3) == 0)
                AddDecision($"{name}.{label}", new DecisionCondition(name, label), depth + 1, random, decisions);
    }

    private static IEnumerable<Architecture> Enumerate(
        DecisionTree tree, ImmutableList<Decision> open, Architecture architecture)
    {
        if (open.IsEmpty)
            return [architecture];
        var decision = open[0];
        return TakenOf(decision).SelectMany(taken => Enumerate(
            tree,
            open.RemoveAt(0).AddRange(taken.SelectMany(l => tree.Children(decision, l))),
            architecture.With(decision.Name, taken)));
    }

    private static IEnumerable<ImmutableArray<string>> TakenOf(Decision decision)
    {
        var labels = decision.Choosable.Select(a => a.Label).ToList();
        return Enumerable.Range(0, 1 << labels.Count)
            .Select(mask => labels.Where((_, i) => (mask >> i & 1) == 1).ToImmutableArray())
            .Where(taken => taken.Length >= decision.Minimum && taken.Length <= decision.Maximum);
    }
}
