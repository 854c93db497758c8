using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>The arithmetic of a window that slides over an image: convolutions and poolings.</summary>
/// <param name="OverEnd">Whether it stands over the end of the image by a pixel more than over the beginning.</param>
internal sealed record Window(
    PairArgument Kernel, long Stride, PairArgument Padding, PairArgument Dilation, bool OverEnd = false)
{
    public const double LargestKernel = 255;
    public const double LargestStride = 64;
    public const double LargestFilters = 1_000_000;

    /// <summary>The window of one pixel.</summary>
    public static Window Pixel(long stride) =>
        new(PairArgument.Square(1), stride, PairArgument.Square(0), PairArgument.Square(1));

    public Shape Output(Shape input, long channels) => new(
        channels,
        OutputSize(input.Height, Kernel.Height, Padding.Height, Dilation.Height),
        OutputSize(input.Width, Kernel.Width, Padding.Width, Dilation.Width));

    /// <summary>
    /// One of the window's pairs as an argument. TorchSharp takes either numbers or pairs: where one is no square, all are
    /// pairs.
    /// </summary>
    public (string Name, ArgumentValue Value) Argument(string name, PairArgument value) =>
        (name, Kernel.IsSquare && Padding.IsSquare && Dilation.IsSquare ? new IntegerArgument(value.Height) : value);

    public (string Name, ArgumentValue Value) Argument(string name, long value) => Argument(name, PairArgument.Square(value));

    /// <summary>`, stride: 2, padding: 1` of a convolution, as far as they are not what TorchSharp takes anyway.</summary>
    public static string Options(OperationLayer layer, ArgumentTexts a)
    {
        var (zero, one) = layer.Arguments["kernel"] is PairArgument ? ("(0, 0)", "(1, 1)") : ("0", "1");
        return a.Optional("stride", "stride", one) + a.Optional("padding", "padding", zero) + a.Optional("dilation", "dilation", one);
    }

    /// <summary>The window of an operation that has the parameters of a convolution.</summary>
    public static Window? OfConvolution(OperationCall call) => Of(
        call, call.Pair("kernel"), call.Integer("stride"), call.OptionalPair("padding"), call.Pair("dilation"));

    /// <summary>
    /// The window that <paramref name="call"/> asks for over its input, or null after a report. Without `padding` an odd
    /// window keeps the size at stride 1 (half the window on each side); an even one is padded to give a stride-th of the
    /// size, rounded up, where that comes out the same on both sides.
    /// </summary>
    public static Window? Of(OperationCall call, PairArgument kernel, long stride, PairArgument? padding, PairArgument dilation)
    {
        var input = call.Input;
        if (!call.RequireImage(input))
            return null;

        if ((padding ?? SamePadding(input, kernel, stride, dilation)) is { } pixels)
            return Fitting(call, new Window(kernel, stride, pixels, dilation));
        call.Fail(Diagnose.NoSamePadding(call.Span, call.Operation.Name, kernel, input));
        return null;
    }

    /// <summary>
    /// A pooling window: one that cannot be padded the same on both sides gets the odd pixel at the end, where nothing is
    /// pooled.
    /// </summary>
    public static Window? OfPool(OperationCall call)
    {
        var (kernel, stride, dilation) = (call.Pair("kernel"), call.Integer("stride"), PairArgument.Square(1));
        var padding = call.OptionalPair("padding");
        if (padding is not null || !call.Input.IsImage || SamePadding(call.Input, kernel, stride, dilation) is not null)
            return Of(call, kernel, stride, padding, dilation);
        var pixels = stride == 1
            ? new PairArgument(kernel.Height / 2, kernel.Width / 2)
            : new PairArgument(
                TotalPadding(call.Input.Height, kernel.Height, stride, 1) / 2, TotalPadding(call.Input.Width, kernel.Width, stride, 1) / 2);
        return new Window(kernel, stride, pixels, dilation, OverEnd: true);
    }

    private static Window? Fitting(OperationCall call, Window window)
    {
        var (height, width) = (Extent(window.Kernel.Height, window.Dilation.Height), Extent(window.Kernel.Width, window.Dilation.Width));
        if (call.Input.Height + 2 * window.Padding.Height >= height && call.Input.Width + 2 * window.Padding.Width >= width)
            return window;
        call.Fail(Diagnose.KernelLargerThanInput(call.Span, call.Operation.Name, call.Input, height, width));
        return null;
    }

    /// <summary>How many pixels a kernel covers.</summary>
    private static long Extent(long kernel, long dilation) => dilation * (kernel - 1) + 1;

    private long OutputSize(long size, long kernel, long padding, long dilation) => OverEnd
        ? (size + Stride - 1) / Stride
        : (size + 2 * padding - Extent(kernel, dilation)) / Stride + 1;

    private static PairArgument? SamePadding(Shape input, PairArgument kernel, long stride, PairArgument dilation) =>
        SamePadding(input.Height, kernel.Height, stride, dilation.Height) is { } vertical
        && SamePadding(input.Width, kernel.Width, stride, dilation.Width) is { } horizontal
            ? new PairArgument(vertical, horizontal)
            : null;

    private static long? SamePadding(long size, long kernel, long stride, long dilation)
    {
        if (kernel % 2 == 1)
            return kernel / 2 * dilation;
        var total = TotalPadding(size, kernel, stride, dilation);
        return total % 2 == 0 ? total / 2 : null;
    }

    private static long TotalPadding(long size, long kernel, long stride, long dilation)
    {
        var output = (size + stride - 1) / stride;
        return Math.Max(0, (output - 1) * stride + Extent(kernel, dilation) - size);
    }
}

/// <summary>Checks that several shape rules share; each reports what does not fit and tells whether it does.</summary>
internal static class ShapeChecks
{
    public static bool RequireImage(this OperationCall call, Shape shape)
    {
        if (!shape.IsImage)
            call.Fail(Diagnose.NotAnImage(call.Span, call.Operation.Name, shape));
        return shape.IsImage;
    }

    /// <summary>An image or a vector: the first dimension counts channels.</summary>
    public static bool RequireChannels(this OperationCall call, Shape shape) => shape.Rank == 1 || call.RequireImage(shape);

    public static bool RequireInputs(this OperationCall call)
    {
        if (call.Inputs.IsEmpty)
            call.Fail(Diagnose.EmptyList(call.Span, call.Operation.Name));
        return !call.Inputs.IsEmpty;
    }

    /// <summary>All inputs have the shape of the first.</summary>
    public static bool RequireOneShape(this OperationCall call)
    {
        if (!call.RequireInputs())
            return false;
        for (var i = 1; i < call.Inputs.Length; i++)
            if (!call.Inputs[i].Equals(call.Input))
            {
                call.Fail(Diagnose.ShapesDiffer(call.Span, call.Operation.Name, call.Input, i, call.Inputs[i]));
                return false;
            }
        return true;
    }
}

/// <summary>Weights and multiply-accumulates of the pieces that operations are made of.</summary>
internal static class Cost
{
    /// <summary>Weights of a square convolution without bias.</summary>
    public static long Convolution(long inputs, long outputs, long kernel, long groups = 1) =>
        Convolution(inputs, outputs, PairArgument.Square(kernel), groups);

    /// <summary>Weights of a convolution without bias.</summary>
    public static long Convolution(long inputs, long outputs, PairArgument kernel, long groups = 1) =>
        inputs / groups * outputs * kernel.Height * kernel.Width;

    /// <summary>Scale and shift of a normalization.</summary>
    public static long Normalization(long channels, bool affine) => affine ? 2 * channels : 0;

    public static long Pixels(Shape image) => image.Height * image.Width;
}
