using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>Functions of two tensors of one shape, element by element: one line each.</summary>
internal sealed class Binary : Operation
{
    private readonly string template;
    private readonly bool isAtomic;

    private Binary(string name, string doc, string template, OperationFacts facts = OperationFacts.None, bool isAtomic = false)
    {
        (Name, Doc, this.template, Facts, this.isAtomic) = (name, doc, template, facts, isAtomic);
    }

    public static ImmutableArray<Operation> All { get; } =
    [
        new Binary("add", "The sum of two tensors.", "{0} + {1}", OperationFacts.Linear),
        new Binary("sub", "The first tensor minus the second.", "{0} - {1}", OperationFacts.Linear),
        new Binary("mul", "The product of two tensors, element by element.", "{0} * {1}"),
        new Binary("div", "The first tensor divided by the second, element by element.", "{0} / {1}"),
        new Binary("max", "The larger of two tensors, element by element.", "{0}.maximum({1})", isAtomic: true),
        new Binary("min", "The smaller of two tensors, element by element.", "{0}.minimum({1})", isAtomic: true),
        new Binary("gated", "The sigmoid of the first tensor times the second.", "{0}.sigmoid() * {1}"),
    ];

    public override string Name { get; }

    public override string Doc { get; }

    public override OperationFacts Facts { get; }

    public override int InputCount => 2;

    public override ResolvedOperation? Resolve(OperationCall call) =>
        call.RequireOneShape() ? new ResolvedOperation(new ArgumentList(), call.Input) : null;

    public override Emission EmissionOf(OperationLayer layer) => new ExpressionEmission(
        (_, x) => template.Replace("{0}", x[0], StringComparison.Ordinal).Replace("{1}", x[1], StringComparison.Ordinal),
        IsAtomic: isAtomic);
}
