using System.Collections.Immutable;
using System.Numerics;
using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>The smallest and largest value among the architectures of a space, and the mean over all of them.</summary>
public sealed record QuantityRange(long Minimum, double Mean, long Maximum);

/// <summary>
/// What the children of a space cost. Exact (by dynamic programming over the decisions) where the cost is a sum over
/// alternatives taken; otherwise measured on <paramref name="Samples"/> architectures drawn uniformly.
/// </summary>
/// <param name="Samples">The number of architectures measured; 0 where the range is exact.</param>
public sealed record CostRange(QuantityRange Parameters, QuantityRange Macs, QuantityRange Activations, int Samples)
{
    public const int DefaultSamples = 1000;

    public bool IsExact => Samples == 0;

    /// <summary>Null for a space without any architecture.</summary>
    public static CostRange? Of(SearchSpace space, int samples = DefaultSamples)
    {
        var counter = SpaceCounter.For(space);
        if (counter.Architectures.IsZero)
            return null;
        return AdditiveCost.Of(space, counter.Tree) is { } cost
            ? Exact(counter.Tree, cost)
            : Sampled(space, samples);
    }

    private static CostRange Exact(DecisionTree tree, AdditiveCost cost) => new(
        new CostSummarizer(tree, cost, c => c.Parameters).Range,
        new CostSummarizer(tree, cost, c => c.Macs).Range,
        new CostSummarizer(tree, cost, c => c.Activations).Range,
        Samples: 0);

    private static CostRange Sampled(SearchSpace space, int samples)
    {
        var sampler = ArchitectureSampler.For(space, seed: 0);
        var costs = Enumerable.Range(0, samples)
            .Select(_ => CostModel.Of(ArchitectureResolver.Resolve(space, sampler.Next())))
            .ToImmutableArray();
        return new CostRange(RangeOf(costs, c => c.Parameters), RangeOf(costs, c => c.Macs), RangeOf(costs, c => c.Activations), samples);
    }

    private static QuantityRange RangeOf(ImmutableArray<Cost> costs, Func<Cost, long> quantity) =>
        new(costs.Min(quantity), costs.Average(quantity), costs.Max(quantity));
}

/// <summary>Folds the decisions of a space into the range of one quantity.</summary>
internal sealed class CostSummarizer(DecisionTree tree, AdditiveCost cost, Func<Cost, long> quantity)
{
    public QuantityRange Range
    {
        get
        {
            var all = Constant(quantity(cost.Always)) * Product(tree.Roots);
            return new QuantityRange(all.Minimum, all.Mean, all.Maximum);
        }
    }

    private Summary Summarize(Decision decision)
    {
        ImmutableArray<Summary> alternatives = [.. decision.Choosable.Select(a => Summarize(decision, a.Label))];
        if (decision.Kind == DecisionKind.One)
            return alternatives.Aggregate(Summary.None, (sum, a) => sum + a);
        var bySize = BySize(alternatives, decision.Maximum);
        return bySize.Skip(decision.Minimum).Aggregate(Summary.None, (sum, a) => sum + a);
    }

    private Summary Summarize(Decision decision, string alternative) =>
        Constant(quantity(cost.For(decision, alternative))) * Product(tree.Children(decision, alternative));

    private Summary Product(ImmutableArray<Decision> decisions) =>
        decisions.Aggregate(Constant(0), (product, d) => product * Summarize(d));

    private static Summary Constant(long value) => new(1, value, value, value);

    /// <summary>Element k summarizes all subsets of k alternatives.</summary>
    private static Summary[] BySize(ImmutableArray<Summary> alternatives, int maximum)
    {
        var sums = new Summary[Math.Min(maximum, alternatives.Length) + 1];
        Array.Fill(sums, Summary.None);
        sums[0] = Constant(0);
        foreach (var alternative in alternatives)
            for (var k = sums.Length - 1; k > 0; k--)
                sums[k] += sums[k - 1] * alternative;
        return sums;
    }

    /// <summary>
    /// A set of partial architectures: how many, their smallest and largest cost, the sum of their costs. `+` unites two
    /// sets, `*` makes every pair: a semiring.
    /// </summary>
    private readonly record struct Summary(BigInteger Count, long Minimum, long Maximum, BigInteger Total)
    {
        public static readonly Summary None = new(0, long.MaxValue, long.MinValue, 0);

        public double Mean
        {
            get
            {
                var whole = BigInteger.DivRem(Total, Count, out var rest);
                const int places = 1_000_000;
                return (double)whole + (double)(rest * places / Count) / places;
            }
        }

        public static Summary operator +(Summary a, Summary b) => new(
            a.Count + b.Count, Math.Min(a.Minimum, b.Minimum), Math.Max(a.Maximum, b.Maximum), a.Total + b.Total);

        public static Summary operator *(Summary a, Summary b) => a.Count.IsZero || b.Count.IsZero
            ? None
            : new(
                a.Count * b.Count, a.Minimum + b.Minimum, a.Maximum + b.Maximum,
                (a.Total * b.Count) + (b.Total * a.Count));
    }
}
