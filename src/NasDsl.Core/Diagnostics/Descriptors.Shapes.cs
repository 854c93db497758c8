namespace NasDsl.Diagnostics;

public static partial class Descriptors
{
    public static readonly DiagnosticDescriptor KernelLargerThanInput = Error(
        "NAS3101",
        "kernel larger than the input",
        "A convolution or pooling window must fit into its padded input. The input here has fewer pixels than the window "
        + "covers, so nothing would be computed.",
        "network N(x: [3, 4, 4]) { output x |> conv(8, 7, padding: 0) }",
        "network N(x: [3, 4, 4]) { output x |> conv(8, 3, padding: 0) }");

    public static readonly DiagnosticDescriptor NotAnImage = Error(
        "NAS3102",
        "not an image",
        "The operation works on pixels: its input must be an image, `[channels, height, width]`. A pooled or "
        + "flattened tensor has no pixels any more.",
        "network N(x: [3, 8, 8]) { output x |> flatten |> conv(8, 3) }",
        "network N(x: [3, 8, 8]) { output x |> conv(8, 3) |> flatten }");

    public static readonly DiagnosticDescriptor GroupsDoNotDivide = Error(
        "NAS3103",
        "channels not divisible by groups",
        "A grouped operation gives each group the same number of channels, so the groups must divide the "
        + "channels of the input and of the output.",
        "network N(x: [3, 8, 8]) { output x |> conv(8, 3, groups: 2) }",
        "network N(x: [4, 8, 8]) { output x |> conv(8, 3, groups: 2) }");

    public static readonly DiagnosticDescriptor ShapesDiffer = Error(
        "NAS3104",
        "shapes differ",
        "Tensors are combined element by element, so they must have one shape. Bring one of them to the shape "
        + "of the other first, with `fit` or a convolution.",
        "network N(x: [3, 8, 8]) { a = x |> conv(8, 3); output a + x }",
        "network N(x: [3, 8, 8]) { a = x |> conv(3, 3); output a + x }");

    public static readonly DiagnosticDescriptor CannotConcatenate = Error(
        "NAS3105",
        "cannot be concatenated",
        "Tensors are concatenated along their channels; height and width must agree. Bring them to one "
        + "resolution first.",
        "network N(x: [3, 8, 8]) { a = x |> max_pool(2, stride: 2); output concat([x, a]) }",
        "network N(x: [3, 8, 8]) { a = x |> max_pool(3); output concat([x, a]) }");

    public static readonly DiagnosticDescriptor CannotFit = Error(
        "NAS3106",
        "resolution too far away",
        "`fit` keeps the resolution or halves it (rounding up) as often as needed. It does not enlarge an image, and other ratios "
        + "it cannot reach: use `resize`.",
        "network N(x: [3, 32, 32]) { small = x |> conv(8, 3, stride: 2); output small |> fit(x, 8) }",
        "network N(x: [3, 32, 32]) { small = x |> conv(8, 3, stride: 2); output x |> fit(small, 8) }");

    public static readonly DiagnosticDescriptor NotAVector = Error(
        "NAS3107",
        "not a vector",
        "A fully connected layer takes a vector of features. Pool an image over its pixels or flatten it "
        + "first.",
        "network N(x: [3, 8, 8]) { output x |> linear(10) }",
        "network N(x: [3, 8, 8]) { output x |> global_avg_pool |> linear(10) }");

    public static readonly DiagnosticDescriptor NoSamePadding = Error(
        "NAS3108",
        "no same padding for this kernel",
        "Same padding puts the same number of zeros on every side. With an even kernel that does not come "
        + "out, so say how many, or take an odd kernel.",
        "network N(x: [3, 8, 8]) { output x |> conv(8, 2) }",
        "network N(x: [3, 8, 8]) { output x |> conv(8, 2, padding: 0) }");

    public static readonly DiagnosticDescriptor PaddingLargerThanHalf = Error(
        "NAS3109",
        "padding larger than half the window",
        "A pooling window must always hold a pixel of the image, so its padding can be at most half the "
        + "kernel.",
        "network N(x: [3, 8, 8]) { output x |> max_pool(3, padding: 2) }",
        "network N(x: [3, 8, 8]) { output x |> max_pool(3, padding: 1) }");

    public static readonly DiagnosticDescriptor EmptyList = Error(
        "NAS3110",
        "nothing to combine",
        "The list is empty, so there is no tensor to give back.",
        "network N(x: [3, 8, 8]) { output sum([]) }",
        "network N(x: [3, 8, 8]) { output sum([x]) }");

    public static readonly DiagnosticDescriptor NothingToNormalize = Error(
        "NAS3111",
        "a single value to normalize",
        "A normalization subtracts the mean of several values. Here each mean would be of one value, so the "
        + "result would always be zero.",
        "network N(x: [3, 1, 1]) { output x |> instance_norm }",
        "network N(x: [3, 8, 8]) { output x |> instance_norm }");

