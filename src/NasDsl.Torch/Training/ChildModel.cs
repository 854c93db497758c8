using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch;

/// <summary>A network without decisions: images [N, C, H, W] to logits [N, classes], or tokens
/// [N, steps] to logits [N, steps, vocabulary].</summary>
/// <param name="SetDropPath">sets the probability that a path is dropped, where the network has droppable paths.</param>
/// <param name="Auxiliary">features to logits, a second head that is used in training only.</param>
/// <param name="ForwardWithFeatures">images to logits and the auxiliary head's features.</param>
/// <param name="ForwardFrom">carries the states of recurrent layers along, where the network has any.</param>
public sealed record ChildModel(
    Module<Tensor, Tensor> Network,
    Action<double>? SetDropPath = null,
    Module<Tensor, Tensor>? Auxiliary = null,
    Func<Tensor, (Tensor Logits, Tensor Features)>? ForwardWithFeatures = null,
    StatefulForward? ForwardFrom = null);
