using NasDsl.Operations;

namespace NasDsl.Emit;

/// <summary>What supernets need that the optimizer has rewritten.</summary>
internal static partial class HelperClasses
{
    public static HelperClass Mixture { get; } = new("Mixture", """
        /// <summary>Weighted sums without temporaries.</summary>
        internal static class Mixture
        {
            /// <summary>The sum of the values, each times its weight; null counts whole.</summary>
            public static Tensor Sum(params (Tensor? Weight, Tensor Value)[] terms)
            {
                // What is added to must not be one of the terms.
                var first = Math.Max(0, Array.FindIndex(terms, term => term.Weight is not null));
                var (weight, value) = terms[first];
                var sum = weight is null ? value.clone() : weight * value;
                for (var i = 0; i < terms.Length; i++)
                    if (i != first)
                        _ = terms[i].Weight is { } factor ? sum.addcmul_(terms[i].Value, factor, 1) : sum.add_(terms[i].Value);
                return sum;
            }
        }
        """);

    public static HelperClass SharedCandidate { get; } = new("SharedCandidate", """
        /// <summary>One candidate in place of several without weights that would all compute the same.</summary>
        internal static class SharedCandidate
        {
            /// <summary>What the first computes; the others keep the same statistics.</summary>
            public static Tensor Forward(Tensor input, Module<Tensor, Tensor> first, params Module<Tensor, Tensor>[] others)
            {
                var output = first.forward(input);
                if (!first.training)
                    return output;
                using var noGradient = no_grad();
                var kept = first.buffers().ToArray();
                foreach (var other in others)
                    foreach (var (from, to) in kept.Zip(other.buffers()))
                        to.copy_(from);
                return output;
            }
        }
        """);

