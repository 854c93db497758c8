using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Reverse-mode differentiation.</summary>
    public static unsafe partial class autograd
    {
        /// <summary>The gradients of <paramref name="outputs"/> with respect to <paramref name="inputs"/>.</summary>
        /// <param name="grad_outputs">The gradients of the outputs; may be left out for scalars.</param>
        /// <param name="create_graph">Whether the result itself can be differentiated.</param>
        /// <param name="allow_unused">Whether an input may have no influence; its gradient is then an invalid tensor.</param>
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null,
            bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            nint[] from = Handles(outputs), to = Handles(inputs), seeds = Handles(grad_outputs);
            var found = new nint[to.Length];
            fixed (nint* f = from, t = to, s = seeds, r = found)
                Native.Check(Native.ts_autograd_grad(f, from.Length, t, to.Length, s, seeds.Length,
                    retain_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, r));
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return Array.ConvertAll(found, handle => new Tensor(handle));
        }

        /// <summary>Adds the gradients of <paramref name="tensors"/> to the leaves they were computed from.</summary>
        /// <param name="retain_graph">Whether the graph stays for another pass; <paramref name="create_graph"/> if null.</param>
        /// <param name="inputs">The leaves to reach; all of them if null.</param>
        public static void backward(IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null)
        {
            nint[] from = Handles(tensors), seeds = Handles(grad_tensors), to = Handles(inputs);
            fixed (nint* f = from, s = seeds, t = to)
                Native.Check(Native.ts_backward(f, from.Length, s, seeds.Length, retain_graph ?? create_graph ? 1 : 0,
                    create_graph ? 1 : 0, t, to.Length));
            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        public static void backward(Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        private static nint[] Handles(IList<Tensor>? tensors) =>
            tensors is null ? [] : tensors.Select(tensor => (nint)tensor.Handle).ToArray();
    }
}
