using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>`conv(filters, kernel)`: a two-dimensional convolution, nothing before or after it.</summary>
internal sealed class Conv : Operation
{
    public override string Name => "conv";

    public override string Doc => "A two-dimensional convolution, without activation or normalization.";

    public override ImmutableArray<OperationParameter> Parameters =>
    [
        LibraryParameters.Filters,
        LibraryParameters.WindowKernel,
        LibraryParameters.Stride,
        LibraryParameters.WindowPadding,
        LibraryParameters.WindowDilation,
        LibraryParameters.Groups,
        LibraryParameters.Bias,
    ];

    public override OperationFacts Facts => OperationFacts.HasWeights | OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (Window.OfConvolution(call) is not { } window)
            return null;

        var (filters, groups) = (call.Integer("filters"), call.Integer("groups"));
        if (call.Input.Channels % groups != 0 || filters % groups != 0)
            return call.Fail(Diagnose.GroupsDoNotDivide(call.Span, Name, groups, call.Input.Channels, filters));

        return new ResolvedOperation(
            new ArgumentList(
                Argument("in_channels", call.Input.Channels),
                Argument("filters", filters),
                window.Argument("kernel", window.Kernel),
                window.Argument("stride", window.Stride),
                window.Argument("padding", window.Padding),
                window.Argument("dilation", window.Dilation),
                Argument("groups", groups),
                Argument("bias", call.Boolean("bias"))),
            window.Output(call.Input, filters));
    }

    // A bias adds without multiplying; a linear map has none.
    public override OperationFacts FactsOf(OperationLayer layer) =>
        layer.Arguments.Boolean("bias") ? OperationFacts.HasWeights : Facts;

    public override long ParameterCount(OperationLayer layer) =>
        Weights(layer) + (layer.Arguments.Boolean("bias") ? layer.Arguments.Integer("filters") : 0);

    public override long MacCount(OperationLayer layer) => Weights(layer) * Cost.Pixels(layer.Output);

    public override Emission EmissionOf(OperationLayer layer) => Plain(layer);

    internal override Emission LoweredEmissionOf(OperationLayer layer) => SlowDepthwise.Lowered(Plain(layer));

    private static ModuleEmission Plain(OperationLayer layer) => new ModuleEmission(
        "Conv2d",
        a => $"Conv2d({a["in_channels"]}, {a["filters"]}, {a["kernel"]}{Window.Options(layer, a)}"
            + $"{a.Optional("groups", "groups", "1")}{a.Optional("bias", "bias", "true")})");

    private static long Weights(OperationLayer layer) => Cost.Convolution(
        layer.Arguments.Integer("in_channels"),
        layer.Arguments.Integer("filters"),
        layer.Arguments.Pair("kernel"),
        layer.Arguments.Integer("groups"));
}