    public static HelperClass Lanes { get; } = new("Lanes", """
        /// <summary>
        /// The same operation of several edges at once: their inputs lie side by side as channels, a lane for each, and every
        /// convolution has groups of its own for each lane. The weights stay in the modules of the edges.
        /// </summary>
        internal sealed class Lanes
        {
            // Smaller tensors are kept: they cost less memory than time.
            private const long LeastBytesToRecompute = 4 << 20;

            private readonly Module[][] stages;
            private readonly bool foldsWeights, lowersDepthwise, recomputes;

            /// <param name="candidates">Modules of the same structure, one for each lane.</param>
            /// <param name="first">The stages before it have been computed already.</param>
            /// <param name="foldsWeights">Whether the last stage is a batch normalization that can multiply by the lanes' weights.</param>
            /// <param name="lowersDepthwise">Whether depthwise convolutions get gradients made of convolutions of width 3.</param>
            /// <param name="recomputes">
            /// Whether large images that a depthwise convolution gives a pointwise one, or a normalization and a ReLU the former, are not kept.
            /// </param>
            public Lanes(
                Module<Tensor, Tensor>[] candidates,
                int first,
                bool foldsWeights = false,
                bool lowersDepthwise = false,
                bool recomputes = false)
            {
                (this.foldsWeights, this.lowersDepthwise, this.recomputes) = (foldsWeights, lowersDepthwise, recomputes);
                var leaves = candidates.Select(candidate => Leaves(candidate).Skip(first).ToArray()).ToArray();
                stages = leaves[0].Select((_, stage) => leaves.Select(lane => lane[stage]).ToArray()).ToArray();
            }

            /// <summary>Operations on the same lanes together: first they are added lane by lane, then the lanes.</summary>
            /// <param name="operations">What each gives, [N, lanes * C, H, W]: nobody else reads it, so that its memory can go at once.</param>
            public static Tensor Add(long lanes, Tensor first, params Tensor[] operations)
            {
                using var scope = NewDisposeScope();
                foreach (var operation in operations)
                {
                    first.add_(operation);
                    operation.Dispose();
                }
                if (lanes == 1)
                    return first.alias().MoveToOuterDisposeScope();
                var parts = first.split(first.size(1) / lanes, 1);
                var sum = parts[0] + parts[1];
                for (var i = 2; i < lanes; i++)
                    sum.add_(parts[i]);
                first.Dispose();
                return sum.MoveToOuterDisposeScope();
            }

            /// <summary>The results of the lanes side by side, each times its weight.</summary>
            /// <param name="input">The lanes' inputs side by side, [N, lanes * C, H, W].</param>
            /// <param name="weights">[lanes].</param>
            public Tensor Forward(Tensor input, Tensor weights)
            {
                using var scope = NewDisposeScope();
                var x = input;
                for (var i = 0; i < stages.Length;)
                    (x, i) = Next(x, i, foldsWeights && i == stages.Length - 1 ? weights : null);
                return (foldsWeights ? x : Weigh(x, weights)).MoveToOuterDisposeScope();
            }

            /// <summary>What a stage gives, or several that are computed again together, and the stage behind them.</summary>
            private (Tensor Result, int Stage) Next(Tensor x, int stage, Tensor? weights) => stages[stage][0] switch
            {
                Conv2d _ when ComputesAgain(stage, x) => (Separate(x, stage), stage + 2),
                BatchNorm2d { training: true } _ when ComputesAgain(stage + 2, x) && stages[stage + 1][0] is ReLU =>
                    (Separate(x, stage + 2, Of<BatchNorm2d>(stage)), stage + 4),
                Conv2d _ => (Convolve(x, Of<Conv2d>(stage)), stage + 1),
                BatchNorm2d _ => (Normalize(x, Of<BatchNorm2d>(stage), weights), stage + 1),
                _ => (((Module<Tensor, Tensor>)stages[stage][0]).forward(x), stage + 1),
            };

            private T[] Of<T>(int stage) => stages[stage].Cast<T>().ToArray();

            private static IEnumerable<Module> Leaves(Module module)
            {
                var parts = module.children().ToArray();
                return parts.Length == 0 ? [module] : parts.SelectMany(Leaves);
            }

            /// <summary>Whether that stage and the next are computed again for the gradients.</summary>
            private bool ComputesAgain(int stage, Tensor x) =>
                recomputes && stage + 1 < stages.Length && AreSeparable(stages[stage][0], stages[stage + 1][0], x);

            private static bool AreSeparable(Module first, Module second, Tensor x) =>
                first is Conv2d { bias: null } depthwise && depthwise.groups == depthwise.in_channels
                && depthwise.groups == depthwise.out_channels && second is Conv2d { bias: null, groups: 1 } pointwise
                && pointwise.kernel_size is [1, 1] && pointwise.stride is [1, 1] && pointwise.padding is [0, 0]
                && ConvolutionGradients.IsSquare(depthwise.kernel_size) && ConvolutionGradients.IsSquare(depthwise.stride)
                && ConvolutionGradients.IsSquare(depthwise.dilation) && ConvolutionGradients.IsSquare(depthwise.padding)
                && x.size(0) * x.size(1) * Along(x.size(2), depthwise) * Along(x.size(3), depthwise) * x.element_size() >= LeastBytesToRecompute;

            /// <summary>How many pixels a square window gives along a side of so many.</summary>
            private static long Along(long size, Conv2d window) =>
                (size + 2 * window.padding![0] - window.dilation[0] * (window.kernel_size[0] - 1) - 1) / window.stride[0] + 1;

            /// <summary>A depthwise convolution and the pointwise one behind it, behind a normalization and a ReLU if there is one.</summary>
            private Tensor Separate(Tensor x, int stage, BatchNorm2d[]? norms = null)
            {
                var (depthwise, pointwise) = (Of<Conv2d>(stage), Of<Conv2d>(stage + 1));
                var one = depthwise[0];
                var lowers = lowersDepthwise && ConvolutionGradients.Lowers(one);
                var (first, second) = (Together(depthwise, lane => lane.weight), Together(pointwise, lane => lane.weight));
                var window = new SeparableConvolution.Window(one.stride[0], one.padding![0], one.dilation[0], pointwise.Length, lowers);
                if (norms is null)
                    return SeparableConvolution.apply(x, first, second, window);
                var (mean, variance) = (Together(norms, lane => lane.running_mean!), Together(norms, lane => lane.running_var!));
                var normalization = new SeparableConvolution.Normalization(mean, variance, norms[0].momentum ?? 0.1, norms[0].eps);
                Tensor[] affine = norms[0].affine ? [Together(norms, lane => lane.weight!), Together(norms, lane => lane.bias!)] : [];
                var result = SeparableConvolution.apply([x, first, second, window, normalization, .. affine]);
                Keep(norms, mean, variance);
                return result;
            }

            private Tensor Convolve(Tensor x, Conv2d[] lanes)
            {
                var one = lanes[0];
                var weight = Together(lanes, lane => lane.weight);
                var bias = one.bias is null ? null : Together(lanes, lane => lane.bias!);
                var groups = lanes.Length * one.groups;
                return lowersDepthwise && bias is null && ConvolutionGradients.Lowers(one)
                    ? DepthwiseConvolution.apply(x, weight, one.stride[0], one.dilation[0])
                    : functional.conv2d(x, weight, bias, one.stride, one.padding, one.dilation, groups);
            }

            /// <summary>Batch normalization, the result times the weights where there are some.</summary>
            private static Tensor Normalize(Tensor x, BatchNorm2d[] lanes, Tensor? weights)
            {
                var one = lanes[0];
                var (mean, variance) = (Together(lanes, lane => lane.running_mean!), Together(lanes, lane => lane.running_var!));
                var (scale, shift) = one.affine ? (Together(lanes, lane => lane.weight!), Together(lanes, lane => lane.bias!)) : (null, null);
                if (weights is not null)
                {
                    // Dense in memory: the gradients of an expanded scale are wrong for images with the channels last.
                    var factor = weights.unsqueeze(1).expand(-1, one.num_features).reshape(-1).contiguous();
                    (scale, shift) = (scale is null ? factor : scale * factor, shift is null ? null : shift * factor);
                }
                var result = functional.batch_norm(x, mean, variance, scale, shift, one.training, one.momentum ?? 0.1, one.eps);
                if (one.training)
                    Keep(lanes, mean, variance);
                return result;
            }

            private static void Keep(BatchNorm2d[] lanes, Tensor mean, Tensor variance)
            {
                using var noGradient = no_grad();
                for (var i = 0; i < lanes.Length; i++)
                {
                    lanes[i].num_batches_tracked!.add_(1);
                    if (lanes.Length == 1)
                        continue;
                    lanes[i].running_mean!.copy_(mean.narrow(0, i * lanes[i].num_features, lanes[i].num_features));
                    lanes[i].running_var!.copy_(variance.narrow(0, i * lanes[i].num_features, lanes[i].num_features));
                }
            }

            private static Tensor Weigh(Tensor x, Tensor weights) =>
                x * weights.unsqueeze(1).expand(-1, x.size(1) / weights.size(0)).reshape(1, -1, 1, 1);

            private static Tensor Together<T>(T[] lanes, Func<T, Tensor> part) =>
                lanes.Length == 1 ? part(lanes[0]) : cat(lanes.Select(part).ToArray(), 0);
        }
        """, ConvolutionGradients, DepthwiseConvolution, SeparableConvolution);
}
