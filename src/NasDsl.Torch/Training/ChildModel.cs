using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch;

/// <summary>A network without decisions: images [N, C, H, W] to logits [N, classes].</summary>
/// <param name="SetDropPath">sets the probability that a path is dropped, where the network has droppable paths.</param>
/// <param name="Auxiliary">features to logits, a second head that is used in training only.</param>
/// <param name="ForwardWithFeatures">images to logits and the auxiliary head's features.</param>
public sealed record ChildModel(
    Module<Tensor, Tensor> Network,
    Action<double>? SetDropPath = null,
    Module<Tensor, Tensor>? Auxiliary = null,
    Func<Tensor, (Tensor Logits, Tensor Features)>? ForwardWithFeatures = null);
