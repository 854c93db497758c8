using static TorchSharp.torch;

namespace NasDsl.Torch.Tests;

internal static class TensorAssertions
{
    /// <summary>Whether two tensors have the same shape and the same values, bit by bit but for signed zeros.</summary>
    public static bool SameAs(this Tensor tensor, Tensor other) =>
        tensor.shape.SequenceEqual(other.shape) && tensor.eq(other).all().item<bool>();
}
