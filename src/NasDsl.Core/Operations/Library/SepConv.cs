using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>
/// `sep_conv(kernel)`: ReLU, depthwise and pointwise convolution and batch normalization, twice, as in NASNet and DARTS;
/// only the first depthwise convolution has the stride.
/// </summary>
internal sealed class SepConv : Operation
{
    private static readonly HelperClass Helper = Class(DepthwiseText.Plain), LoweredHelper = Class(DepthwiseText.Lowered);

    private static readonly HelperClass FoldedHelper = new("SepConv", """
        /// <summary>
        /// ReLU, depthwise and pointwise convolution: twice, the stride in the first. Into each pointwise convolution the batch
        /// normalization behind it is folded.
        /// </summary>
        internal sealed class SepConv : Module<Tensor, Tensor>
        {
            private readonly Sequential op;

            public SepConv(long channels, long kernel, long stride = 1)
                : base(nameof(SepConv))
            {
                var padding = kernel / 2;
                op = Sequential(
                    ReLU(),
                    Conv2d(channels, channels, kernel, stride: stride, padding: padding, groups: channels, bias: false),
                    Conv2d(channels, channels, 1),
                    ReLU(),
                    Conv2d(channels, channels, kernel, padding: padding, groups: channels, bias: false),
                    Conv2d(channels, channels, 1));
                RegisterComponents();
            }

            public override Tensor forward(Tensor input) => op.forward(input);
        }
        """);

    public override string Name => "sep_conv";

    public override string Doc =>
        "A depthwise separable convolution applied twice: ReLU, depthwise, pointwise, batch normalization, then the same at stride 1.";

    public override ImmutableArray<OperationParameter> Parameters => [LibraryParameters.Kernel, LibraryParameters.Stride];

    public override OperationFacts Facts => OperationFacts.HasWeights | OperationFacts.Stateful;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (OddWindow.Of(call, call.Integer("stride")) is not { } window)
            return null;
        return new ResolvedOperation(
            new ArgumentList(
                Argument("channels", call.Input.Channels),
                window.Argument("kernel", window.Kernel),
                window.Argument("stride", window.Stride),
                Argument("affine", call.Context.NormalizationIsAffine)),
            window.Output(call.Input, call.Input.Channels));
    }

    public override long ParameterCount(OperationLayer layer) =>
        2 * (Weights(layer) + Cost.Normalization(layer.Arguments.Integer("channels"), layer.Arguments.Boolean("affine")));

    // Two ReLUs, two depthwise convolutions, two pointwise ones; what the first normalization gives goes into a ReLU.
    public override BackwardNeeds NeedsOf(OperationLayer layer) =>
        new(Input: false, Output: false, layer.Inputs[0].Elements + 5 * layer.Output.Elements);

    public override long ActivationCount(OperationLayer layer) =>
        layer.Inputs[0].Elements + 7 * layer.Output.Elements;

    public override long MacCount(OperationLayer layer) => 2 * Weights(layer) * Cost.Pixels(layer.Output);

    public override ImmutableArray<OperationLayer> StagesOf(OperationLayer layer)
    {
        var (channels, kernel) = (layer.Arguments.Integer("channels"), layer.Arguments.Integer("kernel"));
        var affine = layer.Arguments.Boolean("affine");
        return new Stages(layer.Inputs[0])
            .ThenRelu().ThenDepthwise(kernel, layer.Arguments.Integer("stride"), kernel / 2, 1).ThenPointwise(channels)
            .ThenNormalization(affine)
            .ThenRelu().ThenDepthwise(kernel, 1, kernel / 2, 1).ThenPointwise(channels)
            .ThenNormalization(affine).All;
    }

    public override Emission EmissionOf(OperationLayer layer) => EmissionOf(Helper);

    internal override Emission LoweredEmissionOf(OperationLayer layer) => EmissionOf(LoweredHelper);

    private static ModuleEmission EmissionOf(HelperClass helper) => new(
        helper.Name,
        a => $"new {helper.Name}({a["channels"]}, {a["kernel"]}{a.Optional("stride", "stride", "1")}{a.Optional("affine", "affine", "true")})",
        helper);

    public override FoldedForm FoldedFormOf(OperationLayer layer) => new(
        new ModuleEmission(
            "SepConv", a => $"new SepConv({a["channels"]}, {a["kernel"]}{a.Optional("stride", "stride", "1")})", FoldedHelper),
        FoldedForm.OfStages(StagesOf(layer)));

    private static HelperClass Class(DepthwiseText text) => new($"{text.Prefix}SepConv", $$"""
        /// <summary>ReLU, depthwise and pointwise convolution, batch normalization: twice, the stride in the first.</summary>
        internal sealed class {{text.Prefix}}SepConv : Module<Tensor, Tensor>
        {
            private readonly Sequential op;

            public {{text.Prefix}}SepConv(long channels, long kernel, long stride = 1, bool affine = true)
                : base(nameof({{text.Prefix}}SepConv))
            {
                var padding = kernel / 2;
                op = Sequential(
                    ReLU(),
                    {{text.Before}}Conv2d(channels, channels, kernel, stride: stride, padding: padding, groups: channels, bias: false){{text.After}},
                    Conv2d(channels, channels, 1, bias: false),
                    BatchNorm2d(channels, affine: affine),
                    ReLU(),
                    {{text.Before}}Conv2d(channels, channels, kernel, padding: padding, groups: channels, bias: false){{text.After}},
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
