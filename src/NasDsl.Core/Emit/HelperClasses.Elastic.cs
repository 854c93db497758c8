using NasDsl.Operations;

namespace NasDsl.Emit;

/// <summary>The helper classes of supernets whose layers have several sizes.</summary>
internal static partial class HelperClasses
{
    private static readonly HelperClass Sides = new("Sides", """
        /// <summary>Height and width.</summary>
        internal readonly record struct Sides(long Height, long Width)
        {
            public static implicit operator Sides(long size) => new(size, size);

            public long[] Both => [Height, Width];
        }
        """);

    /// <summary>A convolution whose weights serve every choice of filters and kernel.</summary>
    public static HelperClass ElasticConv2d { get; } = new(
        "ElasticConv2d",
        """
        /// <summary>
        /// A convolution that holds the weights of its largest size: fewer filters take the first ones, fewer input channels the
        /// first ones, a smaller kernel the centre.
        /// </summary>
        internal sealed class ElasticConv2d : Module<Tensor, Tensor>
        {
            private readonly Parameter weight;
            private readonly Parameter? bias;
            private readonly bool depthwise;
            private readonly Func<long> filters;
            private readonly Func<Sides> size, stride, padding, dilation;

            public ElasticConv2d(
                long inChannels,
                long outChannels,
                Sides kernel,
                bool bias = true,
                bool depthwise = false,
                Func<long>? filters = null,
                Func<Sides>? size = null,
                Func<Sides>? stride = null,
                Func<Sides>? padding = null,
                Func<Sides>? dilation = null)
                : base(nameof(ElasticConv2d))
            {
                this.depthwise = depthwise;
                this.filters = filters ?? (() => outChannels);
                this.size = size ?? (() => kernel);
                this.stride = stride ?? (() => 1);
                this.padding = padding ?? (() => 0);
                this.dilation = dilation ?? (() => 1);
                weight = Parameter(empty(outChannels, depthwise ? 1 : inChannels, kernel.Height, kernel.Width));
                init.kaiming_uniform_(weight, Math.Sqrt(5));
                if (bias)
                {
                    var bound = 1 / Math.Sqrt((depthwise ? 1 : inChannels) * kernel.Height * kernel.Width);
                    this.bias = Parameter(empty(outChannels));
                    init.uniform_(this.bias, -bound, bound);
                }
                RegisterComponents();
            }

            public override Tensor forward(Tensor input)
            {
                using var scope = NewDisposeScope();
                var inputs = input.size(1);
                var (outputs, kernel) = (depthwise ? inputs : filters(), size());
                var part = weight
                    .narrow(0, 0, outputs)
                    .narrow(1, 0, depthwise ? 1 : inputs)
                    .narrow(2, (weight.size(2) - kernel.Height) / 2, kernel.Height)
                    .narrow(3, (weight.size(3) - kernel.Width) / 2, kernel.Width);
                return functional.conv2d(
                        input, part, bias?.narrow(0, 0, outputs), strides: stride().Both, padding: padding().Both,
                        dilation: dilation().Both, groups: depthwise ? inputs : 1)
                    .MoveToOuterDisposeScope();
            }
        }
        """,
        Sides);

    /// <summary>A fully connected layer whose weights serve every number of features.</summary>
    public static HelperClass ElasticLinear { get; } = new("ElasticLinear", """
        /// <summary>A fully connected layer that holds the weights of its largest size: fewer features take the first ones.</summary>
        internal sealed class ElasticLinear : Module<Tensor, Tensor>
        {
            private readonly Parameter weight;
            private readonly Parameter? bias;
            private readonly Func<long> features;

            public ElasticLinear(long inFeatures, long outFeatures, bool bias = true, Func<long>? features = null)
                : base(nameof(ElasticLinear))
            {
                this.features = features ?? (() => outFeatures);
                weight = Parameter(empty(outFeatures, inFeatures));
                init.kaiming_uniform_(weight, Math.Sqrt(5));
                if (bias)
                {
                    var bound = 1 / Math.Sqrt(inFeatures);
                    this.bias = Parameter(empty(outFeatures));
                    init.uniform_(this.bias, -bound, bound);
                }
                RegisterComponents();
            }

            public override Tensor forward(Tensor input)
            {
                using var scope = NewDisposeScope();
                var outputs = features();
                var part = weight.narrow(0, 0, outputs).narrow(1, 0, input.size(-1));
                return functional.linear(input, part, bias?.narrow(0, 0, outputs)).MoveToOuterDisposeScope();
            }
        }
        """);