    public static readonly DiagnosticDescriptor VertexChangesShape = Error(
        "NAS3120",
        "operation of a vertex that changes the shape",
        "The vertices of a `dag` add up and concatenate what others give, so each of its operations must give as many channels as "
        + "the op set's parameter says, and the height and width that it gets.",
        "opset Vertex(C) { conv(C, 3), half = conv(C, 3, stride: 2) }\n"
        + "network N(x: [3, 8, 8]) { output x |> dag(8, vertices: 4, edges: 5, ops: Vertex) }",
        "opset Vertex(C) { conv(C, 3), same = conv(C, 5) }\n"
        + "network N(x: [3, 8, 8]) { output x |> dag(8, vertices: 4, edges: 5, ops: Vertex) }");

    public static readonly DiagnosticDescriptor TooFewChannels = Error(
        "NAS3112",
        "too few channels",
        "A factorized reduction gives half of its channels to each of two convolutions, so it needs at least "
        + "two.",
        "network N(x: [1, 8, 8]) { output x |> skip(stride: 2) }",
        "network N(x: [2, 8, 8]) { output x |> skip(stride: 2) }");

    public static readonly DiagnosticDescriptor CannotResize = Error(
        "NAS3113",
        "no pooling to this size",
        "`resize` makes an image smaller by a max pooling whose window and stride are the ratio of the sizes, the same for "
        + "height and width. Here no such window gives the size wanted.",
        "network N(x: [3, 10, 10]) { small = x |> conv(3, 4, padding: 0); output x |> resize(small) }",
        "network N(x: [3, 10, 10]) { small = x |> conv(3, 4, padding: 0); output x |> resize(small, bilinear: true) }");

    public static readonly DiagnosticDescriptor GridTooFine = Error(
        "NAS3114",
        "grid finer than the image",
        "Each cell of the grid is the mean of the pixels below it, so there cannot be more cells than pixels.",
        "network N(x: [3, 8, 8]) { output x |> adaptive_avg_pool(16) }",
        "network N(x: [3, 8, 8]) { output x |> adaptive_avg_pool(4) }");

    public static readonly DiagnosticDescriptor CannotPadDown = Error(
        "NAS3115",
        "image larger than what it is padded to",
        "Padding adds zeros below and to the right until the image is as large as another one. An image that is "
        + "larger already cannot be padded to it.",
        "network N(x: [3, 8, 8]) { a = x |> max_pool(2, stride: 2); output x |> pad_to(a) }",
        "network N(x: [3, 8, 8]) { a = x |> max_pool(2, stride: 2); output a |> pad_to(x) }");

    public static readonly DiagnosticDescriptor TooFewToSlice = Error(
        "NAS3116",
        "not so many channels",
        "A slice lies within the channels of its input: the first channel is number 0, and the last one of the slice must "
        + "exist.",
        "network N(x: [3, 8, 8]) { output x |> slice_channels(2, 2) }",
        "network N(x: [3, 8, 8]) { output x |> slice_channels(1, 2) }");

    public static readonly DiagnosticDescriptor NotOneForEachChannel = Error(
        "NAS3117",
        "not one number for each channel",
        "Channels are scaled by one number each: a vector `[C]` or an image `[C, 1, 1]` for an image of C channels.",
        "network N(x: [3, 8, 8]) { s = x |> global_avg_pool |> linear(4); output (x, s) |> scale_channels }",
        "network N(x: [3, 8, 8]) { s = x |> global_avg_pool |> linear(3); output (x, s) |> scale_channels }");

    public static readonly DiagnosticDescriptor OutputShapeVaries = Error(
        "NAS3118",
        "output of several shapes",
        "What a network gives has one shape, whatever is decided: whoever calls it must know. The message names the fewest "
        + "decisions that lead to two different shapes. Bring the tensor to one shape before: a convolution to a number of channels, "
        + "`global_avg_pool`, `linear`.",
        "network N(x: [3, 8, 8]) { output x |> conv(choose { 8, 16 }, 3) }",
        "network N(x: [3, 8, 8]) { output x |> conv(choose { 8, 16 }, 3) |> conv(8, 1) }");

    public static readonly DiagnosticDescriptor MayBeEmpty = Error(
        "NAS3119",
        "nothing may be left to combine",
        "An architecture may take none of the elements, and what the operation would give then has no shape.",
        "network N(x: [3, 8, 8]) { output concat(choose any of [x, x |> relu]) |> conv(8, 3) }",
        "network N(x: [3, 8, 8]) { output concat(choose 1..2 of [x, x |> relu]) |> conv(8, 3) }");
}
