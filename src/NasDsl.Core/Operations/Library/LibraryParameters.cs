using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>Static parameters that several operations have.</summary>
internal static class LibraryParameters
{
    public static OperationParameter Filters { get; } =
        new("filters", ParameterKind.Integer, "Output channels.", Minimum: 1, Maximum: Window.LargestFilters);

    public static OperationParameter Kernel { get; } =
        new("kernel", ParameterKind.Integer, "Height and width of the window in pixels.", Minimum: 1, Maximum: Window.LargestKernel);

    public static OperationParameter Stride { get; } = new(
        "stride", ParameterKind.Integer, "Step of the window in pixels.", new IntegerArgument(1), Minimum: 1, Maximum: Window.LargestStride);

    public static OperationParameter Padding { get; } = new(
        "padding", ParameterKind.Integer, "Zeros on each side in pixels; without it, as many as keep the size at stride 1.",
        Optional: true, Minimum: 0, Maximum: Window.LargestKernel);

    public static OperationParameter WindowKernel { get; } = Kernel with
    {
        Kind = ParameterKind.Window, Doc = "Height and width of the window in pixels: one number, or a pair.",
    };

    public static OperationParameter WindowPadding { get; } = Padding with
    {
        Kind = ParameterKind.Window,
        Doc = "Zeros on each side in pixels: one number, or a pair (above and below, left and right); without it, as many as keep the size at stride 1.",
    };

    public static OperationParameter WindowDilation { get; } = Dilation(1) with
    {
        Kind = ParameterKind.Window, Doc = "Distance between the pixels that the kernel touches: one number, or a pair.",
    };

    public static OperationParameter Groups { get; } = new(
        "groups", ParameterKind.Integer, "Groups of channels convolved apart.", new IntegerArgument(1),
        Minimum: 1, Maximum: Window.LargestFilters);

    public static OperationParameter Bias { get; } = new(
        "bias", ParameterKind.Boolean, "Whether a learned constant is added to each output channel.", new BooleanArgument(false));

    public static OperationParameter Affine { get; } = new(
        "affine", ParameterKind.Boolean,
        "Whether it learns a scale and a shift for each channel; without it, yes, except inside the cells of a supernet.",
        Optional: true);

    public static OperationParameter Dilation(long @default) => new(
        "dilation", ParameterKind.Integer, "Distance between the pixels that the kernel touches.",
        new IntegerArgument(@default), Minimum: 1, Maximum: Window.LargestStride);
}
