using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // Padding, resampling, patches and one-hot codes.
        public static partial class functional
        {
            /// <param name="pad">Before and after the last dimension, then those before it.</param>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                Aten.pad.Call(input, pad, Name(mode), IsConstant(mode) ? value : (double?)null);

            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant,
                double value = 0) => functional.pad(input, pad.ToArray(), mode, value);

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant,
                double value = 0) => functional.pad(input, Two(pad), mode, value);

            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant,
                double value = 0) => functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad, pad], mode, value);

            /// <summary>[...] to [..., classes]; the number of classes is the greatest number plus 1 if negative.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1) => Aten.one_hot.Call(x, num_classes);

            /// <summary>Resamples [batch, channels, height, width] to a size, or by a factor.</summary>
            /// <exception cref="NotSupportedException">The mode is none of nearest, bilinear, bicubic and area.</exception>
            public static Tensor interpolate(Tensor x, long[]? size = null, double[]? scale_factor = null,
                InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null,
                bool recompute_scale_factor = false, bool antialias = false)
            {
                if (x.ndim != 4 || antialias)
                    throw new NotSupportedException("interpolate resamples images [batch, channels, height, width] without antialiasing only");
                var factors = scale_factor is { Length: 1 } ? [scale_factor[0], scale_factor[0]] : scale_factor;
                var sizes = size is { Length: 1 } ? [size[0], size[0]] : size;
                if (factors is not null && recompute_scale_factor)
                    (sizes, factors) = (Scaled(x, factors), null);
                var corners = align_corners ?? false;
                return mode switch
                {
                    InterpolationMode.Nearest => Aten.upsample_nearest2d_vec.Call(x, sizes, factors),
                    InterpolationMode.NearestExact => Aten._upsample_nearest_exact2d_vec.Call(x, sizes, factors),
                    InterpolationMode.Bilinear => Aten.upsample_bilinear2d_vec.Call(x, sizes, corners, factors),
                    InterpolationMode.Bicubic => Aten.upsample_bicubic2d_vec.Call(x, sizes, corners, factors),
                    InterpolationMode.Area => Aten.adaptive_avg_pool2d.Call(x, sizes ?? Scaled(x, factors ?? [1, 1])),
                    _ => throw new NotSupportedException($"interpolate does not resample images with the mode {mode}"),
                };
            }

            /// <summary>The patches of images: [batch, channels, height, width] to [batch, channels * kernel, patches].</summary>
            public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                Aten.im2col.Call(input, Two(kernel_size), Two(dilation), Two(padding), Two(stride));

            public static Tensor unfold(Tensor input, (long, long) kernel_size, (long, long)? dilation = null,
                (long, long)? padding = null, (long, long)? stride = null) =>
                Aten.im2col.Call(input, Two(kernel_size), Two(dilation ?? (1, 1)), Two(padding ?? (0, 0)), Two(stride ?? (1, 1)));

            /// <summary>Adds patches up to images: the reverse of <see cref="unfold(Tensor, long, long, long, long)"/>.</summary>
            public static Tensor fold(Tensor input, long output_size, long kernel_size, long dilation = 1, long padding = 0,
                long stride = 1) =>
                Aten.col2im.Call(input, Two(output_size), Two(kernel_size), Two(dilation), Two(padding), Two(stride));

            public static Tensor fold(Tensor input, (long, long) output_size, (long, long) kernel_size,
                (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                Aten.col2im.Call(input, Two(output_size), Two(kernel_size), Two(dilation ?? (1, 1)),
                    Two(padding ?? (0, 0)), Two(stride ?? (1, 1)));

            public static Tensor pixel_shuffle(Tensor input, long upscale_factor) =>
                Aten.pixel_shuffle.Call(input, upscale_factor);

            private static long[] Scaled(Tensor x, double[] factors) =>
                [(long)(x.size(2) * factors[0]), (long)(x.size(3) * factors[1])];

            private static bool IsConstant(PaddingModes mode) => mode is PaddingModes.Constant or PaddingModes.Zeros;

            private static string Name(PaddingModes mode) => mode switch
            {
                PaddingModes.Reflect => "reflect",
                PaddingModes.Replicate => "replicate",
                PaddingModes.Circular => "circular",
                _ => "constant",
            };
        }
    }
}
