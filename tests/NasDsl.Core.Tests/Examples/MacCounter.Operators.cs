using TorchSharp.Interop;
using static TorchSharp.torch;

namespace NasDsl.Tests.Examples;

internal sealed partial class MacCounter
{
    static partial void Create(ref MacCounter? counter)
    {
        counter = new MacCounter();
        Operator.Observer = counter.Observe;
    }

    partial void Detach() => Operator.Observer = null;

    private void Observe(string name, ReadOnlySpan<Argument> arguments, Tensor result) => Macs += name switch
    {
        // A weight [out, in / groups, kernel..]: each output element takes the elements of one filter.
        "conv1d" or "conv2d" => result.numel() * (TensorOf(arguments[1]).numel() / TensorOf(arguments[1]).size(0)),
        "linear" or "matmul" or "mm" or "bmm" => result.numel() * TensorOf(arguments[0]).size(-1),
        "addmm" => result.numel() * TensorOf(arguments[1]).size(-1),
        "mv" or "dot" or "einsum" or "outer" or "gru_cell" or "lstm_cell" or "conv_transpose2d" =>
            throw new InvalidOperationException($"no rule counts the multiplications of `{name}`: add one"),
        _ => 0,
    };

    private static Tensor TensorOf(Argument argument) => (Tensor)(argument.Reference ?? throw new InvalidOperationException());
}
