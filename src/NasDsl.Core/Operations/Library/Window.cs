using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>The arithmetic of a window that slides over an image: convolutions and poolings.</summary>
internal readonly record struct Window(long Kernel, long Stride, long Padding, long Dilation)
{
    public const double LargestKernel = 255;
    public const double LargestStride = 64;
    public const double LargestFilters = 1_000_000;

    /// <summary>How many pixels it covers.</summary>
    private long Extent => Dilation * (Kernel - 1) + 1;

    public long OutputSize(long size) => (size + 2 * Padding - Extent) / Stride + 1;

    public Shape Output(Shape input, long channels) => new(channels, OutputSize(input.Height), OutputSize(input.Width));

    /// <summary>
    /// The window that <paramref name="call"/> asks for over its input, or null after a report. Without `padding` an odd
    /// window keeps the size at stride 1 (half the window on each side); an even one is padded to give a stride-th of the
    /// size, rounded up, where that comes out the same on all sides.
    /// </summary>
    public static Window? Of(OperationCall call, long kernel, long stride, long? padding, long dilation = 1)
    {
        var input = call.Input;
        if (!call.RequireImage(input))
            return null;

        if ((padding ?? SamePadding(input, kernel, stride, dilation)) is not { } pixels)
        {
            call.Fail(Diagnose.NoSamePadding(call.Span, call.Operation.Name, kernel, input));
            return null;
        }

        var window = new Window(kernel, stride, pixels, dilation);
        if (Math.Min(input.Height, input.Width) + 2 * pixels >= window.Extent)
            return window;
        call.Fail(Diagnose.KernelLargerThanInput(call.Span, call.Operation.Name, input, window.Extent));
        return null;
    }

    private static long? SamePadding(Shape input, long kernel, long stride, long dilation)
    {
        if (kernel % 2 == 1)
            return kernel / 2 * dilation;
        var vertical = TotalPadding(input.Height, kernel, stride, dilation);
        return vertical % 2 == 0 && vertical == TotalPadding(input.Width, kernel, stride, dilation) ? vertical / 2 : null;
    }

    private static long TotalPadding(long size, long kernel, long stride, long dilation)
    {
        var output = (size + stride - 1) / stride;
        return Math.Max(0, (output - 1) * stride + dilation * (kernel - 1) + 1 - size);
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
        inputs / groups * outputs * kernel * kernel;

    /// <summary>Scale and shift of a normalization.</summary>
    public static long Normalization(long channels, bool affine) => affine ? 2 * channels : 0;

    public static long Pixels(Shape image) => image.Height * image.Width;
}
