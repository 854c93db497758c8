using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>The running statistics of batch normalization, for weights that several architectures share.</summary>
internal static class Statistics
{
    /// <summary>How much of a batch's statistics enters the running ones.</summary>
    private const double Momentum = 0.1;

    /// <summary>
    /// Sets mean and variance of each normalization to their averages over some training batches, as the network is taken now. What is not
    /// computed keeps zeros. The number of batches seen stays what the training made it, even if this is cancelled.
    /// </summary>
    /// <remarks>A buffer that was zero before a batch holds the batch's own statistics, times the momentum.</remarks>
    public static void Recalculate(nn.Module network, SearchData data, int batches, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Tensor[] running = [.. Named("running_mean"), .. Named("running_var")];
        Tensor[] sums = [.. running.Select(buffer => zeros_like(buffer))];
        var counts = Named("num_batches_tracked").Select(buffer => (buffer, Before: buffer.clone())).ToList();
        var done = 0;
        try
        {
            data.Forward(batches, _ => Gather(), cancellation);
        }
        finally
        {
            foreach (var (buffer, before) in counts)
                buffer.copy_(before);
        }
        Gather();
        for (var i = 0; i < running.Length; i++)
            running[i].copy_(sums[i] / (Math.Max(1, done - 1) * Momentum));

        IEnumerable<Tensor> Named(string kind) => network.named_buffers()
            .Where(item => item.name.EndsWith(kind, StringComparison.Ordinal)).Select(item => item.buffer);

        void Gather()
        {
            for (var i = 0; i < running.Length; i++)
            {
                if (done > 0)
                    sums[i].add_(running[i]);
                running[i].zero_();
            }
            done++;
        }
    }
}
