using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>`linear(features)`: a fully connected layer over the last dimension.</summary>
internal sealed class Linear : Operation
{
    public override string Name => "linear";

    public override string Doc => "A fully connected layer over the last dimension.";

    public override ImmutableArray<OperationParameter> Parameters =>
    [
        new("features", ParameterKind.Integer, "Output features.", Minimum: 1, Maximum: Window.LargestFilters),
        new("bias", ParameterKind.Boolean, "Whether a learned constant is added to each feature.", new BooleanArgument(true)),
    ];

    public override OperationFacts Facts => OperationFacts.HasWeights;

    public override OperationFacts FactsOf(OperationLayer layer) =>
        layer.Arguments.Boolean("bias") ? Facts : Facts | OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (call.Input.IsImage)
            return call.Fail(Diagnose.NotAVector(call.Span, Name, call.Input));
        var features = call.Integer("features");
        return new ResolvedOperation(
            new ArgumentList(
                Argument("in_features", call.Input.Dimensions[^1]),
                Argument("features", features),
                Argument("bias", call.Boolean("bias"))),
            call.Input.WithLast(features));
    }

    public override long ParameterCount(OperationLayer layer) =>
        Weights(layer) + (layer.Arguments.Boolean("bias") ? layer.Arguments.Integer("features") : 0);

    public override long MacCount(OperationLayer layer) =>
        layer.Output.Elements * layer.Arguments.Integer("in_features");

    public override Emission EmissionOf(OperationLayer layer) => new ModuleEmission(
        "Linear", a => $"Linear({a["in_features"]}, {a["features"]}{a.Optional("bias", "hasBias", "true")})");

    private static long Weights(OperationLayer layer) =>
        layer.Arguments.Integer("in_features") * layer.Arguments.Integer("features");
}
