using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace NasDsl.Torch;

/// <summary>Makes optimizers from settings.</summary>
internal static class Optimizers
{
    public static Optimizer Create(OptimizerSettings settings, IReadOnlyList<Parameter> parameters, int epochs)
    {
        var lr = settings.LearningRate.At(0, epochs);
        return settings.Kind switch
        {
            OptimizerKind.Adam => Adam(parameters, lr, settings.Beta1, settings.Beta2, weight_decay: settings.WeightDecay),
            OptimizerKind.AdamW => AdamW(parameters, lr, settings.Beta1, settings.Beta2, weight_decay: settings.WeightDecay),
            _ => SGD(parameters, lr, settings.Momentum, weight_decay: settings.WeightDecay, nesterov: settings.Nesterov),
        };
    }

    public static void SetLearningRate(Optimizer optimizer, double rate)
    {
        foreach (var group in optimizer.ParamGroups)
            group.LearningRate = rate;
    }

    /// <summary>The momentum buffers of SGD in the order of its parameters; null before the first step.</summary>
    public static IReadOnlyList<Tensor?> MomentumBuffers(Optimizer optimizer, int count)
    {
        var states = optimizer is SGD sgd ? sgd.state_dict().State : [];
        return [.. Enumerable.Range(0, count).Select(i => (states.ElementAtOrDefault(i) as SGD.State)?.momentum_buffer)];
    }

    /// <summary>Scales the gradients so that their norm is at most the settings' clip.</summary>
    public static void Clip(OptimizerSettings settings, IEnumerable<Parameter> parameters)
    {
        if (settings.Clip > 0)
            nn.utils.clip_grad_norm_(parameters.Where(parameter => parameter.grad is not null), settings.Clip);
    }
}
