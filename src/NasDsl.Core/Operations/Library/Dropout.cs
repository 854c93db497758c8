using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>`dropout(rate)`: sets elements to zero in training.</summary>
internal sealed class Dropout : Operation
{
    public override string Name => "dropout";

    public override string Doc => "In training, sets each element to zero with probability `rate` and scales the rest up.";

    public override ImmutableArray<OperationParameter> Parameters =>
        [new("rate", ParameterKind.Real, "Probability of zero.", new RealArgument(0.5), Minimum: 0, Maximum: 1)];

    // It draws random numbers in training: calling it twice is not calling it once.
    public override OperationFacts Facts => OperationFacts.Stateful;

    public override ResolvedOperation? Resolve(OperationCall call) =>
        new(new ArgumentList(Argument("rate", call.Real("rate"))), call.Input);

    // The mask.
    public override BackwardNeeds NeedsOf(OperationLayer layer) => new(Input: false, Output: false, layer.Output.Elements);

    public override Emission EmissionOf(OperationLayer layer) =>
        new ModuleEmission("Dropout", a => $"Dropout({a["rate"]})");
}
