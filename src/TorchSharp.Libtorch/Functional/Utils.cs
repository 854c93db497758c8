using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What trainers do to parameters and gradients.</summary>
        public static partial class utils
        {
            /// <summary>Scales all gradients together so that their norm is at most <paramref name="max_norm"/>.</summary>
            /// <returns>The norm before.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using var scope = NewDisposeScope();
                using var unrecorded = no_grad();
                var gradients = Gradients(tensors);
                if (gradients.Count == 0)
                    return 0;
                var norm = double.IsPositiveInfinity(norm_type)
                    ? stack(gradients.Select(gradient => gradient.abs().max())).max()
                    : stack(gradients.Select(gradient => gradient.norm((float)norm_type))).norm((float)norm_type);
                var total = norm.ToDouble();
                var factor = Math.Min(max_norm / (total + 1e-6), 1.0);
                foreach (var gradient in gradients)
                    gradient.mul_(factor);
                return total;
            }

            /// <summary>Clips each gradient to [-<paramref name="clip_value"/>, <paramref name="clip_value"/>].</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var scope = NewDisposeScope();
                using var unrecorded = no_grad();
                foreach (var gradient in Gradients(tensors))
                    gradient.clamp_(-clip_value, clip_value);
            }

            /// <summary>All values in one vector.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat(tensors.Select(tensor => tensor.reshape(-1)).ToList()).MoveToOuterDisposeScope();
            }

            /// <summary>Copies a vector's parts into parameters: the reverse of <see cref="parameters_to_vector"/>.</summary>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                using var unrecorded = no_grad();
                var start = 0L;
                foreach (var tensor in tensors)
                {
                    var count = tensor.numel();
                    tensor.copy_(vec.narrow(0, start, count).view_as(tensor));
                    start += count;
                }
            }

            private static List<Tensor> Gradients(IEnumerable<Parameter> tensors) =>
                tensors.Select(tensor => tensor.grad).OfType<Tensor>().ToList();
        }
    }
}
