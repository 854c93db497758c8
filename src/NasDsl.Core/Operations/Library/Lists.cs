using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>`sum(list)`: tensors of one shape added up.</summary>
internal sealed class Sum : Operation
{
    public override string Name => "sum";

    public override string Doc => "Adds tensors of one shape.";

    public override bool TakesList => true;

    public override Shape? Join(Shape first, Shape second) => first.Equals(second) ? first : null;

    public override OperationFacts Facts => OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call) =>
        call.RequireOneShape() ? new ResolvedOperation(new ArgumentList(), call.Input) : null;

    public override Emission EmissionOf(OperationLayer layer) => layer.Inputs.Length == 1
        ? new PassThroughEmission()
        : new ExpressionEmission((_, x) => string.Join(" + ", x), IsAtomic: false);
}

/// <summary>`mean(list)`: the mean of tensors of one shape, element by element.</summary>
internal sealed class Mean : Operation
{
    public override string Name => "mean";

    public override string Doc => "The mean of tensors of one shape, element by element.";

    public override bool TakesList => true;

    public override Shape? Join(Shape first, Shape second) => first.Equals(second) ? first : null;

    public override OperationFacts Facts => OperationFacts.Linear | OperationFacts.Averages;

    public override ResolvedOperation? Resolve(OperationCall call) =>
        call.RequireOneShape() ? new ResolvedOperation(new ArgumentList(), call.Input) : null;

    public override Emission EmissionOf(OperationLayer layer) => layer.Inputs.Length == 1
        ? new PassThroughEmission()
        : new ExpressionEmission((_, x) => $"({string.Join(" + ", x)}) / {x.Length}", IsAtomic: false);
}

/// <summary>`concat(list)`: channels (or features) one after the other.</summary>
internal sealed class Concat : Operation
{
    public override string Name => "concat";

    public override string Doc => "Puts the channels of tensors after each other; all else must agree. Of sequences, the features.";

    public override bool TakesList => true;

    public override Shape? Join(Shape first, Shape second) =>
        !SameExceptChannels(first, second) ? null
        : IsSequence(first) ? first.WithLast(first.Dimensions[^1] + second.Dimensions[^1])
        : first.WithChannels(first.Channels + second.Channels);

    public override OperationFacts Facts => OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (!call.RequireInputs())
            return null;
        for (var i = 1; i < call.Inputs.Length; i++)
            if (!SameExceptChannels(call.Inputs[i], call.Input))
                return call.Fail(Diagnose.CannotConcatenate(call.Span, call.Input, i, call.Inputs[i]));
        return new ResolvedOperation(new ArgumentList(), IsSequence(call.Input)
            ? call.Input.WithLast(call.Inputs.Sum(s => s.Dimensions[^1]))
            : call.Input.WithChannels(call.Inputs.Sum(s => s.Channels)));
    }

    public override Emission EmissionOf(OperationLayer layer) => layer.Inputs.Length == 1
        ? new PassThroughEmission()
        : new ExpressionEmission((_, x) => $"cat([{string.Join(", ", x)}], {(IsSequence(layer.Output) ? 2 : 1)})");

    /// <summary>`[steps, features]`: the features come last.</summary>
    private static bool IsSequence(Shape shape) => shape.Rank == 2;

    private static bool SameExceptChannels(Shape a, Shape b) => IsSequence(a)
        ? b.Rank == 2 && a.Dimensions[0] == b.Dimensions[0]
        : a.Rank == b.Rank && a.Dimensions.AsSpan()[1..].SequenceEqual(b.Dimensions.AsSpan()[1..]);
}
