using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>One argument or result as the C side sees it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    public ArgumentKind Kind;
    public int Count;
    public long Bits;
}

/// <summary>The C ABI of native/*.cpp. Tensor handles are owning pointers; zero is the undefined tensor.</summary>
internal static unsafe partial class Native
{
    private const string Library = "TorchSharpNative";

    [LibraryImport(Library)] private static partial byte* ts_error();
    [LibraryImport(Library)] private static partial nint ts_failure();
    [LibraryImport(Library)] private static partial void ts_forget_failure();
    [LibraryImport(Library)] private static partial byte* ts_version();
    [LibraryImport(Library)] public static partial long ts_live_tensors();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ts_operator(string name, string overload);
    [LibraryImport(Library)] public static partial int ts_call(nint op, NativeValue* arguments, int count, NativeValue** results);

    [LibraryImport(Library)] public static partial void ts_release(nint tensor);
    [LibraryImport(Library)] public static partial void* ts_data(nint tensor);
    [LibraryImport(Library)] public static partial nint ts_from_blob(void* data, long* sizes, int dims, int dtype);
    [LibraryImport(Library)] public static partial int ts_dim(nint tensor);
    [LibraryImport(Library)] public static partial long ts_numel(nint tensor);
    [LibraryImport(Library)] public static partial int ts_dtype(nint tensor);
    [LibraryImport(Library)] public static partial long ts_storage_offset(nint tensor);
    [LibraryImport(Library)] public static partial void ts_sizes(nint tensor, long* sizes);
    [LibraryImport(Library)] public static partial int ts_strides(nint tensor, long* strides);
    [LibraryImport(Library)] public static partial void ts_device(nint tensor, int* type, int* index);
    [LibraryImport(Library)] public static partial int ts_is_contiguous(nint tensor);
    [LibraryImport(Library)] public static partial int ts_is_leaf(nint tensor);
    [LibraryImport(Library)] public static partial int ts_requires_grad(nint tensor);
    [LibraryImport(Library)] public static partial int ts_set_requires_grad(nint tensor, int on);
    [LibraryImport(Library)] public static partial int ts_retain_grad(nint tensor);
    [LibraryImport(Library)] public static partial nint ts_grad(nint tensor);
    [LibraryImport(Library)] public static partial int ts_set_grad(nint tensor, nint grad);

    [LibraryImport(Library)]
    public static partial int ts_backward(nint* outputs, int outputCount, nint* gradients, int gradientCount, int retain,
        int create, nint* inputs, int inputCount);
    [LibraryImport(Library)]
    public static partial int ts_autograd_grad(nint* outputs, int outputCount, nint* inputs, int inputCount,
        nint* gradients, int gradientCount, int retain, int create, int allowUnused, nint* results);

    [LibraryImport(Library)] public static partial int ts_function(NativeFunction* function, nint* results, nint* node);
    [LibraryImport(Library)] public static partial int ts_function_saved(nint node, nint* results);
    [LibraryImport(Library)] public static partial void ts_function_forget(nint node);
    [LibraryImport(Library)] public static partial int ts_function_gradients(nint gradients, nint* handles, int count);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial nint ts_script(string source);
    [LibraryImport(Library)] public static partial void ts_script_free(nint unit);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ts_script_function(nint unit, string name);
    [LibraryImport(Library)]
    public static partial int ts_script_call(nint function, NativeValue* arguments, int count, NativeValue** results);

    [LibraryImport(Library)] public static partial int ts_grad_enabled();
    [LibraryImport(Library)] public static partial void ts_set_grad_enabled(int on);
    [LibraryImport(Library)] public static partial int ts_inference_enabled();
    [LibraryImport(Library)] public static partial nint ts_enter_inference(int on);
    [LibraryImport(Library)] public static partial void ts_leave_inference(nint mode);
    [LibraryImport(Library)] public static partial int ts_default_dtype();
    [LibraryImport(Library)] public static partial int ts_set_default_dtype(int dtype);
    [LibraryImport(Library)] public static partial int ts_set_threads(int count);
    [LibraryImport(Library)] public static partial int ts_threads();
    [LibraryImport(Library)] public static partial int ts_set_interop_threads(int count);
    [LibraryImport(Library)] public static partial int ts_interop_threads();
    [LibraryImport(Library)] public static partial int ts_cuda_available();
    [LibraryImport(Library)] public static partial int ts_cuda_count();

    [LibraryImport(Library)] public static partial nint ts_generator(ulong seed);
    [LibraryImport(Library)] public static partial nint ts_generator_default();
    [LibraryImport(Library)] public static partial void ts_generator_free(nint generator);
    [LibraryImport(Library)] public static partial long ts_generator_initial_seed(nint generator);
    [LibraryImport(Library)] public static partial void ts_generator_manual_seed(nint generator, long seed);
    [LibraryImport(Library)] public static partial long ts_generator_seed(nint generator);
    [LibraryImport(Library)] public static partial nint ts_generator_state(nint generator);
    [LibraryImport(Library)] public static partial int ts_generator_set_state(nint generator, nint state);

    public static string Version => Marshal.PtrToStringUTF8((nint)ts_version()) ?? "";

    /// <summary>Throws what libtorch said when a call reports failure by a negative number.</summary>
    public static void Check(int status)
    {
        if (status < 0)
            throw Error();
    }

    /// <summary>Throws what libtorch said when a call that must return something returned null.</summary>
    public static nint Check(nint handle) => handle != 0 ? handle : throw Error();

    /// <summary>The last error on this thread, with libtorch's message and without its C++ stack.</summary>
    /// <remarks>If it began as an exception of C# in a callback, this throws that very exception.</remarks>
    public static ExternalException Error()
    {
        if (ts_failure() is var failure and not 0)
        {
            var thrown = GCHandle.FromIntPtr(failure).Target as ExceptionDispatchInfo;
            ts_forget_failure();
            thrown?.Throw();
        }
        return new(Marshal.PtrToStringUTF8((nint)ts_error()));
    }
}
