using NasDsl.Operations;

namespace NasDsl.Emit;

/// <summary>A depthwise convolution with gradients of its own.</summary>
internal static partial class HelperClasses
{
    /// <remarks>
    /// Libraries have fast code for the weight gradient of dense depthwise convolutions of at most three columns, and none for
    /// dilated ones; the gradient of the input is a convolution again where the stride is 1.
    /// </remarks>
    public static HelperClass DepthwiseConvolution { get; } = new("DepthwiseConvolution", """"
        /// <summary>
        /// A depthwise convolution whose gradients come from dense convolutions of at most three columns. A window of dilation 2
        /// sees the rows and columns of one parity only, and the columns of a wide one fall into two parts.
        /// </summary>
        internal sealed class DepthwiseConvolution : autograd.SingleTensorFunction<DepthwiseConvolution>
        {
            // The gradient of the weight alone, without computing the convolution again to differentiate it.
            private static readonly jit.CompilationUnit Script = jit.compile("""
                def weight_gradient(gradient, x, weight, rows: int, columns: int):
                    return torch.convolution_backward(
                        gradient, x, weight, None, [1, 1], [rows, columns], [1, 1], False, [0, 0], x.size(1), [False, True, False])[1]

                """);

            public override string Name => nameof(DepthwiseConvolution);

            /// <summary>Whether the gradients of a layer can be computed so, and are slow otherwise.</summary>
            public static bool Lowers(Conv2d layer)
            {
                var (kernel, stride, dilation) = (layer.kernel_size[0], layer.stride[0], layer.dilation[0]);
                var isSlow = dilation == 2 || (kernel == 5 && stride == 1 && layer.weight.requires_grad);
                return isSlow && kernel is 3 or 5 && layer.groups == layer.in_channels && layer.groups == layer.out_channels
                    && layer.padding is [var padding, ..] && padding == dilation * (kernel / 2);
            }

            /// <param name="vars">The images [N, C, H, W], the weight [C, 1, k, k], the stride and the dilation.</param>
            public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
            {
                var (x, weight, stride, dilation) = ((Tensor)vars[0], (Tensor)vars[1], (long)vars[2], (long)vars[3]);
                ctx.save_for_backward([x, weight]);
                ctx.save_data("needs", (x.requires_grad, weight.requires_grad));
                ctx.save_data("window", (stride, dilation));
                return Convolve(x, weight, dilation * (weight.size(3) / 2), stride, dilation);
            }

            public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor gradient)
            {
                using var scope = NewDisposeScope();
                var saved = ctx.get_saved_variables();
                var (x, weight) = (saved[0].detach(), saved[1].detach());
                var ((ofInput, ofWeight), (stride, dilation)) = (((bool, bool))ctx.get_data("needs"), ((long, long))ctx.get_data("window"));
                var radius = weight.size(3) / 2;
                var flipped = weight.flip(2, 3);
                Tensor? dx = null, dw = null;
                if (stride == 2)
                {
                    // The padding is even: only even rows and columns meet the window.
                    if (ofInput)
                    {
                        dx = zeros_like(x);
                        dx.slice(2, 0, x.size(2), 2).slice(3, 0, x.size(3), 2).copy_(Convolve(gradient, flipped, radius));
                    }
                    if (ofWeight)
                        dw = WeightGradient(LastChannels(x.slice(2, 0, x.size(2), 2).slice(3, 0, x.size(3), 2)), weight, gradient);
                }
                else
                {
                    if (ofInput)
                        dx = Convolve(gradient, flipped, dilation * radius, dilation: dilation);
                    if (ofWeight)
                        dw = dilation == 2
                            ? WeightGradient(Phases(x), weight, Phases(gradient))
                            : WeightGradient(x, weight, gradient);
                }
                return [dx?.MoveToOuterDisposeScope()!, dw?.MoveToOuterDisposeScope()!, null!, null!];
            }

            private static Tensor Convolve(Tensor x, Tensor weight, long padding, long stride = 1, long dilation = 1) => functional.conv2d(
                x, weight, null, [stride, stride], [padding, padding], [dilation, dilation], x.size(1));

            /// <summary>The gradient of the weight of a dense convolution at stride 1.</summary>
            private static Tensor WeightGradient(Tensor x, Tensor weight, Tensor gradient)
            {
                var radius = (int)weight.size(3) / 2;
                if (radius == 1)
                    return NarrowGradient(x, weight, gradient, (1, 1));
                var left = NarrowGradient(functional.pad(x, (2, 0)), weight.narrow(3, 0, 3), gradient, (radius, 0));
                var right = NarrowGradient(functional.pad(x, (-1, 2)), weight.narrow(3, 3, 2), gradient, (radius, 0));
                return cat([left, right], 3);
            }

            private static Tensor NarrowGradient(Tensor x, Tensor columns, Tensor gradient, (int Rows, int Columns) padding) =>
                Script.invoke<Tensor>("weight_gradient", gradient, x, columns.contiguous(), padding.Rows, padding.Columns);

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
}
