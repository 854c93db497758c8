using NasDsl.IR;
using NasDsl.Operations;

namespace NasDsl.Tests.Analysis;

/// <summary>An operation that keeps the shape and costs what the test says, so that the analyses are tested alone.</summary>
internal sealed class FakeOperation(
    string name, long parameters = 0, OperationFacts facts = OperationFacts.None, bool takesList = false) : Operation
{
    public static readonly Shape Shape = new(4, 8, 8);

    public override string Name => name;

    public override string Doc => $"Fake {name}.";

    public override bool TakesList => takesList;

    public override Shape Join(Shape first, Shape second) => first;

    public override OperationFacts Facts => facts;

    public override Emission EmissionOf(OperationLayer layer) =>
        new ExpressionEmission((_, inputs) => string.Join(" + ", inputs));

    public override ResolvedOperation Resolve(OperationCall call) => new(new ArgumentList(), Shape);

    public override long ActivationCount(OperationLayer layer) => 0;

    public override long ParameterCount(OperationLayer layer) => parameters;

    /// <summary>Ten for each weight.</summary>
    public override long MacCount(OperationLayer layer) => 10 * parameters;

    public OperationLayer Layer(int inputs = 1) =>
        new(this, new ArgumentList(), [.. Enumerable.Repeat(Shape, inputs)], Shape);
}
