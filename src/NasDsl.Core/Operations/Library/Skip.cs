using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>`skip`: the input itself; at stride 2 a factorized reduction that keeps the channels.</summary>
internal sealed class Skip : Operation
{
    public override string Name => "skip";

    public override string Doc => "The input itself; at stride 2 a factorized reduction that keeps the channels.";

    public override ImmutableArray<OperationParameter> Parameters => [LibraryParameters.Stride with { Maximum = 2 }];

    public override OperationFacts Facts => OperationFacts.Identity;

    public override OperationFacts FactsOf(OperationLayer layer) => Reduces(layer)
        ? OperationFacts.HasWeights | OperationFacts.Stateful
        : OperationFacts.Identity | OperationFacts.Pointwise | OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (call.Integer("stride") == 1)
            return new ResolvedOperation(new ArgumentList(Argument("stride", 1)), call.Input);
        if (!call.RequireImage(call.Input))
            return null;
        var channels = call.Input.Channels;
        if (channels < 2)
            return call.Fail(Diagnose.TooFewChannels(call.Span, Name, channels, 2));
        return new ResolvedOperation(
            new ArgumentList(
                Argument("channels", channels),
                Argument("stride", 2),
                Argument("affine", call.Context.NormalizationIsAffine)),
            FactorizedReduce.Halved(call.Input, channels));
    }

    public override long ParameterCount(OperationLayer layer) => Reduces(layer)
        ? Weights(layer) + Cost.Normalization(layer.Arguments.Integer("channels"), layer.Arguments.Boolean("affine"))
        : 0;

    public override BackwardNeeds NeedsOf(OperationLayer layer) =>
        Reduces(layer) ? FactorizedReduce.Needs(layer.Inputs[0], layer.Output) : default;

    public override long MacCount(OperationLayer layer) => Reduces(layer) ? Weights(layer) * Cost.Pixels(layer.Output) : 0;

    public override Emission EmissionOf(OperationLayer layer) => Reduces(layer)
        ? new ModuleEmission(
            "FactorizedReduce",
            a => $"new FactorizedReduce({a["channels"]}, {a["channels"]}{a.Optional("affine", "affine", "true")})",
            FactorizedReduce.Helper)
        : new PassThroughEmission();

    public override FoldedForm? FoldedFormOf(OperationLayer layer) => Reduces(layer)
        ? FactorizedReduce.Folded(
            a => $"new FactorizedReduce({a["channels"]}, {a["channels"]})", layer.Arguments.Integer("channels"))
        : null;

    private static bool Reduces(OperationLayer layer) => layer.Arguments.Integer("stride") == 2;

    private static long Weights(OperationLayer layer) =>
        Cost.Convolution(layer.Arguments.Integer("channels"), layer.Arguments.Integer("channels"), 1);
}
