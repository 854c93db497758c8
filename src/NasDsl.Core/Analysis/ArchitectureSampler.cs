using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>
/// Draws architectures uniformly: each of them is equally likely, however many decisions lead to it. The same seed gives
/// the same architectures everywhere.
/// </summary>
public sealed class ArchitectureSampler
{
    public const int DefaultAttempts = 10_000;

    private readonly SpaceCounter counter;
    private readonly StableRandom random;

    private ArchitectureSampler(SpaceCounter counter, StableRandom random)
    {
        this.counter = counter;
        this.random = random;
    }

    /// <exception cref="ArgumentException">The space has no architecture at all.</exception>
    public static ArchitectureSampler For(SearchSpace space, long seed) => For(space, new StableRandom(seed));

    /// <inheritdoc cref="For(SearchSpace, long)"/>
    public static ArchitectureSampler For(SearchSpace space, StableRandom random)
    {
        var counter = SpaceCounter.For(space);
        return counter.Architectures.IsZero
            ? throw new ArgumentException($"the space of `{space.Name}` has no architecture", nameof(space))
            : new ArchitectureSampler(counter, random);
    }

    public Architecture Next()
    {
        var choices = Architecture.Empty.Choices.ToBuilder();
        foreach (var decision in counter.Tree.Roots)
            Draw(decision, choices);
        return new Architecture(choices.ToImmutable());
    }

    /// <summary>
    /// An architecture that satisfies <paramref name="accept"/>, uniform among those that do; null if none of
    /// <paramref name="attempts"/> drawn does.
    /// </summary>
    public Architecture? Next(Func<Architecture, bool> accept, int attempts = DefaultAttempts)
    {
        for (var i = 0; i < attempts; i++)
            if (Next() is var architecture && accept(architecture))
                return architecture;
        return null;
    }

    private void Draw(Decision decision, ImmutableSortedDictionary<string, ImmutableArray<string>>.Builder choices)
    {
        if (decision.Kind is DecisionKind.Order or DecisionKind.Real)
        {
            choices[decision.Name] = decision.Interval is { } interval ? [DrawNumber(interval)] : DrawOrder(decision);
            return;
        }

        ImmutableArray<string> labels = [.. decision.Choosable.Select(a => a.Label)];
        ImmutableArray<BigInteger> weights = [.. labels.Select(l => counter.CountInside(decision, l))];
        ImmutableArray<string> taken = decision.Kind == DecisionKind.One
            ? [labels[DrawIndex(weights)]]
            : DrawAllowed(decision, labels, weights);
        choices[decision.Name] = taken;
        foreach (var label in taken)
            foreach (var child in counter.Tree.Children(decision, label))
                Draw(child, choices);
    }

    private string DrawNumber(RealInterval interval)
    {
        var at = random.NextDouble();
        var number = interval.IsLogarithmic
            ? interval.Minimum * Math.Pow(interval.Maximum / interval.Minimum, at)
            : interval.Minimum + at * (interval.Maximum - interval.Minimum);
        return Math.Clamp(number, interval.Minimum, interval.Maximum).ToString("R", CultureInfo.InvariantCulture);
    }

    private ImmutableArray<string> DrawOrder(Decision decision)
    {
        var left = decision.Alternatives.Select(a => a.Label).ToList();
        var order = ImmutableArray.CreateBuilder<string>();
        while (left.Count > 0)
        {
            var index = random.NextBelow(left.Count);
            order.Add(left[index]);
            left.RemoveAt(index);
        }
        return order.ToImmutable();
    }

    /// <summary>Index i with probability in proportion to weight i.</summary>
    private int DrawIndex(ImmutableArray<BigInteger> weights)
    {
        var left = random.NextBelow(weights.Aggregate(BigInteger.Zero, BigInteger.Add));
        var index = 0;
        while (left >= weights[index])
            left -= weights[index++];
        return index;
    }

    /// <summary>
    /// A subset of labels; where only some can be taken, uniform among those: others are drawn again. Every graph with an edge
    /// from input to output can be taken, which leaves no rule that refuses nearly all.
    /// </summary>
    private ImmutableArray<string> DrawAllowed(Decision decision, ImmutableArray<string> labels, ImmutableArray<BigInteger> weights)
    {
        while (true)
        {
            ImmutableArray<string> taken = [.. DrawSubset(weights, decision.Minimum, decision.Maximum).Select(i => labels[i])];
            if (decision.Dag?.Allows(taken) != false)
                return taken;
        }
    }

    /// <summary>
    /// A subset with probability in proportion to the product of its weights: its size first, then element after element,
    /// each by the weight of all completions with it and without it.
    /// </summary>
    private List<int> DrawSubset(ImmutableArray<BigInteger> weights, int minimum, int maximum)
    {
        var bySize = SpaceCounter.ElementarySymmetric(weights, maximum);
        var left = minimum + DrawIndex([.. bySize.Skip(minimum)]);
        var taken = new List<int>();
        for (var i = 0; left > 0; i++)
        {
            var rest = SpaceCounter.ElementarySymmetric(weights[(i + 1)..], left);
            var with = weights[i] * rest[left - 1];
            var without = left < rest.Length ? rest[left] : BigInteger.Zero;
            if (random.NextBelow(with + without) >= with)
                continue;
            taken.Add(i);
            left--;
        }
        return taken;
    }
}