    /// <summary>A choice among the sizes of an elastic layer.</summary>
    public static HelperClass ElasticOp { get; } = new("ElasticOp", """
        /// <summary>A choice among the sizes of one layer: without one, the sum of all sizes, each times the weight of its alternative.</summary>
        internal sealed class ElasticOp : Module<Tensor, Tensor>
        {
            private readonly Decision decision;
            private readonly Module<Tensor, Tensor> elastic;

            public ElasticOp(Decision decision, Module<Tensor, Tensor> elastic)
                : base(nameof(ElasticOp))
            {
                this.decision = decision;
                this.elastic = elastic;
                RegisterComponents();
            }

            public override Tensor forward(Tensor input)
            {
                using var scope = NewDisposeScope();
                if (decision.Taken is not null)
                    return elastic.forward(input).MoveToOuterDisposeScope();
                var (weights, computed) = (decision.Weights, decision.Computed);
                var sum = weights[computed[0]] * Sized(computed[0]);
                foreach (var i in computed.Skip(1))
                    sum = sum + weights[i] * Sized(i);
                return sum.MoveToOuterDisposeScope();

                Tensor Sized(int place) => decision.With(decision.Alternatives[place], () => elastic.forward(input));
            }
        }
        """);

    /// <summary>Tensors that are there or not.</summary>
    public static HelperClass Parts { get; } = new("Parts", """
        /// <summary>Tensors of which some are there.</summary>
        internal static class Parts
        {
            /// <summary>A part at its place: zeros behind it where it is smaller, zeros alone where it is not there.</summary>
            public static Tensor Place(Tensor part, int dimension, long channels, bool isThere = true)
            {
                var shape = part.shape;
                var missing = channels - shape[dimension];
                if (isThere && missing == 0)
                    return part;
                shape[dimension] = isThere ? missing : channels;
                return isThere ? cat([part, part.new_zeros(shape)], dimension) : part.new_zeros(shape);
            }

            /// <summary>The sum of the tensors that are there; zeros where none is.</summary>
            public static Tensor Sum(params (Tensor Tensor, bool IsThere)[] parts)
            {
                var there = parts.Where(p => p.IsThere).Select(p => p.Tensor).ToArray();
                return there.Length == 0 ? zeros_like(parts[0].Tensor) : there.Skip(1).Aggregate(there[0].alias(), (a, b) => a + b);
            }

            /// <summary>The mean of the tensors that are there.</summary>
            public static Tensor Mean(params (Tensor Tensor, bool IsThere)[] parts) =>
                Sum(parts) / Math.Max(1, parts.Count(p => p.IsThere));
        }
        """);

    /// <summary>A batch normalization whose weights serve every number of channels.</summary>
    public static HelperClass ElasticBatchNorm(int dimensions)
    {
        var name = $"ElasticBatchNorm{dimensions}d";
        return new HelperClass(name, $$"""
            /// <summary>A batch normalization with the weights and statistics of the most channels: fewer take the first ones.</summary>
            internal sealed class {{name}} : Module<Tensor, Tensor>
            {
                private readonly Parameter? weight;
                private readonly Parameter? bias;
                private readonly Tensor running_mean;
                private readonly Tensor running_var;
                private readonly Tensor num_batches_tracked;

                public {{name}}(long channels, bool affine = true)
                    : base(nameof({{name}}))
                {
                    weight = affine ? Parameter(ones(channels)) : null;
                    bias = affine ? Parameter(zeros(channels)) : null;
                    running_mean = zeros(channels);
                    running_var = ones(channels);
                    num_batches_tracked = tensor(0L);
                    RegisterComponents();
                }

                public override Tensor forward(Tensor input)
                {
                    using var scope = NewDisposeScope();
                    var channels = input.size(1);
                    if (training)
                        num_batches_tracked.add_(1);
                    return functional.batch_norm(
                            input, running_mean.narrow(0, 0, channels), running_var.narrow(0, 0, channels),
                            weight?.narrow(0, 0, channels), bias?.narrow(0, 0, channels), training)
                        .MoveToOuterDisposeScope();
                }
            }
            """);
    }
}
