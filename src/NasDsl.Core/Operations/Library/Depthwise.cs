using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>`depthwise(kernel)`: each channel convolved by itself, nothing before or after it.</summary>
internal sealed class Depthwise : Operation
{
    public override string Name => "depthwise";

    public override string Doc => "A convolution of each channel by itself, without activation or normalization.";

    public override ImmutableArray<OperationParameter> Parameters =>
    [
        LibraryParameters.WindowKernel,
        LibraryParameters.Stride,
        LibraryParameters.WindowDilation,
        LibraryParameters.WindowPadding,
        LibraryParameters.Bias,
    ];

    public override OperationFacts Facts => OperationFacts.HasWeights | OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (Window.OfConvolution(call) is not { } window)
            return null;
        return new ResolvedOperation(
            new ArgumentList(
                Argument("channels", call.Input.Channels),
                window.Argument("kernel", window.Kernel),
                window.Argument("stride", window.Stride),
                window.Argument("padding", window.Padding),
                window.Argument("dilation", window.Dilation),
                Argument("bias", call.Boolean("bias"))),
            window.Output(call.Input, call.Input.Channels));
    }

    // A bias adds without multiplying; a linear map has none.
    public override OperationFacts FactsOf(OperationLayer layer) =>
        layer.Arguments.Boolean("bias") ? OperationFacts.HasWeights : Facts;

    public override long ParameterCount(OperationLayer layer) =>
        Weights(layer) + (layer.Arguments.Boolean("bias") ? layer.Output.Channels : 0);

    public override long MacCount(OperationLayer layer) => Weights(layer) * Cost.Pixels(layer.Output);

    public override Emission EmissionOf(OperationLayer layer) => Plain(layer);

    internal override Emission LoweredEmissionOf(OperationLayer layer) => SlowDepthwise.Lowered(Plain(layer));

    private static ModuleEmission Plain(OperationLayer layer) => new ModuleEmission(
        "Conv2d",
        a => $"Conv2d({a["channels"]}, {a["channels"]}, {a["kernel"]}{Window.Options(layer, a)}, groups: {a["channels"]}"
            + $"{a.Optional("bias", "bias", "true")})");

    private static long Weights(OperationLayer layer) => Cost.Convolution(
        layer.Output.Channels, layer.Output.Channels, layer.Arguments.Pair("kernel"), layer.Output.Channels);
}
