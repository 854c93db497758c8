using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers on the CPU.</summary>
    public class Generator : IDisposable
    {
        private nint handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            if (this.device.type != DeviceType.CPU)
                throw new ArgumentException($"there is no generator on {this.device}");
            handle = Native.ts_generator(seed);
        }

        private Generator(nint handle)
        {
            device = CPU;
            this.handle = handle;
        }

        ~Generator() => Dispose(false);

        /// <summary>The generator that everything uses which is given none.</summary>
        public static Generator Default => new(Native.ts_generator_default());

        public Device device { get; private set; }

        public IntPtr Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(Generator));

        public Generator manual_seed(long seed)
        {
            Native.ts_generator_manual_seed(Handle, seed);
            return this;
        }

        /// <summary>Seeds the generator from the operating system.</summary>
        /// <returns>The seed.</returns>
        public long seed() => Native.ts_generator_seed(Handle);

        /// <returns>The seed in use.</returns>
        public long initial_seed() => Native.ts_generator_initial_seed(Handle);

        /// <summary>Everything that decides about the numbers to come, as bytes.</summary>
        public Tensor get_state() => new(Native.Check(Native.ts_generator_state(Handle)));

        public void set_state(Tensor value) => Native.Check(Native.ts_generator_set_state(Handle, value.Handle));

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref handle, 0) is var released and not 0)
                Native.ts_generator_free(released);
        }
    }

    /// <summary>Makes everything random from here on the same in every run.</summary>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static long seed() => random.seed();

    public static long initial_seed() => random.initial_seed();

    public static Tensor get_rng_state() => random.get_rng_state();

    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    /// <summary>The default generator.</summary>
    public static partial class random
    {
        public static Generator manual_seed(long seed) => Generator.Default.manual_seed(seed);

        public static long seed() => Generator.Default.seed();

        public static long initial_seed() => Generator.Default.initial_seed();

        public static Tensor get_rng_state() => Generator.Default.get_state();

        public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);
    }
}
