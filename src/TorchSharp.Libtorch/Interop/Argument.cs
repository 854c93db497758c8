using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>What an argument holds. Must agree with `Kind` in native/value.h.</summary>
internal enum ArgumentKind
{
    None, Tensor, Int, Double, Bool, IntList, DoubleList, BoolList, TensorList, OptionalTensorList, String, Device,
    Generator,
}

/// <summary>
/// One argument of an ATen operator. Everything the API passes converts implicitly; a null is ATen's None.
/// </summary>
internal readonly struct Argument
{
    public readonly ArgumentKind Kind;
    public readonly long Bits;
    public readonly object? Reference;

    private Argument(ArgumentKind kind, long bits, object? reference = null)
    {
        Kind = kind;
        Bits = bits;
        Reference = reference;
    }

    private Argument(ArgumentKind kind, object? reference)
    {
        Kind = reference is null ? ArgumentKind.None : kind;
        Reference = reference;
    }

    public static Argument None => default;

    /// <summary>A list whose elements may be missing (`Tensor?[]`), as indexing takes.</summary>
    public static Argument OptionalTensors(Tensor?[] tensors) => new(ArgumentKind.OptionalTensorList, tensors);

    public static Argument Tensors(IEnumerable<Tensor> tensors) => new(ArgumentKind.TensorList, tensors.ToArray());

    public static implicit operator Argument(Tensor? value) => new(ArgumentKind.Tensor, value);

    public static implicit operator Argument(Tensor[] value) => new(ArgumentKind.TensorList, value);

    public static implicit operator Argument(long value) => new(ArgumentKind.Int, value);

    public static implicit operator Argument(int value) => new(ArgumentKind.Int, (long)value);

    public static implicit operator Argument(double value) =>
        new(ArgumentKind.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Argument(bool value) => new(ArgumentKind.Bool, value ? 1L : 0L);

    public static implicit operator Argument(long? value) => value is { } number ? number : None;

    public static implicit operator Argument(int? value) => value is { } number ? number : None;

    public static implicit operator Argument(double? value) => value is { } number ? number : None;

    public static implicit operator Argument(bool? value) => value is { } flag ? flag : None;

    public static implicit operator Argument(Scalar? value) => value is null ? None : value.ToArgument();

    public static implicit operator Argument(long[]? value) => new(ArgumentKind.IntList, value);

    public static implicit operator Argument(double[]? value) => new(ArgumentKind.DoubleList, value);

    public static implicit operator Argument(bool[]? value) => new(ArgumentKind.BoolList, value);

    public static implicit operator Argument(string? value) => new(ArgumentKind.String, value);

    public static implicit operator Argument(ScalarType? value) => value is { } type ? (long)type : None;

    public static implicit operator Argument(ScalarType value) => (long)value;

    public static implicit operator Argument(memory_format value) => (long)value;

    public static implicit operator Argument(Device? value) => new(ArgumentKind.Device, value);

    public static implicit operator Argument(Generator? value) => new(ArgumentKind.Generator, value);
}
