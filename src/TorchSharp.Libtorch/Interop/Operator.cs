using System.Runtime.CompilerServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>Sees a call of an operator that returned one tensor.</summary>
/// <param name="name">The schema's name, without overload: `conv2d`.</param>
internal delegate void OperatorObserver(string name, ReadOnlySpan<Argument> arguments, Tensor result);

/// <summary>
/// An ATen operator, found by its schema name and overload at the first call and kept for the process's lifetime.
/// </summary>
/// <remarks>Arguments go in the schema's order; those left out at the end take the schema's defaults.</remarks>
internal sealed unsafe class Operator(string name, string overload = "")
{
    private const int StackWords = 64;

    /// <summary>Sees the calls that this thread makes through <see cref="Call"/>: for measurements; usually nobody.</summary>
    [ThreadStatic]
    internal static OperatorObserver? Observer;

    private nint handle;

    /// <summary>Whether the operator was ever called.</summary>
    public bool IsBound => handle != 0;

    /// <summary>Calls an operator that returns one tensor.</summary>
    public Tensor Call(params ReadOnlySpan<Argument> arguments)
    {
        var result = new Tensor((nint)Invoke(arguments)[0].Bits);
        Observer?.Invoke(name, arguments, result);
        return result;
    }

    /// <summary>Calls an operator that changes its first argument, and returns that.</summary>
    public Tensor CallInPlace(params ReadOnlySpan<Argument> arguments)
    {
        CallAndForget(arguments);
        return arguments[0].Reference as Tensor ?? throw new InvalidOperationException($"`{name}` needs a tensor first");
    }

    /// <summary>Calls an operator whose results nobody wants.</summary>
    public void CallAndForget(params ReadOnlySpan<Argument> arguments)
    {
        foreach (var result in Invoke(arguments))
            if (result.Kind == ArgumentKind.Tensor)
                Native.ts_release((nint)result.Bits);
    }

    public (Tensor First, Tensor Second) CallForTwo(params ReadOnlySpan<Argument> arguments)
    {
        var results = Invoke(arguments);
        return (new((nint)results[0].Bits), new((nint)results[1].Bits));
    }

    public (Tensor First, Tensor Second, Tensor Third) CallForThree(params ReadOnlySpan<Argument> arguments)
    {
        var results = Invoke(arguments);
        return (new((nint)results[0].Bits), new((nint)results[1].Bits), new((nint)results[2].Bits));
    }

    /// <summary>Calls an operator that returns a list of tensors.</summary>
    public Tensor[] CallForList(params ReadOnlySpan<Argument> arguments)
    {
        var results = Invoke(arguments);
        var tensors = new Tensor[results.Length];
        for (var i = 0; i < tensors.Length; i++)
            tensors[i] = new Tensor((nint)results[i].Bits);
        return tensors;
    }

    public bool CallForBool(params ReadOnlySpan<Argument> arguments) => Invoke(arguments)[0].Bits != 0;

    /// <summary>Calls an operator that returns one number, as the bits of an integer or of a double.</summary>
    public Scalar CallForScalar(params ReadOnlySpan<Argument> arguments)
    {
        var result = Invoke(arguments)[0];
        return result.Kind switch
        {
            ArgumentKind.Double => BitConverter.Int64BitsToDouble(result.Bits),
            ArgumentKind.Bool => result.Bits != 0,
            _ => result.Bits,
        };
    }

    /// <summary>The results stay valid until this thread's next call.</summary>
    [SkipLocalsInit]
    private ReadOnlySpan<NativeValue> Invoke(ReadOnlySpan<Argument> arguments)
    {
        if (handle == 0)
            handle = Native.Check(Native.ts_operator("aten::" + name, overload));

        var words = 0;
        foreach (ref readonly var argument in arguments)
            words += Words(argument);

        var values = stackalloc NativeValue[arguments.Length];
        var buffer = words <= StackWords ? stackalloc long[StackWords] : new long[words];
        fixed (long* lists = buffer)
        {
            var free = lists;
            for (var i = 0; i < arguments.Length; i++)
                values[i] = Pack(arguments[i], ref free);

            NativeValue* results;
            var count = Native.ts_call(handle, values, arguments.Length, &results);
            // Nothing else keeps a tensor from being finalized between reading its handle and the call.
            foreach (ref readonly var argument in arguments)
                GC.KeepAlive(argument.Reference);
            Native.Check(count);
            return new(results, count);
        }
    }

    private static int Words(in Argument argument) => argument.Reference switch
    {
        string text => (Encoding.UTF8.GetByteCount(text) + 7) / 8,
        Array list => list.Length,
        _ => 0,
    };

    /// <summary>Writes an argument for C; a list goes to <paramref name="free"/>, which moves past it.</summary>
    private static NativeValue Pack(in Argument argument, ref long* free)
    {
        var value = new NativeValue { Kind = argument.Kind, Bits = argument.Bits };
        switch (argument.Reference)
        {
            case null:
                return value;
            case Tensor tensor:
                value.Bits = tensor.Handle;
                return value;
            case Device device:
                value.Bits = device.index;
                value.Count = (int)device.type;
                return value;
            case Generator generator:
                value.Bits = generator.Handle;
                return value;
            default:
                value.Bits = (long)free;
                value.Count = CopyList(argument.Reference, free);
                free += Words(argument);
                return value;
        }
    }

    private static int CopyList(object list, long* words)
    {
        switch (list)
        {
            case long[] numbers:
                numbers.CopyTo(new Span<long>(words, numbers.Length));
                return numbers.Length;
            case double[] numbers:
                numbers.CopyTo(new Span<double>(words, numbers.Length));
                return numbers.Length;
            case bool[] flags:
                for (var i = 0; i < flags.Length; i++)
                    words[i] = flags[i] ? 1 : 0;
                return flags.Length;
            case Tensor?[] tensors:
                for (var i = 0; i < tensors.Length; i++)
                    words[i] = tensors[i]?.Handle ?? 0;
                return tensors.Length;
            case string text:
                return Encoding.UTF8.GetBytes(text, new Span<byte>(words, Encoding.UTF8.GetByteCount(text)));
            default:
                throw new InvalidOperationException($"the binding cannot pass a {list.GetType().Name}");
        }
    }
}
