using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch;

/// <summary>
/// Fisher information of channels (Theis et al., "Faster gaze prediction with dense networks and Fisher pruning", 2018; Turner et al.,
/// "BlockSwap", 2020), summed over all channels c of the outputs a of convolutions and linear layers:
/// sum_c 1/(2N) sum_n (sum_i a_nci dL/da_nci)^2, with i over the places of a channel.
/// </summary>
public sealed class FisherScore : ZeroCostScore
{
    public override string Name => "fisher";

    public override double Of(ObservedNetwork network, ScoreBatch batch)
    {
        using var scope = NewDisposeScope();
        var activations = new List<Tensor>();
        var hooks = network.Network.modules().Where(m => m is Convolution or TorchSharp.Modules.Linear).OfType<Module<Tensor, Tensor>>()
            .Select(m => m.register_forward_hook((_, _, output) => Keep(activations, output))).ToList();
        try
        {
            var loss = Loss(network, batch);
            return Gradients(loss, activations).Select((g, i) => Score(activations[i], g)).Sum();
        }
        finally
        {
            hooks.ForEach(h => h.remove());
            activations.ForEach(a => a.Dispose());
        }
    }

    /// <summary>What goes on through the network is another object, which the network may dispose of.</summary>
    private static Tensor Keep(List<Tensor> activations, Tensor output)
    {
        var kept = output.alias().DetachFromDisposeScope();
        activations.Add(kept);
        return kept.alias();
    }

    private static double Score(Tensor activation, Tensor gradient)
    {
        var product = activation * gradient;
        // Channels are dimension 1 of images, and the last one of anything else.
        var channels = product.dim() == 4 ? product.sum([2, 3]) : product.reshape(-1, product.shape[^1]);
        return Value(channels.pow(2).sum()) / (2.0 * channels.shape[0]);
    }
}
