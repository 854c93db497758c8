namespace NasDsl.Torch;

/// <summary>How undecided a supernet is.</summary>
public static class AlphaEntropy
{
    /// <summary>
    /// The mean, over all rows of all decisions, of the entropy of the row's softmax, in nats: ln(n) for n
    /// alternatives that are equally likely, 0 when all is decided.
    /// </summary>
    public static double Mean(SupernetModel supernet)
    {
        var alphas = supernet.AlphaValues();
        return supernet.Alphas
            .SelectMany(item => alphas[item.Key].Chunk((int)item.Value.shape[^1]))
            .Select(Of)
            .DefaultIfEmpty(0)
            .Average();
    }

    /// <summary>The entropy of one row's softmax.</summary>
    public static double Of(IReadOnlyCollection<double> row)
    {
        var largest = row.Max();
        var sum = row.Sum(alpha => Math.Exp(alpha - largest));
        return row.Sum(alpha => Math.Exp(alpha - largest) / sum * (Math.Log(sum) - (alpha - largest)));
    }
}
