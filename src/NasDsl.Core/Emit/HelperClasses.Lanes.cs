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

    public static HelperClass Shared { get; } = new("Shared", """
        /// <summary>One candidate in place of several without weights that would all compute the same.</summary>
        internal static class Shared
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
        /// convolution has its own group for each lane. The weights stay in the modules of the edges.
        /// </summary>
        internal sealed class Lanes
        {
            private readonly Module[][] stages;
            private readonly bool foldsWeights, lowersDepthwise;

            /// <param name="candidates">Modules of the same structure, one for each lane.</param>
            /// <param name="first">The stages before it have been computed already.</param>
            /// <param name="foldsWeights">Whether the last stage is a batch normalization that can multiply by the lanes' weights.</param>
            /// <param name="lowersDepthwise">Whether depthwise convolutions get gradients made of convolutions of width 3.</param>
            public Lanes(Module<Tensor, Tensor>[] candidates, int first, bool foldsWeights = false, bool lowersDepthwise = false)
            {
                (this.foldsWeights, this.lowersDepthwise) = (foldsWeights, lowersDepthwise);
                var leaves = candidates.Select(candidate => Leaves(candidate).Skip(first).ToArray()).ToArray();
                stages = leaves[0].Select((_, stage) => leaves.Select(lane => lane[stage]).ToArray()).ToArray();
            }

            /// <summary>The sum of the lanes, each times its weight.</summary>
            /// <param name="input">The lanes' inputs side by side, [N, lanes * C, H, W].</param>
            /// <param name="weights">[lanes].</param>
            public Tensor Sum(Tensor input, Tensor weights)
            {
                using var scope = NewDisposeScope();
                var x = input;
                for (var i = 0; i < stages.Length; i++)
                    x = stages[i][0] switch
                    {
                        Conv2d _ => Convolve(x, stages[i].Cast<Conv2d>().ToArray()),
                        BatchNorm2d _ => Normalize(
                            x, stages[i].Cast<BatchNorm2d>().ToArray(), foldsWeights && i == stages.Length - 1 ? weights : null),
                        _ => ((Module<Tensor, Tensor>)stages[i][0]).forward(x),
                    };
                return Add(x, foldsWeights ? null : weights).MoveToOuterDisposeScope();
            }

            private static IEnumerable<Module> Leaves(Module module)
            {
                var parts = module.children().ToArray();
                return parts.Length == 0 ? [module] : parts.SelectMany(Leaves);
            }

            private Tensor Convolve(Tensor x, Conv2d[] lanes)
            {
                var one = lanes[0];
                var weight = Together(lanes, lane => lane.weight);
                var bias = one.bias is null ? null : Together(lanes, lane => lane.bias!);
                var groups = lanes.Length * one.groups;
                return lowersDepthwise && bias is null && DepthwiseConvolution.Lowers(one)
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

            private Tensor Add(Tensor x, Tensor? weights)
            {
                var lanes = stages[0].Length;
                if (lanes == 1)
                    return weights is null ? x : x * weights[0];
                var parts = x.split(x.size(1) / lanes, 1);
                var sum = weights is null ? parts[0] + parts[1] : parts[0] * weights[0];
                for (var i = weights is null ? 2 : 1; i < lanes; i++)
                    _ = weights is null ? sum.add_(parts[i]) : sum.addcmul_(parts[i], weights[i], 1);
                return sum;
            }

            private static Tensor Together<T>(T[] lanes, Func<T, Tensor> part) =>
                lanes.Length == 1 ? part(lanes[0]) : cat(lanes.Select(part).ToArray(), 0);
        }
        """, DepthwiseConvolution);
}
