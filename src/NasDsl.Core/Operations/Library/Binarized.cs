using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>`binarize`: the sign, with the straight-through gradient (Courbariaux et al. 2016).</summary>
internal sealed class Binarize : Operation
{
    public static HelperClass Helper { get; } = new("Binarize", """
        /// <summary>1 where the input is at least 0, else -1; the gradient is that of the input between -1 and 1.</summary>
        internal sealed class Binarize() : Module<Tensor, Tensor>(nameof(Binarize))
        {
            public static Tensor Sign(Tensor input)
            {
                using var scope = NewDisposeScope();
                var sign = input.ge(0).to_type(input.dtype) * 2 - 1;
                var clipped = input.clamp(-1, 1);
                return (sign + (clipped - clipped.detach())).MoveToOuterDisposeScope();
            }

            public override Tensor forward(Tensor input) => Sign(input);
        }
        """);

    public override string Name => "binarize";

    public override string Doc => "1 where x is at least 0, else -1; the gradient passes where x lies between -1 and 1.";

    public override ResolvedOperation? Resolve(OperationCall call) => new(new ArgumentList(), call.Input);

    public override Emission EmissionOf(OperationLayer layer) => new ModuleEmission("Binarize", _ => "new Binarize()", Helper);
}

/// <summary>
/// `binary_conv(filters, kernel)`: a convolution with weights of one bit, scaled by their mean size for each filter
/// (Rastegari et al. 2016). Its input is binarized where the program says so, by `binarize`.
/// </summary>
internal sealed class BinaryConv : Operation
{
    private static readonly HelperClass Helper = new(
        "BinaryConv",
        """
        /// <summary>A convolution whose weights count by their signs, times the mean size of each filter's weights.</summary>
        internal sealed class BinaryConv : Module<Tensor, Tensor>
        {
            private readonly long stride;
            private readonly long padding;
            private readonly long dilation;
            private readonly long groups;
            private readonly Parameter weight;

            public BinaryConv(
                long inChannels, long outChannels, long kernel, long stride = 1, long padding = 0, long dilation = 1, long groups = 1)
                : base(nameof(BinaryConv))
            {
                (this.stride, this.padding, this.dilation, this.groups) = (stride, padding, dilation, groups);
                weight = Parameter(empty(outChannels, inChannels / groups, kernel, kernel));
                init.kaiming_uniform_(weight, Math.Sqrt(5));
                RegisterComponents();
            }

            public override Tensor forward(Tensor input)
            {
                using var scope = NewDisposeScope();
                var binary = Binarize.Sign(weight) * weight.abs().mean([1, 2, 3], true);
                return functional.conv2d(
                        input, binary, strides: [stride, stride], padding: [padding, padding],
                        dilation: [dilation, dilation], groups: groups)
                    .MoveToOuterDisposeScope();
            }
        }
        """,
        Binarize.Helper);

    public override string Name => "binary_conv";

    public override string Doc => "A convolution with weights of one bit, scaled by the mean size of each filter's weights.";

    public override ImmutableArray<OperationParameter> Parameters =>
    [
        LibraryParameters.Filters,
        LibraryParameters.Kernel,
        LibraryParameters.Stride,
        LibraryParameters.Padding,
        LibraryParameters.Dilation(1),
        LibraryParameters.Groups,
    ];

    public override OperationFacts Facts => OperationFacts.HasWeights | OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (Window.OfConvolution(call) is not { } window)
            return null;
        var (filters, groups) = (call.Integer("filters"), call.Integer("groups"));
        if (call.Input.Channels % groups != 0 || filters % groups != 0)
            return call.Fail(Diagnose.GroupsDoNotDivide(call.Span, Name, groups, call.Input.Channels, filters));
        if (!window.Padding.IsSquare)
            return call.Fail(Diagnose.NoSamePadding(call.Span, Name, window.Kernel, call.Input));
        return new ResolvedOperation(
            new ArgumentList(
                Argument("in_channels", call.Input.Channels),
                Argument("filters", filters),
                window.Argument("kernel", window.Kernel),
                window.Argument("stride", window.Stride),
                window.Argument("padding", window.Padding),
                window.Argument("dilation", window.Dilation),
                Argument("groups", groups)),
            window.Output(call.Input, filters));
    }

    public override long ParameterCount(OperationLayer layer) => Weights(layer);

    public override long MacCount(OperationLayer layer) => Weights(layer) * Cost.Pixels(layer.Output);

    public override Emission EmissionOf(OperationLayer layer) => new ModuleEmission(
        "BinaryConv",
        a => $"new BinaryConv({a["in_channels"]}, {a["filters"]}, {a["kernel"]}{Window.Options(layer, a)}"
            + $"{a.Optional("groups", "groups", "1")})",
        Helper);

    private static long Weights(OperationLayer layer) => Cost.Convolution(
        layer.Arguments.Integer("in_channels"),
        layer.Arguments.Integer("filters"),
        layer.Arguments.Integer("kernel"),
        layer.Arguments.Integer("groups"));
}
