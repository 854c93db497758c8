// Oblivious to null for the same reason as AutogradContext.
#nullable disable annotations

using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class autograd
    {
        /// <summary>
        /// A function with a derivative of its own. Derive from <see cref="SingleTensorFunction{T}"/> or
        /// <see cref="MultiTensorFunction{T}"/>, and call `apply`.
        /// </summary>
        /// <typeparam name="T">The function itself; one object of it serves all calls.</typeparam>
        public abstract class Function<T> where T : Function<T>, new()
        {
            private static readonly T Instance = new();
            private static readonly FunctionDefinition Definition = new(Instance.Name, Instance.backward_internal);

            /// <summary>The name, for messages.</summary>
            public abstract string Name { get; }

            /// <summary>Runs forward without recording, and records the call itself if it has to be.</summary>
            /// <param name="vars">
            /// What forward gets. Tensors among them, though not those in lists, are inputs of the graph.
            /// </param>
            public static List<Tensor> apply_internal(params object[] vars)
            {
                var context = new AutogradContext();
                var isTensor = Array.ConvertAll(vars, value => value is Tensor { IsInvalid: false });
                var inputs = Inputs(vars);
                var recorded = is_grad_enabled() && inputs.Exists(input => input.requires_grad);
                var node = recorded ? new FunctionNode(Definition, context, isTensor) : null;
                List<Tensor> outputs;
                using (no_grad())
                    outputs = Instance.forward_internal(context, vars);
                if (outputs is null)
                    throw new InvalidOperationException($"forward of the function `{Definition.Name}` returned nothing");
                var wrapped = FunctionNode.Wrap(node, context, inputs, outputs);
                if (!recorded)
                    context.Dispose();
                return wrapped;
            }

            private static List<Tensor> Inputs(object[] vars)
            {
                var inputs = new List<Tensor>(vars.Length);
                foreach (var value in vars)
                    if (value is Tensor { IsInvalid: false } tensor)
                        inputs.Add(tensor);
                return inputs;
            }

            internal abstract List<Tensor> forward_internal(AutogradContext ctx, object[] vars);

            internal abstract List<Tensor> backward_internal(AutogradContext ctx, List<Tensor> grad_outputs);
        }

        /// <summary>A differentiable function with one output.</summary>
        public abstract class SingleTensorFunction<T> : Function<T> where T : SingleTensorFunction<T>, new()
        {
            /// <summary>Calls the function, recorded for differentiation.</summary>
            public static Tensor apply(params object[] vars) => apply_internal(vars)[0];

            /// <summary>Computes the output. Nothing in here is recorded.</summary>
            /// <param name="ctx">Takes what backward will need.</param>
            public abstract Tensor forward(AutogradContext ctx, params object[] vars);

            /// <summary>
            /// Computes a gradient for each argument of forward, null for what is no tensor or needs none. Recorded only
            /// if the pass creates a graph. What it makes, and does not detach, is disposed after it.
            /// </summary>
            /// <param name="grad_output">The output's gradient, in the output's shape.</param>
            public abstract List<Tensor> backward(AutogradContext ctx, Tensor grad_output);

            internal sealed override List<Tensor> forward_internal(AutogradContext ctx, object[] vars) =>
                forward(ctx, vars) is { } output ? [output] : null;

            internal sealed override List<Tensor> backward_internal(AutogradContext ctx, List<Tensor> grad_outputs) =>
                backward(ctx, grad_outputs[0]);
        }

        /// <summary>A differentiable function with several outputs.</summary>
        public abstract class MultiTensorFunction<T> : Function<T> where T : MultiTensorFunction<T>, new()
        {
            /// <summary>Calls the function, recorded for differentiation.</summary>
            public static List<Tensor> apply(params object[] vars) => apply_internal(vars);

            /// <summary>Computes the outputs. Nothing in here is recorded.</summary>
            /// <param name="ctx">Takes what backward will need.</param>
            public abstract List<Tensor> forward(AutogradContext ctx, params object[] vars);

            /// <summary>Like <see cref="SingleTensorFunction{T}.backward"/>, from the gradients of all outputs.</summary>
            /// <param name="grad_outputs">
            /// In the outputs' order and shapes: zeros for an output that has none, or an invalid tensor if
            /// <see cref="AutogradContext.MaterializeGrads"/> is off.
            /// </param>
            public abstract List<Tensor> backward(AutogradContext ctx, List<Tensor> grad_outputs);

            internal sealed override List<Tensor> forward_internal(AutogradContext ctx, object[] vars) => forward(ctx, vars);

            internal sealed override List<Tensor> backward_internal(AutogradContext ctx, List<Tensor> grad_outputs) =>
                backward(ctx, grad_outputs);
        }
    }
}
