using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>`relu_conv_bn(filters, kernel)`: ReLU, convolution, batch normalization.</summary>
internal sealed class ReluConvBn : Operation
{
    public static HelperClass Helper { get; } = new("ReluConvBn", """
        /// <summary>ReLU, convolution, batch normalization.</summary>
        internal sealed class ReluConvBn : Module<Tensor, Tensor>
        {
            private readonly Sequential op;

            public ReluConvBn(long inChannels, long outChannels, long kernel, long stride = 1, bool affine = true)
                : base(nameof(ReluConvBn))
            {
                op = Sequential(
                    ReLU(),
                    Conv2d(inChannels, outChannels, kernel, stride: stride, padding: kernel / 2, bias: false),
                    BatchNorm2d(outChannels, affine: affine));
                RegisterComponents();
            }

            public override Tensor forward(Tensor input) => op.forward(input);
        }
        """);

    public static HelperClass FoldedHelper { get; } = new("ReluConv", """
        /// <summary>ReLU and a convolution, into which the batch normalization behind it is folded.</summary>
        internal sealed class ReluConv : Module<Tensor, Tensor>
        {
            private readonly Sequential op;

            public ReluConv(long inChannels, long outChannels, long kernel, long stride = 1)
                : base(nameof(ReluConv))
            {
                op = Sequential(
                    ReLU(),
                    Conv2d(inChannels, outChannels, kernel, stride: stride, padding: kernel / 2));
                RegisterComponents();
            }

            public override Tensor forward(Tensor input) => op.forward(input);
        }
        """);

    /// <summary>How the weights of <see cref="FoldedHelper"/> follow from those of <see cref="Helper"/>.</summary>
    public static ImmutableArray<WeightMove> FoldedWeights { get; } = [new("op.1", "op.1", "op.2")];

    public override string Name => "relu_conv_bn";

    public override string Doc => "ReLU, then a convolution, then batch normalization.";

    public override ImmutableArray<OperationParameter> Parameters =>
        [LibraryParameters.Filters, LibraryParameters.Kernel, LibraryParameters.Stride];

    public override OperationFacts Facts => OperationFacts.HasWeights | OperationFacts.Stateful;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (OddWindow.Of(call, call.Integer("stride")) is not { } window)
            return null;
        var filters = call.Integer("filters");
        return new ResolvedOperation(
            new ArgumentList(
                Argument("in_channels", call.Input.Channels),
                Argument("filters", filters),
                window.Argument("kernel", window.Kernel),
                window.Argument("stride", window.Stride),
                Argument("affine", call.Context.NormalizationIsAffine)),
            window.Output(call.Input, filters));
    }

    public override long ParameterCount(OperationLayer layer) =>
        Weights(layer) + Cost.Normalization(layer.Arguments.Integer("filters"), layer.Arguments.Boolean("affine"));

    // The ReLU and the convolution.
    public override BackwardNeeds NeedsOf(OperationLayer layer) =>
        new(Input: false, Output: false, layer.Inputs[0].Elements + layer.Output.Elements);

    public override long ActivationCount(OperationLayer layer) =>
        layer.Inputs[0].Elements + 2 * layer.Output.Elements;

    public override long MacCount(OperationLayer layer) => Weights(layer) * Cost.Pixels(layer.Output);

    public override ImmutableArray<OperationLayer> StagesOf(OperationLayer layer)
    {
        var kernel = layer.Arguments.Integer("kernel");
        return new Stages(layer.Inputs[0])
            .ThenRelu()
            .ThenConvolution(layer.Arguments.Integer("filters"), kernel, layer.Arguments.Integer("stride"), kernel / 2, 1, 1)
            .ThenNormalization(layer.Arguments.Boolean("affine")).All;
    }

    public override Emission EmissionOf(OperationLayer layer) => new ModuleEmission(
        "ReluConvBn",
        a => $"new ReluConvBn({a["in_channels"]}, {a["filters"]}, {a["kernel"]}"
            + $"{a.Optional("stride", "stride", "1")}{a.Optional("affine", "affine", "true")})",
        Helper);

    public override FoldedForm FoldedFormOf(OperationLayer layer) => new(
        new ModuleEmission(
            "ReluConv",
            a => $"new ReluConv({a["in_channels"]}, {a["filters"]}, {a["kernel"]}{a.Optional("stride", "stride", "1")})",
            FoldedHelper),
        FoldedWeights);

    private static long Weights(OperationLayer layer) => Cost.Convolution(
        layer.Arguments.Integer("in_channels"), layer.Arguments.Integer("filters"), layer.Arguments.Integer("kernel"));
}
