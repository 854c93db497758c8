using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>`conv(filters, kernel)`: a square two-dimensional convolution, nothing before or after it.</summary>
internal sealed class Conv : Operation
{
    public override string Name => "conv";

    public override string Doc => "A two-dimensional convolution with a square kernel, without activation or normalization.";

    public override ImmutableArray<OperationParameter> Parameters =>
    [
        LibraryParameters.Filters,
        LibraryParameters.Kernel,
        LibraryParameters.Stride,
        LibraryParameters.Padding,
        LibraryParameters.Dilation(1),
        new("groups", ParameterKind.Integer, "Groups of channels convolved apart.", new IntegerArgument(1), Minimum: 1, Maximum: Window.LargestFilters),
        new("bias", ParameterKind.Boolean, "Whether a learned constant is added to each output channel.", new BooleanArgument(false)),
    ];

    public override OperationFacts Facts => OperationFacts.HasWeights | OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        var dilation = call.Integer("dilation");
        if (Window.Of(call, call.Integer("kernel"), call.Integer("stride"), call.OptionalInteger("padding"), dilation) is not { } window)
            return null;

        var (filters, groups) = (call.Integer("filters"), call.Integer("groups"));
        if (call.Input.Channels % groups != 0 || filters % groups != 0)
            return call.Fail(Diagnose.GroupsDoNotDivide(call.Span, Name, groups, call.Input.Channels, filters));

        return new ResolvedOperation(
            new ArgumentList(
                Argument("in_channels", call.Input.Channels),
                Argument("filters", filters),
                Argument("kernel", window.Kernel),
                Argument("stride", window.Stride),
                Argument("padding", window.Padding),
                Argument("dilation", dilation),
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

    public override Emission EmissionOf(OperationLayer layer) => new ModuleEmission(
        "Conv2d",
        a => $"Conv2d({a["in_channels"]}, {a["filters"]}, {a["kernel"]}{a.Optional("stride", "stride", "1")}"
            + $"{a.Optional("padding", "padding", "0")}{a.Optional("dilation", "dilation", "1")}"
            + $"{a.Optional("groups", "groups", "1")}{a.Optional("bias", "bias", "true")})");

    private static long Weights(OperationLayer layer) => Cost.Convolution(
        layer.Arguments.Integer("in_channels"),
        layer.Arguments.Integer("filters"),
        layer.Arguments.Integer("kernel"),
        layer.Arguments.Integer("groups"));
}
