using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>
/// Zeros of a shape, for as many examples as another tensor has. Not an operation of the language: it stands where an
/// architecture takes none of the elements of a sum.
/// </summary>
internal sealed class ZeroTensor : Operation
{
    private static readonly ZeroTensor Instance = new();

    public override string Name => "zeros";

    public override string Doc => "Zeros of a shape.";

    public override OperationFacts Facts => OperationFacts.Zero;

    public static OperationLayer Layer(Shape like, Shape output) => new(Instance, new ArgumentList(), [like], output);

    public override ResolvedOperation? Resolve(OperationCall call) => new(new ArgumentList(), call.Input);

    public override Emission EmissionOf(OperationLayer layer) => new ExpressionEmission(
        (_, x) => $"{x[0]}.new_zeros([{x[0]}.size(0), {string.Join(", ", layer.Output.Dimensions)}])");
}
