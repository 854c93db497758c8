// The package's API has no annotations for null, and lists of gradients and of saved tensors may hold nulls: oblivious
// signatures let the same function compile against both without a warning, whichever way it writes these lists.
#nullable disable annotations

using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>What one call of a differentiable function's forward leaves for its backward.</summary>
        public class AutogradContext : IDisposable
        {
            private readonly Dictionary<string, object> data = [];
            private readonly Lock guard = new();
            private nint node;
            private int savedCount;
            private bool detached;

            internal AutogradContext()
            {
            }

            /// <summary>Whether backward sees zeros, not an invalid tensor, for an output that has no gradient.</summary>
            public bool MaterializeGrads { get; private set; } = true;

            internal List<Tensor> Saved { get; private set; } = [];

            internal List<Tensor> Dirty { get; private set; } = [];

            internal List<Tensor> NonDifferentiable { get; private set; } = [];

            /// <summary>Keeps inputs, outputs or tensors in between for backward; to be called once, in forward.</summary>
            /// <remarks>
            /// The list is read when forward has returned, so its tensors must not be disposed by then. A null, or a
            /// tensor that is disposed, is a null in backward.
            /// </remarks>
            public void save_for_backward(List<Tensor> tensors) => Saved = tensors;

            /// <summary>
            /// What <see cref="save_for_backward"/> kept, in its order; nothing while forward runs. The tensors are new
            /// objects, which belong to the current dispose scope.
            /// </summary>
            /// <exception cref="System.Runtime.InteropServices.ExternalException">
            /// One of them was changed in place since.
            /// </exception>
            /// <exception cref="ObjectDisposedException">The graph of the call is gone.</exception>
            public List<Tensor> get_saved_variables()
            {
                var handles = Unpack();
                var tensors = new List<Tensor>(handles.Length);
                foreach (var handle in handles)
                    tensors.Add(handle == 0 ? null : new Tensor(handle));
                return tensors;
            }

            /// <summary>Keeps anything but tensors for backward.</summary>
            public void save_data(string key, object value) => data[key] = value;

            /// <summary>What <see cref="save_data"/> kept, or null.</summary>
            public object get_data(string key) => data.GetValueOrDefault(key);

            /// <summary>Tells which inputs forward changed in place; it has to return them, too.</summary>
            public void mark_dirty(List<Tensor> tensors) => Dirty = [.. tensors];

            /// <summary>Tells which outputs have no derivative; they require no gradient then.</summary>
            public void mark_non_differentiable(List<Tensor> tensors) => NonDifferentiable = [.. tensors];

            /// <summary>Sets <see cref="MaterializeGrads"/>; for forward.</summary>
            public void set_materialize_grads(bool value) => MaterializeGrads = value;

            /// <summary>Drops what is saved. The graph does so itself when it goes.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                lock (guard)
                {
                    if (node != 0)
                        Native.ts_function_forget(node);
                    node = 0;
                    detached = true;
                }
            }

            internal void Attach(nint handle, int count)
            {
                lock (guard)
                {
                    // A node that no output refers to is gone before its call returns.
                    node = detached ? 0 : handle;
                    savedCount = count;
                }
            }

            internal void Detach()
            {
                lock (guard)
                {
                    node = 0;
                    detached = true;
                }
                data.Clear();
            }

            /// <summary>From now on libtorch holds these tensors; the lists would keep their objects alive.</summary>
            internal void ForgetLists()
            {
                Saved = [];
                Dirty = [];
                NonDifferentiable = [];
            }

            private unsafe nint[] Unpack()
            {
                lock (guard)
                {
                    ObjectDisposedException.ThrowIf(detached, this);
                    var handles = new nint[savedCount];
                    if (node != 0)
                        fixed (nint* h = handles)
                            Native.Check(Native.ts_function_saved(node, h));
                    return handles;
                }
            }
        }
    }
}
