using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch;

/// <summary>
/// Second-order DARTS (Liu, Simonyan and Yang, 2019, equations 6 to 8): the gradient with respect to the alphas of the
/// validation loss after one virtual step of the weights,
/// <c>w' = w - rate * (momentum * buffer + dL_train/dw + decay * w)</c>. The mixed derivative is a central finite
/// difference along <c>v = dL_val/dw'</c> with step <c>0.01 / |v|</c>.
/// </summary>
/// <remarks>
/// The weights and the network's buffers are put back bit by bit: neither the virtual step nor the running statistics
/// that batch normalisation gathers on the way remain.
/// </remarks>
internal sealed class UnrolledGradient(
    Module network, IReadOnlyList<Parameter> weights, IReadOnlyList<Parameter> alphas)
{
    /// <summary>The virtual step; the momentum buffers are in the order of the weights, null before the first step.</summary>
    internal sealed record VirtualStep(double Rate, double Momentum, double Decay, IReadOnlyList<Tensor?> Buffers);

    /// <summary>Leaves the gradient in the alphas' <c>grad</c>, and no gradient in the weights.</summary>
    /// <param name="trainLoss">the scalar loss of one training batch; called three times.</param>
    /// <param name="validationLoss">the scalar loss of one validation batch; called once.</param>
    public void Compute(Func<Tensor> trainLoss, Func<Tensor> validationLoss, VirtualStep step)
    {
        using var scope = NewDisposeScope();
        Tensor[] saved = [.. weights.Select(weight => weight.detach().clone())];
        Tensor[] buffers = [.. network.buffers()];
        Tensor[] savedBuffers = [.. buffers.Select(buffer => buffer.detach().clone())];
        try
        {
            var downhill = Gradients.Of(trainLoss, weights, frozen: alphas);
            Write(i => Stepped(saved[i], downhill[i], step.Buffers[i], step));
            var both = Gradients.Of(validationLoss, [.. alphas, .. weights], frozen: []);
            var (direct, direction) = (both[..alphas.Count], both[alphas.Count..]);
            var mixed = MixedDerivative(trainLoss, saved, direction);
            using var noGradient = no_grad();
            for (var i = 0; i < alphas.Count; i++)
                alphas[i].grad = direct[i] - step.Rate * mixed[i];
        }
        finally
        {
            Write(i => saved[i]);
            Restore(buffers, savedBuffers);
        }
    }

    // d2 L_train / d alpha d w, times the direction.
    private Tensor[] MixedDerivative(Func<Tensor> trainLoss, Tensor[] saved, Tensor[] direction)
    {
        var norm = Math.Sqrt(direction.Sum(part => part.square().sum().to(ScalarType.Float64).item<double>()));
        if (norm == 0)
            return [.. alphas.Select(alpha => zeros_like(alpha))];

        var epsilon = 0.01 / norm;
        Write(i => saved[i] + epsilon * direction[i]);
        var above = Gradients.Of(trainLoss, alphas, frozen: weights);
        Write(i => saved[i] - epsilon * direction[i]);
        var below = Gradients.Of(trainLoss, alphas, frozen: weights);
        return [.. above.Zip(below, (up, down) => (up - down) / (2 * epsilon))];
    }

    private static Tensor Stepped(Tensor weight, Tensor gradient, Tensor? buffer, VirtualStep step)
    {
        var direction = gradient + step.Decay * weight;
        if (buffer is not null && step.Momentum > 0)
            direction += step.Momentum * buffer;
        return weight - step.Rate * direction;
    }

    private void Write(Func<int, Tensor> value)
    {
        using var noGradient = no_grad();
        for (var i = 0; i < weights.Count; i++)
            weights[i].copy_(value(i));
    }

    private static void Restore(Tensor[] buffers, Tensor[] saved)
    {
        using var noGradient = no_grad();
        for (var i = 0; i < buffers.Length; i++)
            buffers[i].copy_(saved[i]);
    }
}
