namespace NasDsl.Search;

/// <summary>How far two quantities order things alike: 1 for the same order, -1 for the opposite one; NaN where one is constant.</summary>
public static class RankCorrelation
{
    /// <summary>Spearman's rho: the correlation of the ranks, equal values having the mean of theirs.</summary>
    public static double Spearman(double[] a, double[] b)
    {
        var (x, y) = (Ranks(a), Ranks(b));
        var mean = (a.Length + 1) / 2.0;
        var (xy, xx, yy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            xy += (x[i] - mean) * (y[i] - mean);
            xx += (x[i] - mean) * (x[i] - mean);
            yy += (y[i] - mean) * (y[i] - mean);
        }
        return xy / Math.Sqrt(xx * yy);
    }

    /// <summary>Kendall's tau-b: pairs in the same order less pairs in opposite orders, over the pairs without ties in either.</summary>
    public static double Kendall(double[] a, double[] b)
    {
        var (balance, untiedA, untiedB) = (0L, 0L, 0L);
        for (var i = 0; i < a.Length; i++)
            for (var j = 0; j < i; j++)
            {
                var (x, y) = (a[i].CompareTo(a[j]), b[i].CompareTo(b[j]));
                balance += x * y;
                untiedA += x * x;
                untiedB += y * y;
            }
        return balance / Math.Sqrt((double)untiedA * untiedB);
    }

    private static double[] Ranks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Length];
        for (var first = 0; first < order.Length;)
        {
            var last = first;
            while (last + 1 < order.Length && values[order[last + 1]] == values[order[first]])
                last++;
            for (var i = first; i <= last; i++)
                ranks[order[i]] = (first + last) / 2.0 + 1;
            first = last + 1;
        }
        return ranks;
    }
}
