using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>
/// `factorized_reduce(filters)`: halves height and width with two 1 x 1 convolutions of stride 2, one of them on the image
/// shifted by a pixel, so that together they see every pixel on the diagonal pairs (NASNet, DARTS).
/// </summary>
internal sealed class FactorizedReduce : Operation
{
    public static HelperClass Helper { get; } = new("FactorizedReduce", """
        /// <summary>Halves height and width (rounding up) by two 1 x 1 convolutions, the second a pixel further on.</summary>
        internal sealed class FactorizedReduce : Module<Tensor, Tensor>
        {
            private readonly Conv2d conv1;
            private readonly Conv2d conv2;
            private readonly BatchNorm2d bn;

            public FactorizedReduce(long inChannels, long outChannels, bool affine = true)
                : base(nameof(FactorizedReduce))
            {
                conv1 = Conv2d(inChannels, outChannels / 2, 1, stride: 2, bias: false);
                conv2 = Conv2d(inChannels, outChannels - outChannels / 2, 1, stride: 2, bias: false);
                bn = BatchNorm2d(outChannels, affine: affine);
                RegisterComponents();
            }

            public override Tensor forward(Tensor input)
            {
                using var scope = NewDisposeScope();
                var x = functional.relu(input);
                // Drops the first row and column; an odd size gets a row or column of zeros at its end.
                var shifted = functional.pad(x, (-1, x.size(3) % 2, -1, x.size(2) % 2));
                var y = cat([conv1.forward(x), conv2.forward(shifted)], 1);
                return bn.forward(y).MoveToOuterDisposeScope();
            }
        }
        """);

    public static HelperClass FoldedHelper { get; } = new("FactorizedReduce", """
        /// <summary>
        /// Halves height and width (rounding up) by two 1 x 1 convolutions, the second a pixel further on. The batch normalization
        /// behind both is folded into them, each has its channels of it.
        /// </summary>
        internal sealed class FactorizedReduce : Module<Tensor, Tensor>
        {
            private readonly Conv2d conv1;
            private readonly Conv2d conv2;

            public FactorizedReduce(long inChannels, long outChannels)
                : base(nameof(FactorizedReduce))
            {
                conv1 = Conv2d(inChannels, outChannels / 2, 1, stride: 2);
                conv2 = Conv2d(inChannels, outChannels - outChannels / 2, 1, stride: 2);
                RegisterComponents();
            }

            public override Tensor forward(Tensor input)
            {
                using var scope = NewDisposeScope();
                var x = functional.relu(input);
                // Drops the first row and column; an odd size gets a row or column of zeros at its end.
                var shifted = functional.pad(x, (-1, x.size(3) % 2, -1, x.size(2) % 2));
                return cat([conv1.forward(x), conv2.forward(shifted)], 1).MoveToOuterDisposeScope();
            }
        }
        """);

    public override string Name => "factorized_reduce";

    public override string Doc =>
        "Halves height and width: ReLU, two 1 x 1 convolutions of stride 2 a pixel apart, concatenated, batch normalization.";

    public override ImmutableArray<OperationParameter> Parameters =>
        [LibraryParameters.Filters with { Minimum = 2 }];

    public override OperationFacts Facts => OperationFacts.HasWeights | OperationFacts.Stateful;

    public static Shape Halved(Shape image, long channels) => new(channels, (image.Height + 1) / 2, (image.Width + 1) / 2);

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (!call.RequireImage(call.Input))
            return null;
        var filters = call.Integer("filters");
        return new ResolvedOperation(
            new ArgumentList(
                Argument("in_channels", call.Input.Channels),
                Argument("filters", filters),
                Argument("affine", call.Context.NormalizationIsAffine)),
            Halved(call.Input, filters));
    }

    public override long ParameterCount(OperationLayer layer) => Weights(layer)
        + Cost.Normalization(layer.Arguments.Integer("filters"), layer.Arguments.Boolean("affine"));

    public override BackwardNeeds NeedsOf(OperationLayer layer) => Needs(layer.Inputs[0], layer.Output);

    /// <summary>The ReLU and its shifted copy, and both convolutions together.</summary>
    public static BackwardNeeds Needs(Shape input, Shape output) =>
        new(Input: false, Output: false, 2 * input.Elements + output.Elements);

    public override long ActivationCount(OperationLayer layer) =>
        layer.Inputs[0].Elements + 3 * layer.Output.Elements;

    public override long MacCount(OperationLayer layer) => Weights(layer) * Cost.Pixels(layer.Output);

    public override Emission EmissionOf(OperationLayer layer) => new ModuleEmission(
        "FactorizedReduce",
        a => $"new FactorizedReduce({a["in_channels"]}, {a["filters"]}{a.Optional("affine", "affine", "true")})",
        Helper);

    public override FoldedForm FoldedFormOf(OperationLayer layer) =>
        Folded(a => $"new FactorizedReduce({a["in_channels"]}, {a["filters"]})", layer.Arguments.Integer("filters"));

    /// <summary>The reduction without its normalization, by the expression that constructs it.</summary>
    public static FoldedForm Folded(Func<ArgumentTexts, string> construct, long filters) =>
        new(new ModuleEmission("FactorizedReduce", construct, FoldedHelper), FoldedWeights(filters));

    /// <summary>The first convolution has the first half of the channels.</summary>
    public static ImmutableArray<WeightMove> FoldedWeights(long filters) =>
        [new WeightMove("conv1", "conv1", "bn"), new WeightMove("conv2", "conv2", "bn", filters / 2)];

    private static long Weights(OperationLayer layer) =>
        Cost.Convolution(layer.Arguments.Integer("in_channels"), layer.Arguments.Integer("filters"), 1);
}
