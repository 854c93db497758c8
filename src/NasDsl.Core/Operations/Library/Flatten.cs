using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>`flatten`: all elements of an example as one vector.</summary>
internal sealed class Flatten : Operation
{
    public override string Name => "flatten";

    public override string Doc => "All elements of an example as one vector.";

    public override OperationFacts Facts => OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call) =>
        new(new ArgumentList(), new Shape(call.Input.Elements));

    public override Emission EmissionOf(OperationLayer layer) => new ExpressionEmission(
        (_, x) => $"{x[0]}.flatten(1)", new ModuleEmission("Flatten", _ => "Flatten()"));
}
