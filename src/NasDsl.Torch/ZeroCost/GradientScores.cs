using TorchSharp;
using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>
/// Gradient norm (Abdelfattah et al., 2021): the sum over all kernels and matrices W of the Euclidean norm of the gradient of the loss,
/// sum_W ||dL/dW||.
/// </summary>
public sealed class GradNormScore : ZeroCostScore
{
    public override string Name => "grad_norm";

    public override double Of(ObservedNetwork network, ScoreBatch batch)
    {
        using var scope = NewDisposeScope();
        return Gradients(Loss(network, batch), network.Weights).Sum(g => Value(g.pow(2).sum().sqrt()));
    }
}

/// <summary>
/// SNIP (Lee, Ajanthan and Torr, "SNIP: single-shot network pruning based on connection sensitivity", 2019), summed over all kernels and
/// matrices: sum |dL/dw * w|.
/// </summary>
public sealed class SnipScore : ZeroCostScore
{
    public override string Name => "snip";

    public override double Of(ObservedNetwork network, ScoreBatch batch)
    {
        using var scope = NewDisposeScope();
        var weights = network.Weights;
        return Gradients(Loss(network, batch), weights).Select((g, i) => Value((g * weights[i]).abs().sum())).Sum();
    }
}

/// <summary>
/// GraSP (Wang, Zhang and Grosse, "Picking winning tickets before training by preserving gradient flow", 2020), summed over all kernels
/// and matrices: -sum (H g) * w, with the gradient g = dL/dw and the Hessian H of the loss.
/// </summary>
public sealed class GraspScore : ZeroCostScore
{
    public override string Name => "grasp";

    public override double Of(ObservedNetwork network, ScoreBatch batch)
    {
        using var scope = NewDisposeScope();
        var weights = network.Weights;
        var gradients = Gradients(Loss(network, batch), weights, createGraph: true);
        // The gradient of g * constant(g) is H g.
        var product = gradients.Select(g => (g * g.detach()).sum()).Aggregate((a, b) => a + b);
        if (!product.requires_grad)
            return 0;
        return -Gradients(product, weights).Select((h, i) => Value((h * weights[i]).sum())).Sum();
    }
}

/// <summary>
/// SynFlow (Tanaka, Kunin, Yamins and Ganguli, "Pruning neural networks without any data by iteratively conserving synaptic flow", 2020),
/// summed over all kernels and matrices: sum dR/dw * w, with R the sum of the outputs for an input of ones, all parameters replaced by their
/// absolute values.
/// </summary>
/// <remarks>
/// In evaluation mode, in which the batch normalizations of a network that nobody trained change nothing but a hundred-thousandth, and in
/// float64, because the product of many layers overflows float32.
/// </remarks>
public sealed class SynflowScore : ZeroCostScore
{
    public override string Name => "synflow";

    public override bool NeedsImages => true;

    public override double Of(ObservedNetwork network, ScoreBatch batch)
    {
        using var scope = NewDisposeScope();
        network.Network.to(ScalarType.Float64);
        network.Network.eval();
        using (no_grad())
            foreach (var parameter in network.Network.parameters())
                parameter.copy_(parameter.abs());
        var shape = batch.Inputs.shape;
        shape[0] = 1;
        var weights = network.Weights;
        var flow = network.Network.call(ones(shape, dtype: ScalarType.Float64, device: batch.Inputs.device)).sum();
        return Gradients(flow, weights).Select((g, i) => Value((g * weights[i]).sum())).Sum();
    }
}
