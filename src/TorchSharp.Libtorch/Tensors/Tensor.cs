using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor that libtorch owns. Dispose it, or let the dispose scope of its thread do so.</summary>
    public partial class Tensor : IDisposable
    {
        private static long totalCount;
        private static long peakCount;
        private nint handle;

        /// <summary>Takes over an owning handle; a null one makes an invalid tensor, which nobody has to dispose.</summary>
        /// <param name="register">Whether the current dispose scope becomes the owner.</param>
        internal Tensor(nint handle, bool register = true)
        {
            this.handle = handle;
            if (handle == 0)
                return;
            peakCount = Math.Max(Interlocked.Increment(ref totalCount), peakCount);
            if (register)
                OwningDisposeScope = DisposeScopeManager.ThreadSingleton.Register(this);
        }

        ~Tensor() => Dispose(false);

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>How many tensor objects there are in the process.</summary>
        public static long TotalCount => Interlocked.Read(ref totalCount);

        /// <summary>The most tensor objects that there have ever been at once.</summary>
        public static long PeakCount => peakCount;

        public string? name { get; set; }

        public bool IsInvalid => handle == 0;

        /// <exception cref="InvalidOperationException">The tensor is disposed, or its handle was taken over.</exception>
        public IntPtr Handle => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var released = Interlocked.Exchange(ref handle, 0);
            if (released == 0)
                return;
            DisposeScopeManager.ThreadSingleton.CountDisposal(this);
            OwningDisposeScope?.MarkAsDisposed(this);
            Interlocked.Decrement(ref totalCount);
            Native.ts_release(released);
        }

        /// <summary>Gives the handle, and the duty to release it, to the caller.</summary>
        public IntPtr DecoupleFromNativeHandle()
        {
            GC.SuppressFinalize(this);
            var released = Handle;
            Interlocked.Decrement(ref totalCount);
            handle = 0;
            return released;
        }

        /// <summary>Like <see cref="DecoupleFromNativeHandle"/>, for a tensor object that takes this one's place.</summary>
        internal nint MoveHandle()
        {
            var moved = Handle;
            handle = 0;
            Interlocked.Decrement(ref totalCount);
            return moved;
        }

        public static Tensor UnsafeCreateTensor(IntPtr handle) => new(handle);

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is null)
                other?.Attach(this);
            else
                OwningDisposeScope.MoveToOther(other, this);
            return this;
        }

        public override bool Equals(object? obj) => obj is Tensor tensor && Equals(tensor);

        /// <summary>Whether both have the same shape and elements.</summary>
        public bool Equals(Tensor target) => Aten.equal.CallForBool(this, target);

        public override int GetHashCode() => base.GetHashCode();

        /// <summary>Shape, element type and device, such as `[2, 3], type = Float32, device = cpu`.</summary>
        public override string ToString() =>
            IsInvalid ? "(disposed)" : $"[{string.Join(", ", shape)}], type = {dtype}, device = {device}";
    }
}
