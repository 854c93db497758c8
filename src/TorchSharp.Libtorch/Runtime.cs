using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The version of libtorch.</summary>
    public static string __version__ => Native.Version;

    /// <summary>Turns off recording for differentiation on this thread until the result is disposed.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    public static bool is_grad_enabled() => Native.ts_grad_enabled() != 0;

    /// <summary>Like <see cref="no_grad"/>, and the tensors made meanwhile can never take part in a graph.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => Native.ts_inference_enabled() != 0;

    public static int get_num_threads() => Native.ts_threads();

    /// <remarks>OpenBLAS has threads of its own, which `OPENBLAS_NUM_THREADS` limits.</remarks>
    public static void set_num_threads(int num) => Native.Check(Native.ts_set_threads(num));

    public static int get_num_interop_threads() => Native.ts_interop_threads();

    public static void set_num_interop_threads(int num) => Native.Check(Native.ts_set_interop_threads(num));

    private sealed class GradMode : IDisposable
    {
        private readonly bool before = is_grad_enabled();

        public GradMode(bool enabled) => Native.ts_set_grad_enabled(enabled ? 1 : 0);

        public void Dispose() => Native.ts_set_grad_enabled(before ? 1 : 0);
    }

    private sealed class InferenceMode(bool enabled) : IDisposable
    {
        private nint guard = Native.ts_enter_inference(enabled ? 1 : 0);

        public void Dispose()
        {
            Native.ts_leave_inference(guard);
            guard = 0;
        }
    }
}
