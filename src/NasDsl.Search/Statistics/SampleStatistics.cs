using MathNet.Numerics.Distributions;

namespace NasDsl.Search;

/// <summary>What is said of the results of several seeds.</summary>
/// <param name="Deviation">The sample standard deviation; 0 for a single value.</param>
public sealed record SampleStatistics(int Count, double Mean, double Deviation)
{
    /// <summary>How far the mean may be off.</summary>
    public double StandardError => Count == 0 ? double.NaN : Deviation / Math.Sqrt(Count);

    public static SampleStatistics Of(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
            return new SampleStatistics(0, double.NaN, double.NaN);
        var mean = values.Average();
        var squares = values.Sum(v => (v - mean) * (v - mean));
        return new SampleStatistics(values.Count, mean, values.Count > 1 ? Math.Sqrt(squares / (values.Count - 1)) : 0);
    }
}

/// <summary>How likely two samples differ as much by chance; two-sided.</summary>
public static class SignificanceTest
{
    /// <summary>
    /// The probability of means so far apart if they were the same (Welch, "The generalization of `Student's' problem when several different
    /// population variances are involved", 1947); NaN where a sample has fewer than two values.
    /// </summary>
    public static double Welch(SampleStatistics a, SampleStatistics b)
    {
        if (a.Count < 2 || b.Count < 2)
            return double.NaN;
        var (va, vb) = (a.StandardError * a.StandardError, b.StandardError * b.StandardError);
        if (va + vb == 0)
            return a.Mean == b.Mean ? 1 : 0;
        var freedom = (va + vb) * (va + vb) / (va * va / (a.Count - 1) + vb * vb / (b.Count - 1));
        return 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(a.Mean - b.Mean) / Math.Sqrt(va + vb));
    }

    /// <summary>
    /// The probability of ranks so uneven if both samples came from the same (Mann and Whitney, 1947), by the normal approximation with
    /// corrections for ties and continuity; NaN where a sample is empty.
    /// </summary>
    public static double MannWhitney(IReadOnlyCollection<double> a, IReadOnlyCollection<double> b)
    {
        if (a.Count == 0 || b.Count == 0)
            return double.NaN;
        var all = a.Select(v => (Value: v, IsFirst: true)).Concat(b.Select(v => (Value: v, IsFirst: false)))
            .GroupBy(v => v.Value).OrderBy(g => g.Key).ToList();
        var (before, rankSum, ties) = (0, 0.0, 0.0);
        foreach (var group in all)
        {
            var count = group.Count();
            rankSum += group.Count(v => v.IsFirst) * (before + (count + 1) / 2.0);
            ties += (double)count * count * count - count;
            before += count;
        }
        var n = (double)before;
        var expected = (double)a.Count * b.Count / 2;
        var u = rankSum - a.Count * (a.Count + 1.0) / 2;
        var variance = a.Count * (double)b.Count / 12 * (n + 1 - ties / (n * (n - 1)));
        if (variance <= 0)
            return 1;
        var z = Math.Max(0, Math.Abs(u - expected) - 0.5) / Math.Sqrt(variance);
        return 2 * Normal.CDF(0, 1, -z);
    }
}
