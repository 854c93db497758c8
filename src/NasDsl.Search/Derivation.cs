using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>How the derivation of an architecture under constraints ended.</summary>
public enum DerivationOutcome
{
    Found,

    /// <summary>Every architecture was examined; none satisfies the constraints.</summary>
    NoneSatisfies,

    /// <summary>The best ones were examined, as many as the limit allows; none of these satisfies the constraints.</summary>
    GaveUp,
}

/// <param name="Architecture">Set where the outcome is <see cref="DerivationOutcome.Found"/>.</param>
/// <param name="Examined">How many architectures were held against the constraints.</param>
public sealed record DerivationResult(DerivationOutcome Outcome, Architecture? Architecture, int Examined);

/// <summary>From the weights of a supernet to the architecture that is kept.</summary>
public static class Derivation
{
    public const int DefaultLimit = 200_000;

    /// <summary>
    /// The rule of DARTS (Liu, Simonyan and Yang, 2019, section 2.4): on each edge the operation with the largest weight,
    /// `none` left out; into each node the strongest edges. Of several equal ones the first.
    /// </summary>
    public static Architecture Best(SearchSpace space, DecisionWeights weights)
    {
        var tree = DecisionTree.Of(space);
        var choices = Architecture.Empty.Choices.ToBuilder();
        foreach (var root in tree.Roots)
            Take(root);
        return new Architecture(choices.ToImmutable());

        void Take(Decision decision)
        {
            var labels = DecisionOptions.Of(decision, weights).Best;
            choices[decision.Name] = labels;
            foreach (var label in labels)
                foreach (var child in tree.Children(decision, label))
                    Take(child);
        }
    }

    /// <summary>
    /// The best architecture that satisfies <paramref name="accept"/>. Best is the largest product of strengths of what is
    /// taken, each against the strongest alternative of its decision; without constraints that is the rule of DARTS.
    /// Architectures are examined in that order, at most <paramref name="limit"/> steps long.
    /// </summary>
    public static DerivationResult Best(
        SearchSpace space, DecisionWeights weights, Func<Architecture, bool> accept, int limit = DefaultLimit) =>
        new BestFirstSearch(space, weights, SearchGoal.Of(accept), limit).Run();

    /// <summary>
    /// The best architecture under the constraints of a program. Exact and quick where they count alternatives; with
    /// constraints on weights or multiply-accumulates among them, the best of the many beginnings that are followed.
    /// </summary>
    public static DerivationResult Best(
        SearchSpace space, DecisionWeights weights, ImmutableArray<ConstraintPlan> constraints, int limit = DefaultLimit) =>
        new BestFirstSearch(space, weights, SearchGoal.Of(space, constraints), limit).Run();
}

/// <summary>The ways to make one decision, the best first, each with its cost: how much worse it is, in nats.</summary>
internal sealed record DecisionOptions(ImmutableArray<(ImmutableArray<string> Labels, double Cost)> Items, bool IsComplete)
{
    private const int Most = 4096;
    private const double Least = 1e-300;

    public ImmutableArray<string> Best => Items[0].Labels;

    public static DecisionOptions Of(Decision decision, DecisionWeights weights)
    {
        var logs = weights.StrengthsOf(decision).Select(s => Math.Log(Math.Max(s, Least))).ToList();
        var order = Enumerable.Range(0, decision.Alternatives.Length)
            .Where(i => !decision.Alternatives[i].RelaxationOnly)
            .OrderByDescending(i => logs[i])
            .ToList();
        var isOne = decision.Kind == DecisionKind.One;
        var sizes = isOne ? [1] : SizesOf(decision, order, logs);
        var sets = sizes.SelectMany(k => Subsets(order, k)).Take(Most + 1).ToList();
        var top = sets.Count == 0 ? 0 : sets.Max(Total);
        return new DecisionOptions(
            [.. sets.Take(Most).Select(s => (LabelsOf(s), top - Total(s))).OrderBy(o => o.Item2)], sets.Count <= Most);

        double Total(ImmutableArray<int> set) => set.Sum(i => logs[i] - Baseline(decision));

        ImmutableArray<string> LabelsOf(ImmutableArray<int> set) => [.. set.Order().Select(i => decision.Alternatives[i].Label)];
    }

    /// <summary>
    /// What an input must have to be worth taking where the number is free: its fair share. It cancels out where it is not.
    /// </summary>
    private static double Baseline(Decision decision) =>
        decision.Minimum == decision.Maximum ? 0 : -Math.Log(decision.Alternatives.Length);

    /// <summary>The sizes allowed, the one that the weights speak for first.</summary>
    private static List<int> SizesOf(Decision decision, List<int> order, List<double> logs)
    {
        var wanted = order.Count(i => logs[i] >= Baseline(decision));
        return [.. Enumerable.Range(decision.Minimum, decision.Maximum - decision.Minimum + 1)
            .Where(k => k <= order.Count)
            .OrderBy(k => Math.Abs(k - wanted))];
    }

    /// <summary>All subsets of k, those of the first elements first.</summary>
    private static IEnumerable<ImmutableArray<int>> Subsets(List<int> items, int k)
    {
        if (k == 0)
            return [[]];
        return Enumerable.Range(k - 1, Math.Max(0, items.Count - k + 1))
            .SelectMany(last => Subsets(items[..last], k - 1).Select(rest => rest.Add(items[last])));
    }
}
