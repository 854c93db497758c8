using System.Collections.Immutable;
using System.Numerics;
using NasDsl.Analysis;

namespace NasDsl.Search;

/// <summary>Drawing by weights.</summary>
internal static class Sampling
{
    /// <summary>Index i with probability in proportion to weight i; weights are not negative, and one is positive.</summary>
    public static int Index(StableRandom random, ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
            sum += weight;
        var left = random.NextDouble() * sum;
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] <= 0)
                continue;
            last = i;
            left -= weights[i];
            if (left < 0)
                return i;
        }
        return last;
    }

    /// <summary>Counts as shares of their sum, however large they are.</summary>
    public static ImmutableArray<double> Shares(IReadOnlyList<BigInteger> counts)
    {
        var sum = counts.Aggregate(BigInteger.Zero, BigInteger.Add);
        return [.. counts.Select(c => Ratio(c, sum))];
    }

    public static double Ratio(BigInteger part, BigInteger whole) =>
        part.IsZero || whole.IsZero ? 0 : Math.Exp(BigInteger.Log(part) - BigInteger.Log(whole));

    /// <summary>Shuffles in place (Fisher and Yates).</summary>
    public static void Shuffle<T>(StableRandom random, Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = random.NextBelow(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Standard normal, by the polar method of Marsaglia.</summary>
    public static double Normal(StableRandom random)
    {
        while (true)
        {
            var (u, v) = (2 * random.NextDouble() - 1, 2 * random.NextDouble() - 1);
            var s = u * u + v * v;
            if (s is > 0 and < 1)
                return u * Math.Sqrt(-2 * Math.Log(s) / s);
        }
    }
}
