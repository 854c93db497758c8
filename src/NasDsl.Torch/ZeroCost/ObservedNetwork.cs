using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch;

/// <summary>A network whose inside can be looked at: its modules are called so that hooks run.</summary>
public sealed class ObservedNetwork(Module<Tensor, Tensor> network, Action<Action<Tensor>?>? observeRectifiers = null) : IDisposable
{
    public Module<Tensor, Tensor> Network => network;

    /// <summary>Kernels and matrices; no biases, and nothing of normalizations.</summary>
    public IReadOnlyList<Parameter> Weights => [.. network.parameters().Where(p => p.dim() > 1)];

    /// <summary>Until disposed, <paramref name="observe"/> receives what enters each rectified linear unit.</summary>
    public IDisposable ObserveRectifiers(Action<Tensor> observe)
    {
        var hooks = network.modules().Where(m => m is TorchSharp.Modules.ReLU or TorchSharp.Modules.ReLU6).OfType<Module<Tensor, Tensor>>()
            .Select(m => m.register_forward_pre_hook((_, input) =>
            {
                observe(input);
                return input;
            })).ToList();
        observeRectifiers?.Invoke(observe);
        return new Observation(() =>
        {
            hooks.ForEach(h => h.remove());
            observeRectifiers?.Invoke(null);
        });
    }

    public void Dispose() => network.Dispose();

    private sealed class Observation(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
