using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A copy of an array of any rank.</summary>
    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false,
        string[]? names = null)
    {
        var sizes = Enumerable.Range(0, rawArray.Rank).Select(rawArray.GetLongLength).ToArray();
        return FromMemory(rawArray, sizes, dtype, device, requires_grad, names);
    }

    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    /// <summary>The numbers from <paramref name="start"/> to <paramref name="stop"/>, which is not reached.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Aten.arange_start_step.Call(start, stop, step, dtype ?? Common(start, stop, step), Argument.None, Placed(device))
            .with_requires_grad(requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) => arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Aten.linspace.Call((Scalar)start, (Scalar)end, steps, dtype, Argument.None, Placed(device))
            .with_requires_grad(requires_grad);

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null)
    {
        RejectNames(names);
        return Aten.eye_m.Call(rows, columns < 0 ? rows : columns, dtype, Argument.None, Placed(device))
            .with_requires_grad(requires_grad);
    }

    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null) =>
        Aten.randperm_generator.Call(n, generator, dtype ?? ScalarType.Int64, Argument.None, Placed(device))
            .with_requires_grad(requires_grad);

    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null)
    {
        RejectNames(names);
        return input.zeros_like(dtype, device, requires_grad);
    }

    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null)
    {
        RejectNames(names);
        return input.ones_like(dtype, device, requires_grad);
    }

    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null)
    {
        RejectNames(names);
        return input.empty_like(dtype, device, requires_grad);
    }

    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null)
    {
        RejectNames(names);
        return input.full_like(value, dtype, device, requires_grad);
    }

    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) => input.rand_like(dtype, device, requires_grad);

    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) => input.randn_like(dtype, device, requires_grad);

    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null) =>
        Aten.normal_Tensor_Tensor.Call(mean, std, generator);

    private static Tensor Create(Operator create, long[] size, ScalarType? dtype, Device? device, bool requires_grad,
        string[]? names)
    {
        RejectNames(names);
        return create.Call(size, dtype, Argument.None, Placed(device)).with_requires_grad(requires_grad);
    }

    private static Tensor CreateFull(long[] size, Scalar value, ScalarType? dtype, Device? device, bool requires_grad,
        string[]? names)
    {
        RejectNames(names);
        return Aten.full.Call(size, value, dtype, Argument.None, Placed(device)).with_requires_grad(requires_grad);
    }

    private static Tensor CreateRandom(Operator create, long[] size, ScalarType? dtype, Device? device,
        bool requires_grad, Generator? generator, string[]? names)
    {
        RejectNames(names);
        return create.Call(size, generator, dtype, Argument.None, Placed(device)).with_requires_grad(requires_grad);
    }

    private static Tensor CreateIntegers(long low, long high, long[] size, ScalarType? dtype, Device? device,
        bool requires_grad, Generator? generator, string[]? names)
    {
        RejectNames(names);
        return Aten.randint_low_generator
            .Call(low, high, size, generator, dtype ?? ScalarType.Int64, Argument.None, Placed(device))
            .with_requires_grad(requires_grad);
    }

    private static Tensor FromArray<T>(T[] array, long[] sizes, ScalarType? dtype, Device? device, bool requires_grad,
        string[]? names) where T : unmanaged => FromMemory(array, sizes, dtype, device, requires_grad, names);

    private static unsafe Tensor FromMemory(Array array, long[] sizes, ScalarType? dtype, Device? device,
        bool requires_grad, string[]? names)
    {
        RejectNames(names);
        var count = sizes.Aggregate(1L, (product, size) => product * size);
        if (count != array.LongLength)
            throw new ArgumentException($"mismatched total size creating a tensor: an array of {array.LongLength} for the shape [{string.Join(", ", sizes)}]");
        var type = TypeOf(array.GetType().GetElementType() ?? typeof(object));
        var pin = System.Runtime.InteropServices.GCHandle.Alloc(array, System.Runtime.InteropServices.GCHandleType.Pinned);
        try
        {
            fixed (long* first = sizes)
            {
                var copy = new Tensor(Native.Check(Native.ts_from_blob((void*)pin.AddrOfPinnedObject(), first, sizes.Length, (int)type)));
                return Moved(copy, dtype ?? type, Placed(device)).with_requires_grad(requires_grad);
            }
        }
        finally
        {
            pin.Free();
        }
    }

    private static Tensor Moved(Tensor tensor, ScalarType type, Device? device) =>
        tensor.WouldChange(type, device ?? CPU) ? tensor.to(type, device ?? CPU, disposeAfter: true) : tensor;

    private static Device? Placed(Device? device) => device ?? (ReferenceEquals(defaultDevice, CPU) ? null : defaultDevice);

    /// <summary>Whole numbers give whole numbers; anything else gives the default type, as in Python.</summary>
    private static ScalarType? Common(params Scalar[] scalars) =>
        scalars.All(scalar => is_integral(scalar.Type)) ? ScalarType.Int64 : null;

    private static void RejectNames(string[]? names)
    {
        if (names is { Length: > 0 })
            throw new NotSupportedException("this binding has no named dimensions");
    }
}
