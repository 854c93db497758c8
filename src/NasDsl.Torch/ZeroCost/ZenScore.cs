using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch;

/// <summary>
/// Zen-score (Lin et al., "Zen-NAS: a zero-shot NAS for high-performance image recognition", 2021): log E ||f(x) - f(x + a e)|| +
/// sum_k log sqrt(mean_j s_kj^2), with x and e standard normal, a = 0.01, weights drawn from a standard normal distribution, and s_kj^2 the
/// variance of channel j in a batch before batch normalization k.
/// </summary>
/// <remarks>
/// f are the features that enter the last linear layer, the network's outputs where it has none. The published f stops before the pooling
/// that is in front of that layer.
/// </remarks>
public sealed class ZenScore : ZeroCostScore
{
    private const double Step = 0.01;

    public override string Name => "zen";

    public override bool NeedsImages => true;

    public override double Of(ObservedNetwork network, ScoreBatch batch)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var weight in network.Weights)
            weight.copy_(randn_like(weight));
        var x = randn_like(batch.Inputs);
        var scales = new List<double>();
        var hooks = network.Network.modules().OfType<BatchNorm>()
            .Select(m => ((Module<Tensor, Tensor>)m).register_forward_hook((_, input, output) => Measure(scales, input, output))).ToList();
        var features = Features(network, x);
        hooks.ForEach(h => h.remove());
        var moved = Features(network, x + Step * randn_like(x));
        var distance = (features - moved).to(ScalarType.Float64).reshape(x.shape[0], -1).pow(2).sum(1).sqrt().mean();
        return Math.Log(Value(distance)) + scales.Sum(s => Math.Log(Math.Sqrt(s)));
    }

    private static Tensor Measure(List<double> scales, Tensor input, Tensor output)
    {
        using var scope = NewDisposeScope();
        var channels = input.to(ScalarType.Float64).transpose(0, 1).reshape(input.shape[1], -1);
        scales.Add(Value((channels - channels.mean([1], keepdim: true)).pow(2).mean()));
        return output;
    }

    private static Tensor Features(ObservedNetwork network, Tensor input)
    {
        Tensor? features = null;
        var last = network.Network.modules().OfType<Linear>().LastOrDefault();
        var hook = last?.register_forward_hook((_, entering, output) =>
        {
            features = entering.clone().DetachFromDisposeScope();
            return output;
        });
        var outputs = network.Network.call(input);
        hook?.remove();
        return features is null ? outputs : features.alias();
    }
}
