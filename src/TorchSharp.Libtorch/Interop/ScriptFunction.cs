using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>Calls of TorchScript functions.</summary>
internal static unsafe class ScriptFunction
{
    private const int StackArguments = 16;

    /// <param name="function">What `ts_script_function` found; its unit has to outlive the call.</param>
    /// <returns>A tensor, which the current dispose scope owns, a scalar, or null.</returns>
    [SkipLocalsInit]
    public static object? Call(nint function, object?[] arguments)
    {
        var buffer = arguments.Length <= StackArguments
            ? stackalloc NativeValue[StackArguments]
            : new NativeValue[arguments.Length];
        fixed (NativeValue* values = buffer)
        {
            for (var i = 0; i < arguments.Length; i++)
                values[i] = Pack(arguments[i]);
            NativeValue* results;
            var count = Native.ts_script_call(function, values, arguments.Length, &results);
            // Nothing else keeps a tensor from being finalized between reading its handle and the call.
            GC.KeepAlive(arguments);
            Native.Check(count);
            return count == 0 ? null : Unpack(*results);
        }
    }

    private static NativeValue Pack(object? argument) => argument switch
    {
        Tensor tensor => new() { Kind = ArgumentKind.Tensor, Bits = tensor.Handle },
        int number => Integer(number),
        long number => Integer(number),
        bool flag => new() { Kind = ArgumentKind.Bool, Bits = flag ? 1 : 0 },
        float number => Real(number),
        double number => Real(number),
        Scalar scalar => Number(scalar.ToArgument()),
        null => default,
        _ => throw new ArgumentException($"a script cannot take an argument of type `{argument.GetType().Name}`"),
    };

    private static NativeValue Integer(long number) => new() { Kind = ArgumentKind.Int, Bits = number };

    private static NativeValue Real(double number) =>
        new() { Kind = ArgumentKind.Double, Bits = BitConverter.DoubleToInt64Bits(number) };

    private static NativeValue Number(in Argument number) => new() { Kind = number.Kind, Bits = number.Bits };

    private static object Unpack(in NativeValue result) =>
        result.Kind == ArgumentKind.Tensor ? (object)new Tensor((nint)result.Bits) : Number(result);

    /// <remarks>Apart from tensors, or the compiler would convert scalars to these.</remarks>
    private static Scalar Number(in NativeValue result) => result.Kind switch
    {
        ArgumentKind.Double => BitConverter.Int64BitsToDouble(result.Bits),
        ArgumentKind.Bool => result.Bits != 0,
        _ => (Scalar)result.Bits,
    };
}
