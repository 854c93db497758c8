using System.Collections.Immutable;
using System.Numerics;
using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>
/// Counts the architectures of a space exactly. A decision inside an alternative counts only where that alternative is
/// taken; what an architecture may not take (`none`) does not count. A number of an interval counts as one.
/// </summary>
public sealed class SpaceCounter
{
    private readonly Dictionary<string, BigInteger> counts = new(StringComparer.Ordinal);

    private SpaceCounter(SearchSpace space)
    {
        Tree = DecisionTree.Of(space);
        Architectures = Product(Tree.Roots);
    }

    public DecisionTree Tree { get; }

    /// <summary>The number of architectures: 1,076,746,950,455,072,400 for DARTS.</summary>
    public BigInteger Architectures { get; }

    public static SpaceCounter For(SearchSpace space) => new(space);

    /// <summary>The ways to make <paramref name="decision"/> and all that then lies inside.</summary>
    public BigInteger CountOf(Decision decision)
    {
        if (!counts.TryGetValue(decision.Name, out var count))
            counts[decision.Name] = count = Count(decision);
        return count;
    }

    /// <summary>The ways to make the decisions inside one alternative.</summary>
    public BigInteger CountInside(Decision decision, string alternative) => Product(Tree.Children(decision, alternative));

    private BigInteger Count(Decision decision)
    {
        if (decision.Kind == DecisionKind.Real)
            return BigInteger.One;
        if (decision.Kind == DecisionKind.Order)
            return Enumerable.Range(1, decision.Alternatives.Length).Aggregate(BigInteger.One, (product, n) => product * n);
        ImmutableArray<BigInteger> weights = [.. decision.Choosable.Select(a => CountInside(decision, a.Label))];
        if (decision.Kind == DecisionKind.One)
            return weights.Aggregate(BigInteger.Zero, BigInteger.Add);
        // Nothing lies inside an edge of a graph, so that each subset counts once.
        if (decision.Dag is { } rule)
            return rule.Count(decision.Minimum, decision.Maximum);
        var bySize = ElementarySymmetric(weights, decision.Maximum);
        return bySize.Skip(decision.Minimum).Aggregate(BigInteger.Zero, BigInteger.Add);
    }

    private BigInteger Product(ImmutableArray<Decision> decisions) =>
        decisions.Aggregate(BigInteger.One, (product, d) => product * CountOf(d));

    /// <summary>
    /// For each k from 0 to <paramref name="maximum"/> the sum, over all subsets of k weights, of their product.
    /// </summary>
    internal static BigInteger[] ElementarySymmetric(ImmutableArray<BigInteger> weights, int maximum)
    {
        var sums = new BigInteger[Math.Min(maximum, weights.Length) + 1];
        sums[0] = BigInteger.One;
        foreach (var weight in weights)
            for (var k = sums.Length - 1; k > 0; k--)
                sums[k] += sums[k - 1] * weight;
        return sums;
    }
}
