namespace NasDsl.Search;

/// <summary>
/// How ENAS keeps a controller from being sure too early (Pham et al., 2018, section 3.3; Bello et al., 2017): logits become
/// constant * tanh(logit / temperature).
/// </summary>
/// <param name="Tanh">The constant; null for none.</param>
/// <param name="OperationTanh">The constant is divided by it where one alternative is chosen.</param>
internal sealed record LogitShape(double? Tanh, double OperationTanh, double Temperature)
{
    /// <summary>Bends logits in place.</summary>
    /// <param name="bent">Gets what the way back needs.</param>
    public void Forward(Span<double> logits, Span<double> bent, bool isOperation)
    {
        for (var i = 0; i < logits.Length; i++)
        {
            logits[i] /= Temperature;
            if (Tanh is not { } constant)
                continue;
            bent[i] = Math.Tanh(logits[i]);
            logits[i] = (isOperation ? constant / OperationTanh : constant) * bent[i];
        }
    }

    /// <summary>From gradients of bent logits to those of the logits, in place.</summary>
    public void Backward(ReadOnlySpan<double> bent, Span<double> gradients, bool isOperation)
    {
        for (var i = 0; i < bent.Length; i++)
        {
            gradients[i] /= Temperature;
            if (Tanh is { } constant)
                gradients[i] *= (isOperation ? constant / OperationTanh : constant) * (1 - bent[i] * bent[i]);
        }
    }
}

/// <summary>
/// Pulls the chance that an element is taken towards a wanted share, by the Kullback-Leibler divergence between the two (Pham et al.,
/// 2018, section 3.1).
/// </summary>
/// <param name="Weight">Of the divergence, in nats; released: 0.8.</param>
internal sealed record ShareTarget(double Share, double Weight)
{
    /// <summary>Adds the gradients of the divergence by the logits of "left out" and "taken".</summary>
    public void AddTo(Span<double> gradients, ReadOnlySpan<double> probabilities)
    {
        Span<double> logs = [Log(probabilities[0], 1 - Share), Log(probabilities[1], Share)];
        var divergence = probabilities[0] * logs[0] + probabilities[1] * logs[1];
        for (var i = 0; i < 2; i++)
            gradients[i] += Weight * probabilities[i] * (logs[i] - divergence);
    }

    private static double Log(double probability, double wanted) => probability > 0 ? Math.Log(probability / wanted) : 0;
}
