using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>
/// `dil_conv(kernel)`: ReLU, dilated depthwise convolution, pointwise convolution, batch normalization, once, as in DARTS.
/// </summary>
internal sealed class DilConv : Operation
{
    private static readonly HelperClass Helper = Class(DepthwiseText.Plain), LoweredHelper = Class(DepthwiseText.Lowered);

    private static readonly HelperClass FoldedHelper = new("DilConv", """
        /// <summary>
        /// ReLU, dilated depthwise convolution, pointwise convolution, into which the batch normalization behind it is folded.
        /// </summary>
        internal sealed class DilConv : Module<Tensor, Tensor>
        {
            private readonly Sequential op;

            public DilConv(long channels, long kernel, long padding, long dilation, long stride = 1)
                : base(nameof(DilConv))
            {
                op = Sequential(
                    ReLU(),
                    Conv2d(
                        channels, channels, kernel,
                        stride: stride, padding: padding, dilation: dilation, groups: channels, bias: false),
                    Conv2d(channels, channels, 1));
                RegisterComponents();
            }

            public override Tensor forward(Tensor input) => op.forward(input);
        }
        """);

    public override string Name => "dil_conv";

    public override string Doc =>
        "A dilated depthwise separable convolution: ReLU, depthwise with dilation, pointwise, batch normalization.";

    public override ImmutableArray<OperationParameter> Parameters =>
        [LibraryParameters.Kernel, LibraryParameters.Stride, LibraryParameters.Dilation(2), LibraryParameters.Padding];

    public override OperationFacts Facts => OperationFacts.HasWeights | OperationFacts.Stateful;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        var dilation = call.Integer("dilation");
        if (OddWindow.Of(call, call.Integer("stride"), call.OptionalInteger("padding"), dilation) is not { } window)
            return null;
        return new ResolvedOperation(
            new ArgumentList(
                Argument("channels", call.Input.Channels),
                window.Argument("kernel", window.Kernel),
                window.Argument("padding", window.Padding),
                Argument("dilation", dilation),
                window.Argument("stride", window.Stride),
                Argument("affine", call.Context.NormalizationIsAffine)),
            window.Output(call.Input, call.Input.Channels));
    }

    public override long ParameterCount(OperationLayer layer) =>
        Weights(layer) + Cost.Normalization(layer.Arguments.Integer("channels"), layer.Arguments.Boolean("affine"));

    // The ReLU, the depthwise and the pointwise convolution.
    public override BackwardNeeds NeedsOf(OperationLayer layer) =>
        new(Input: false, Output: false, layer.Inputs[0].Elements + 2 * layer.Output.Elements);

    public override long ActivationCount(OperationLayer layer) =>
        layer.Inputs[0].Elements + 3 * layer.Output.Elements;

    public override long MacCount(OperationLayer layer) => Weights(layer) * Cost.Pixels(layer.Output);

    public override ImmutableArray<OperationLayer> StagesOf(OperationLayer layer)
    {
        var arguments = layer.Arguments;
        return new Stages(layer.Inputs[0])
            .ThenRelu()
            .ThenDepthwise(
                arguments.Integer("kernel"), arguments.Integer("stride"), arguments.Integer("padding"), arguments.Integer("dilation"))
            .ThenPointwise(arguments.Integer("channels"))
            .ThenNormalization(arguments.Boolean("affine")).All;
    }

    public override Emission EmissionOf(OperationLayer layer) => EmissionOf(Helper);

    internal override Emission LoweredEmissionOf(OperationLayer layer) => EmissionOf(LoweredHelper);

    private static ModuleEmission EmissionOf(HelperClass helper) => new(
        helper.Name,
        a => $"new {helper.Name}({a["channels"]}, {a["kernel"]}, padding: {a["padding"]}, dilation: {a["dilation"]}"
            + $"{a.Optional("stride", "stride", "1")}{a.Optional("affine", "affine", "true")})",
        helper);

    public override FoldedForm FoldedFormOf(OperationLayer layer) => new(
        new ModuleEmission(
            "DilConv",
            a => $"new DilConv({a["channels"]}, {a["kernel"]}, padding: {a["padding"]}, dilation: {a["dilation"]}"
                + $"{a.Optional("stride", "stride", "1")})",
            FoldedHelper),
        FoldedForm.OfStages(StagesOf(layer)));

    private static HelperClass Class(DepthwiseText text) => new($"{text.Prefix}DilConv", $$"""
        /// <summary>ReLU, dilated depthwise convolution, pointwise convolution, batch normalization.</summary>
        internal sealed class {{text.Prefix}}DilConv : Module<Tensor, Tensor>
        {
            private readonly Sequential op;

            public {{text.Prefix}}DilConv(long channels, long kernel, long padding, long dilation, long stride = 1, bool affine = true)
                : base(nameof({{text.Prefix}}DilConv))
            {
                op = Sequential(
                    ReLU(),
                    {{text.Before}}Conv2d(
                        channels, channels, kernel,
                        stride: stride, padding: padding, dilation: dilation, groups: channels, bias: false){{text.After}},
                    Conv2d(channels, channels, 1, bias: false),
                    BatchNorm2d(channels, affine: affine));
                RegisterComponents();
            }

            public override Tensor forward(Tensor input) => op.forward(input);
        }
        """, text.Needs);

    private static long Weights(OperationLayer layer)
    {
        var channels = layer.Arguments.Integer("channels");
        return Cost.Convolution(channels, channels, layer.Arguments.Integer("kernel"), channels)
            + Cost.Convolution(channels, channels, 1);
    }
}
