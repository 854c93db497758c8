using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>
/// `fit(like, filters)`: brings a tensor to the resolution of another one and to a number of channels: by ReLU, 1 x 1
/// convolution and batch normalization where the resolution is the same, by a factorized reduction where it is twice as
/// large.
/// </summary>
internal sealed class Fit : Operation
{
    public override string Name => "fit";

    public override string Doc =>
        "Matches the resolution of `like` and the given channels: relu_conv_bn 1 x 1, or a factorized reduction from twice the size.";

    public override ImmutableArray<OperationParameter> Parameters =>
    [
        new("like", ParameterKind.Shape, "The tensor whose height and width are wanted."),
        LibraryParameters.Filters,
    ];

    public override OperationFacts Facts => OperationFacts.HasWeights | OperationFacts.Stateful;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        var (input, like, filters) = (call.Input, call.ShapeOf("like"), call.Integer("filters"));
        if (!call.RequireImage(input) || !call.RequireImage(like))
            return null;

        var halved = FactorizedReduce.Halved(input, filters);
        var same = SameResolution(input, like);
        if (!same && !SameResolution(halved, like))
            return call.Fail(Diagnose.CannotFit(call.Span, input, like));
        if (!same && filters < 2)
            return call.Fail(Diagnose.TooFewChannels(call.Span, Name, filters, 2));

        return new ResolvedOperation(
            new ArgumentList(
                Argument("in_channels", input.Channels),
                Argument("filters", filters),
                Argument("reduce", !same),
                Argument("affine", call.Context.NormalizationIsAffine)),
            same ? input.WithChannels(filters) : halved);
    }

    public override long ParameterCount(OperationLayer layer) => Weights(layer)
        + Cost.Normalization(layer.Arguments.Integer("filters"), layer.Arguments.Boolean("affine"));

    public override long MacCount(OperationLayer layer) => Weights(layer) * Cost.Pixels(layer.Output);

    public override Emission EmissionOf(OperationLayer layer) => new ModuleEmission(
        a => a.ChooseType("reduce", "FactorizedReduce", "ReluConvBn"),
        a => a.Choose(
            "reduce",
            $"new FactorizedReduce({a["in_channels"]}, {a["filters"]}{a.Optional("affine", "affine", "true")})",
            $"new ReluConvBn({a["in_channels"]}, {a["filters"]}, 1{a.Optional("affine", "affine", "true")})"),
        layer.Arguments.Boolean("reduce") ? FactorizedReduce.Helper : ReluConvBn.Helper);

    private static bool SameResolution(Shape a, Shape b) => a.Height == b.Height && a.Width == b.Width;

    private static long Weights(OperationLayer layer) =>
        Cost.Convolution(layer.Arguments.Integer("in_channels"), layer.Arguments.Integer("filters"), 1);
}
