using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Diagnostics;

/// <summary>One method for each code: builds the diagnostic with its message, help and fixes.</summary>
public static partial class Diagnose
{
    public static Diagnostic KernelLargerThanInput(TextSpan span, string operation, Shape input, long height, long width) =>
        new(Descriptors.KernelLargerThanInput, span,
            $"`{operation}` cannot follow here: its input has {input.Height} x {input.Width} pixels, a window of {height} x {width} needs more")
        {
            Help = "use a smaller kernel, or drop `padding` (same padding is the default)",
        };

    public static Diagnostic NotAnImage(TextSpan span, string operation, Shape input) =>
        new(Descriptors.NotAnImage, span, $"`{operation}` works on an image `[channels, height, width]`, here it gets `{input}`")
        {
            Help = "apply it before the image is pooled or flattened",
        };

    public static Diagnostic GroupsDoNotDivide(TextSpan span, string operation, long groups, long channels, long filters) =>
        new(Descriptors.GroupsDoNotDivide, span, channels % groups != 0
            ? $"`{operation}` cannot split {channels} channels into {groups} groups"
            : $"`{operation}` cannot split {filters} filters into {groups} groups")
        {
            Help = "let `groups` divide the channels of the input and of the output",
        };

    public static Diagnostic ShapesDiffer(TextSpan span, string operation, Shape first, int index, Shape other) =>
        new(Descriptors.ShapesDiffer, span,
            $"`{operation}` needs tensors of one shape: the first is `{first}`, number {index + 1} is `{other}`")
        {
            Help = "bring them to one shape first, with `fit` or a convolution",
        };

    public static Diagnostic CannotConcatenate(TextSpan span, Shape first, int index, Shape other) =>
        new(Descriptors.CannotConcatenate, span,
            $"`concat` needs tensors that differ in channels only: the first is `{first}`, number {index + 1} is `{other}`")
        {
            Help = "bring them to one height and width first, with `fit` or a pooling",
        };

    public static Diagnostic CannotFit(TextSpan span, Shape input, Shape like) =>
        new(Descriptors.CannotFit, span,
            $"`fit` cannot bring {input.Height} x {input.Width} pixels to {like.Height} x {like.Width}")
        {
            Help = "`fit` keeps the resolution or halves it again and again; `resize` brings an image to any size",
        };

    public static Diagnostic NotAVector(TextSpan span, string operation, Shape input) =>
        new(Descriptors.NotAVector, span, $"`{operation}` takes a vector of features, here it gets the image `{input}`")
        {
            Help = "put `global_avg_pool` or `flatten` before it",
        };

    public static Diagnostic NoSamePadding(TextSpan span, string operation, PairArgument kernel, Shape input) =>
        new(Descriptors.NoSamePadding, span,
            $"`{operation}` cannot pad {input.Height} x {input.Width} pixels the same on all sides for an even kernel of {kernel.Text}")
        {
            Help = "take an odd kernel, or give `padding` where the operation has it",
        };

    public static Diagnostic PaddingLargerThanHalf(TextSpan span, string operation, PairArgument padding, PairArgument kernel) =>
        new(Descriptors.PaddingLargerThanHalf, span,
            $"`{operation}` cannot pad by {padding.Text}: that is more than half its window of {kernel.Text}")
        {
            Help = "drop `padding` (same padding is the default)",
        };

    public static Diagnostic EmptyList(TextSpan span, string operation) =>
        new(Descriptors.EmptyList, span, $"`{operation}` gets an empty list")
        {
            Help = "give it at least one tensor",
        };

    public static Diagnostic NothingToNormalize(TextSpan span, string operation, Shape input) =>
        new(Descriptors.NothingToNormalize, span, $"`{operation}` would normalize single values: its input is `{input}`")
        {
            Help = "normalize before the image is this small, or use `bn`",
        };

    public static Diagnostic CannotResize(TextSpan span, Shape input, Shape like) =>
        new(Descriptors.CannotResize, span,
            $"`resize` cannot pool {input.Height} x {input.Width} pixels to {like.Height} x {like.Width}")
        {
            Help = "say `bilinear: true` to interpolate instead, or pool by hand",
        };

    public static Diagnostic GridTooFine(TextSpan span, string operation, PairArgument grid, Shape input) =>
        new(Descriptors.GridTooFine, span,
            $"`{operation}` cannot lay {grid.Height} x {grid.Width} cells over {input.Height} x {input.Width} pixels")
        {
            Help = "take a coarser grid, or `upsample` first",
        };

    public static Diagnostic CannotPadDown(TextSpan span, string operation, Shape input, Shape like) =>
        new(Descriptors.CannotPadDown, span,
            $"`{operation}` only adds pixels: {input.Height} x {input.Width} are more than the {like.Height} x {like.Width} wanted")
        {
            Help = "pad the smaller of the two",
        };

    public static Diagnostic TooFewToSlice(TextSpan span, string operation, long from, long count, Shape input) =>
        new(Descriptors.TooFewToSlice, span,
            $"`{operation}` cannot take {count} channels from {from} on: its input has {input.Channels}")
        {
            Help = "channels are counted from 0",
        };

    public static Diagnostic NotOneForEachChannel(TextSpan span, string operation, Shape input, Shape scales) =>
        new(Descriptors.NotOneForEachChannel, span,
            $"`{operation}` needs one number for each of the {input.Channels} channels, the second tensor is `{scales}`")
        {
            Help = "pool it with `global_avg_pool`, or bring it to as many features with `linear`",
        };

    public static Diagnostic VertexChangesShape(TextSpan span, string operation, Shape input, Shape output) =>
        new(Descriptors.VertexChangesShape, span, $"`{operation}` makes `{output}` of `{input}`, which a vertex of a `dag` must not")
        {
            Help = "give it the op set's parameter as its channels, and stride 1",
        };

    public static Diagnostic TooFewChannels(TextSpan span, string operation, long channels, long least) =>
        new(Descriptors.TooFewChannels, span,
            $"`{operation}` halves the resolution with two convolutions and needs {least} channels, here it has {channels}")
        {
            Help = "widen the input first",
        };

    public static Diagnostic OutputShapeVaries(TextSpan span, Shape first, string? firstPath, Shape second, string? secondPath) =>
        new(Descriptors.OutputShapeVaries, span,
            $"the output's shape depends on choices: `{first}`{Behind(firstPath)}, `{second}`{Behind(secondPath)}")
        {
            Help = "end with something of one shape: `global_avg_pool |> linear(10)`, or a 1 x 1 convolution",
        };

    public static Diagnostic MayBeEmpty(TextSpan span, string operation, string decision) =>
        new(Descriptors.MayBeEmpty, span, $"`{operation}` may get nothing at all: `{decision}` can leave every element out")
        {
            Help = "take at least one: `choose 1..3 of [...]`",
        };

    private static string Behind(string? path) => path is null ? "" : $" {path}";
}
