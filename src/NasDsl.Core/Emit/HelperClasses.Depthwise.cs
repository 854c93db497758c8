using NasDsl.Operations;

namespace NasDsl.Emit;

/// <summary>A depthwise convolution with gradients of its own.</summary>
internal static partial class HelperClasses
{
    /// <summary>How convolutions are differentiated where the library's own gradients are slow.</summary>
    /// <remarks>
    /// Libraries have fast code for the weight gradient of dense depthwise convolutions of at most three columns, and none for
    /// dilated ones; the gradient of the input is a convolution again where the stride is 1.
    /// </remarks>
    public static HelperClass ConvolutionGradients { get; } = new("ConvolutionGradients", """"
        /// <summary>
        /// Gradients of convolutions, each alone. Those of a depthwise convolution come from dense ones of at most three columns: a
        /// window of dilation 2 sees the rows and columns of one parity only, and the columns of a wide one fall into two parts.
        /// </summary>
        internal static class ConvolutionGradients
        {
            // One gradient alone, without computing the convolution again to differentiate it.
            private static readonly jit.CompilationUnit Script = jit.compile("""
                def of_input(gradient, x, weight, stride: int, rows: int, columns: int, dilation: int, groups: int):
                    return torch.convolution_backward(
                        gradient, x, weight, None, [stride, stride], [rows, columns], [dilation, dilation], False, [0, 0], groups, [True, False, False])[0]

                def of_weight(gradient, x, weight, stride: int, rows: int, columns: int, dilation: int, groups: int):
                    return torch.convolution_backward(
                        gradient, x, weight, None, [stride, stride], [rows, columns], [dilation, dilation], False, [0, 0], groups, [False, True, False])[1]

                """);

            /// <summary>Whether a depthwise layer is slow to differentiate, and <see cref="OfDepthwise"/> computes the same.</summary>
            public static bool Lowers(Conv2d layer)
            {
                if (!IsSquare(layer.kernel_size) || !IsSquare(layer.stride) || !IsSquare(layer.dilation) || !IsSquare(layer.padding))
                    return false;
                var (kernel, stride, dilation) = (layer.kernel_size[0], layer.stride[0], layer.dilation[0]);
                var isSlow = (dilation == 2 && stride <= 2) || (dilation == 1 && kernel == 5 && stride == 1 && layer.weight.requires_grad);
                return isSlow && kernel is 3 or 5 && layer.groups == layer.in_channels && layer.groups == layer.out_channels
                    && layer.padding![0] == dilation * (kernel / 2);
            }

            public static bool IsSquare(long[]? pair) => pair is [var first, var second] && first == second;

            /// <exception cref="InvalidOperationException">The gradients are to be differentiated, which would leave weights out.</exception>
            public static void ExpectFirst()
            {
                if (is_grad_enabled())
                    throw new InvalidOperationException("the gradients of a lowered depthwise convolution cannot be differentiated");
            }

            /// <summary>The gradient of the input.</summary>
            /// <param name="x">[N, C, H, W], of which only the shape and the order in memory count.</param>
            public static Tensor OfInput(
                Tensor gradient, Tensor x, Tensor weight, long groups, long stride = 1, long padding = 0, long dilation = 1) =>
                Script.invoke<Tensor>("of_input", gradient, x, weight, stride, padding, padding, dilation, groups);

            /// <summary>The gradient of the weight.</summary>
            public static Tensor OfWeight(
                Tensor gradient, Tensor x, Tensor weight, long groups, long stride = 1, long padding = 0, long dilation = 1) =>
                Script.invoke<Tensor>("of_weight", gradient, x, weight, stride, padding, padding, dilation, groups);

            /// <summary>The gradients of a depthwise layer for which <see cref="Lowers"/> holds; null where it is not needed.</summary>
            public static (Tensor? OfInput, Tensor? OfWeight) OfDepthwise(
                Tensor gradient, Tensor x, Tensor weight, long stride, long dilation, bool needsInput, bool needsWeight)
            {
                var radius = weight.size(3) / 2;
                var flipped = weight.flip(2, 3);
                Tensor? dx = null, dw = null;
                if (stride == 2)
                {
                    // The padding is even: only even rows and columns meet the window.
                    if (needsInput)
                    {
                        dx = zeros_like(x);
                        dx.slice(2, 0, x.size(2), 2).slice(3, 0, x.size(3), 2).copy_(Convolve(gradient, flipped, radius, 1));
                    }
                    if (needsWeight)
                        dw = OfDenseWeight(LastChannels(x.slice(2, 0, x.size(2), 2).slice(3, 0, x.size(3), 2)), weight, gradient);
                }
                else
                {
                    if (needsInput)
                        dx = Convolve(gradient, flipped, dilation * radius, dilation);
                    if (needsWeight)
                        dw = dilation == 2 ? OfDenseWeight(Phases(x), weight, Phases(gradient)) : OfDenseWeight(x, weight, gradient);
                }
                return (dx, dw);
            }

            private static Tensor Convolve(Tensor x, Tensor weight, long padding, long dilation) => functional.conv2d(
                x, weight, null, [1, 1], [padding, padding], [dilation, dilation], x.size(1));

            /// <summary>The gradient of the weight of a dense depthwise convolution at stride 1.</summary>
            private static Tensor OfDenseWeight(Tensor x, Tensor weight, Tensor gradient)
            {
                var radius = weight.size(3) / 2;
                if (radius == 1)
                    return OfColumns(x, weight, gradient, 1, 1);
                // Columns of zeros beside the images: padding would fill all of them with zeros first.
                var zeros = x.new_zeros([x.size(0), x.size(2), 2, x.size(1)]).permute(0, 3, 1, 2);
                var left = OfColumns(cat([zeros, x], 3), weight.narrow(3, 0, 3), gradient, radius, 0);
                var right = OfColumns(cat([x.narrow(3, 1, x.size(3) - 1), zeros], 3), weight.narrow(3, 3, 2), gradient, radius, 0);
                return cat([left, right], 3);
            }

            private static Tensor OfColumns(Tensor x, Tensor columns, Tensor gradient, long rowPadding, long columnPadding) =>
                Script.invoke<Tensor>("of_weight", gradient, x, columns.contiguous(), 1L, rowPadding, columnPadding, 1L, x.size(1));

            /// <summary>The four images of rows and columns of one parity, as further examples.</summary>
            private static Tensor Phases(Tensor x)
            {
                if (x.size(2) % 2 + x.size(3) % 2 > 0)
                    x = functional.pad(x, (0, x.size(3) % 2, 0, x.size(2) % 2));
                var (n, c, h, w) = (x.size(0), x.size(1), x.size(2) / 2, x.size(3) / 2);
                return x.permute(0, 2, 3, 1).reshape(n, h, 2, w, 2, c).permute(2, 4, 0, 1, 3, 5)
                    .reshape(4 * n, h, w, c).permute(0, 3, 1, 2);
            }

            private static Tensor LastChannels(Tensor x) => x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        }
        """");

    public static HelperClass DepthwiseConvolution { get; } = new("DepthwiseConvolution", """
        /// <summary>A depthwise convolution for which <see cref="ConvolutionGradients.Lowers"/> holds.</summary>
        internal sealed class DepthwiseConvolution : autograd.SingleTensorFunction<DepthwiseConvolution>
        {
            public override string Name => nameof(DepthwiseConvolution);

            /// <param name="vars">The images [N, C, H, W], the weight [C, 1, k, k], the stride and the dilation.</param>
            public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
            {
                var (x, weight, stride, dilation) = ((Tensor)vars[0], (Tensor)vars[1], (long)vars[2], (long)vars[3]);
                ctx.save_for_backward([x, weight]);
                ctx.save_data("needs", (x.requires_grad, weight.requires_grad));
                ctx.save_data("window", (stride, dilation));
                var padding = dilation * (weight.size(3) / 2);
                return functional.conv2d(x, weight, null, [stride, stride], [padding, padding], [dilation, dilation], x.size(1));
            }

            public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradient)
            {
                ConvolutionGradients.ExpectFirst();
                using var scope = NewDisposeScope();
                var saved = ctx.get_saved_variables();
                var ((input, weight), (stride, dilation)) = (((bool, bool))ctx.get_data("needs"), ((long, long))ctx.get_data("window"));
                var (dx, dw) = ConvolutionGradients.OfDepthwise(
                    gradient, saved[0].detach(), saved[1].detach(), stride, dilation, input, weight);
                return [dx?.MoveToOuterDisposeScope()!, dw?.MoveToOuterDisposeScope()!, null!, null!];
            }
        }
        """, ConvolutionGradients);

    public static HelperClass DepthwiseConv2d { get; } = new("DepthwiseConv2d", """
        /// <summary>
        /// Stands where a depthwise <see cref="Conv2d"/> would, and computes the same: the same weight by the same name, with the same
        /// first values. Where it is slow to differentiate, its gradients are those of <see cref="ConvolutionGradients.OfDepthwise"/>.
        /// </summary>
        internal sealed class DepthwiseConv2d : Module<Tensor, Tensor>
        {
            private readonly Parameter weight;
            private readonly long stride, padding, dilation;
            private readonly bool lowers;

            /// <param name="plain">Square and without bias; it is taken over and disposed of.</param>
            public DepthwiseConv2d(Conv2d plain)
                : base(nameof(DepthwiseConv2d))
            {
                (stride, padding, dilation) = (plain.stride[0], plain.padding![0], plain.dilation[0]);
                lowers = ConvolutionGradients.Lowers(plain);
                using (plain)
                using (var first = plain.weight.detach())
                    weight = Parameter(first.clone());
                RegisterComponents();
            }

            public override Tensor forward(Tensor input) => lowers && is_grad_enabled() && (input.requires_grad || weight.requires_grad)
                ? DepthwiseConvolution.apply(input, weight, stride, dilation)
                : functional.conv2d(
                    input, weight, null, [stride, stride], [padding, padding], [dilation, dilation], weight.size(0));
        }
        """, DepthwiseConvolution);

    public static HelperClass SeparableConvolution { get; } = new("SeparableConvolution", """
        /// <summary>
        /// A depthwise convolution and the pointwise one behind it; before them, if asked for, a batch normalization in training and a
        /// ReLU. Only the input is kept: what the gradients ask for of the rest is computed again, from the input's own statistics.
        /// </summary>
        internal sealed class SeparableConvolution : autograd.SingleTensorFunction<SeparableConvolution>
        {
            public override string Name => nameof(SeparableConvolution);

            /// <param name="Groups">Of the pointwise convolution.</param>
            /// <param name="Lowers">The depthwise one gets the gradients of <see cref="ConvolutionGradients.OfDepthwise"/>.</param>
            public sealed record Window(long Stride, long Padding, long Dilation, long Groups, bool Lowers)
            {
                public Tensor Depthwise(Tensor x, Tensor weight) => functional.conv2d(
                    x, weight, null, [Stride, Stride], [Padding, Padding], [Dilation, Dilation], x.size(1));

                public (Tensor? OfInput, Tensor? OfWeight) Gradients(Tensor gradient, Tensor x, Tensor weight, bool needsInput, bool needsWeight) => Lowers
                    ? ConvolutionGradients.OfDepthwise(gradient, x, weight, Stride, Dilation, needsInput, needsWeight)
                    : (needsInput ? ConvolutionGradients.OfInput(gradient, x, weight, x.size(1), Stride, Padding, Dilation) : null,
                        needsWeight ? ConvolutionGradients.OfWeight(gradient, x, weight, x.size(1), Stride, Padding, Dilation) : null);
            }

            /// <summary>A batch normalization in training and a ReLU.</summary>
            /// <param name="Mean">The running mean [C], which a pass forward brings up to date, like the variance.</param>
            public sealed record Normalization(Tensor Mean, Tensor Variance, double Momentum, double Eps)
            {
                /// <param name="affine">The scale and the shift, or nothing.</param>
                public Tensor Forward(Tensor x, IReadOnlyList<Tensor> affine) => functional.relu(functional.batch_norm(
                    x, Mean, Variance, affine.ElementAtOrDefault(0), affine.ElementAtOrDefault(1), true, Momentum, Eps), inplace: true);

                /// <summary>The same, but for the running statistics.</summary>
                public Normalization Again(Tensor x) => new(x.new_zeros([x.size(1)]), x.new_zeros([x.size(1)]), 0, Eps);
            }

            /// <param name="vars">
            /// The images [N, C, H, W], the weights [C, 1, k, k] and [D, C / groups, 1, 1], the <see cref="Window"/>; then a
            /// <see cref="Normalization"/>, if there is one, and its scale and shift [C], if it has some.
            /// </param>
            public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
            {
                using var scope = NewDisposeScope();
                var (window, normalization) = ((Window)vars[3], (Normalization?)vars.ElementAtOrDefault(4));
                List<Tensor> tensors = [.. vars.OfType<Tensor>()];
                ctx.save_for_backward(tensors);
                ctx.save_data("needs", tensors.Select(tensor => tensor.requires_grad).ToArray());
                ctx.save_data("window", window);
                ctx.save_data("normalization", (normalization, vars.Length));
                var x = normalization is null ? tensors[0] : normalization.Forward(tensors[0], tensors[3..]);
                return functional.conv2d(window.Depthwise(x, tensors[1]), tensors[2], null, [1, 1], [0, 0], [1, 1], window.Groups)
                    .MoveToOuterDisposeScope();
            }

            public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradient)
            {
                ConvolutionGradients.ExpectFirst();
                using var scope = NewDisposeScope();
                List<Tensor> saved = [.. ctx.get_saved_variables().Select(tensor => tensor.detach())];
                var (needs, window) = ((bool[])ctx.get_data("needs"), (Window)ctx.get_data("window"));
                var (normalization, count) = ((Normalization?, int))ctx.get_data("normalization");
                var (x, depthwise, pointwise) = (saved[0], saved[1], saved[2]);
                // What the normalization gets gradients for: the images, the scale and the shift.
                Tensor[] sources = [x, .. saved[3..]];
                bool[] sourceNeeds = [needs[0], .. needs[3..]];
                Tensor? normalized = null;
                if (normalization is not null)
                {
                    using var recorded = enable_grad();
                    foreach (var (source, need) in sources.Zip(sourceNeeds))
                        source.requires_grad_(need);
                    normalized = normalization.Again(x).Forward(x, saved[3..]);
                    x = normalized.detach();
                }

                Tensor? ofPointwise = null;
                if (needs[2])
                {
                    using var between = window.Depthwise(x, depthwise);
                    ofPointwise = ConvolutionGradients.OfWeight(gradient, between, pointwise, window.Groups);
                }
                // From here on, only the shape and the order in memory of what lies between count.
                var like = x.size(1) == gradient.size(1)
                    ? gradient
                    : gradient.new_empty([gradient.size(0), gradient.size(2), gradient.size(3), x.size(1)]).permute(0, 3, 1, 2);
                var ofBetween = ConvolutionGradients.OfInput(gradient, like, pointwise, window.Groups);
                var (ofInput, ofDepthwise) = window.Gradients(ofBetween, x, depthwise, sourceNeeds.Contains(true), needs[1]);

                var found = new Tensor?[count];
                (found[0], found[1], found[2]) = (ofInput, ofDepthwise, ofPointwise);
                if (normalized is not null && ofInput is not null)
                {
                    var wanted = Enumerable.Range(0, sources.Length).Where(i => sourceNeeds[i]).ToArray();
                    var computed = autograd.grad([normalized], wanted.Select(i => sources[i]).ToArray(), [ofInput]);
                    found[0] = null;
                    foreach (var (i, one) in wanted.Zip(computed))
                        found[i == 0 ? 0 : i + 4] = one;
                }
                return [.. found.Select(one => one?.MoveToOuterDisposeScope()!)];
            }
        }
        """, ConvolutionGradients);
}
