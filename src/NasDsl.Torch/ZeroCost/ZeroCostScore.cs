using System.Collections.Immutable;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch;

/// <summary>
/// A score of a network that nobody trained, from one batch: some predict which architecture is better after training (Abdelfattah et
/// al., "Zero-cost proxies for lightweight NAS", 2021). More is better.
/// </summary>
public abstract class ZeroCostScore
{
    /// <summary>All of them, in the order of their names' first publication.</summary>
    public static ImmutableArray<ZeroCostScore> All { get; } =
    [
        new GradNormScore(), new SnipScore(), new GraspScore(), new SynflowScore(), new FisherScore(), new JacovScore(), new NaswotScore(),
        new ZenScore(),
    ];

    /// <summary>As a program and the command line call it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it needs inputs that gradients can reach or noise can be added to: images, not tokens.</summary>
    public virtual bool NeedsImages => false;

    /// <summary>The score; NaN or infinite where the network has none.</summary>
    /// <param name="network">freshly initialized and in training mode; its weights and mode may be changed.</param>
    public abstract double Of(ObservedNetwork network, ScoreBatch batch);

    /// <summary>The score of that name; null where there is none.</summary>
    public static ZeroCostScore? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    /// <summary>Mean cross-entropy of a batch, in nats.</summary>
    private protected static Tensor Loss(ObservedNetwork network, ScoreBatch batch)
    {
        var logits = network.Network.call(batch.Inputs);
        return functional.cross_entropy(logits.reshape(-1, logits.shape[^1]), batch.Targets);
    }

    /// <summary>The gradients of a scalar, zero where a tensor has no part in it.</summary>
    private protected static IReadOnlyList<Tensor> Gradients(Tensor scalar, IReadOnlyList<Tensor> tensors, bool createGraph = false) =>
    [
        .. autograd.grad([scalar], [.. tensors], null, retain_graph: createGraph, create_graph: createGraph, allow_unused: true)
            .Select((gradient, i) => gradient.IsInvalid ? zeros_like(tensors[i]) : gradient),
    ];

    private protected static double Value(Tensor scalar) => scalar.to(ScalarType.Float64).item<double>();
}

/// <summary>What a score looks at.</summary>
/// <param name="Inputs">[N, C, H, W], or int64 tokens [N, steps].</param>
/// <param name="Targets">int64 classes [N], or the next tokens [N * steps].</param>
public sealed record ScoreBatch(Tensor Inputs, Tensor Targets);
