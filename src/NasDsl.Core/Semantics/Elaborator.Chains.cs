using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Syntax;

namespace NasDsl.Semantics;

/// <summary>`chain`: each item gets the outputs of the ones before it.</summary>
internal sealed partial class Elaborator
{
    private Value EvaluateChain(ChainSyntax syntax, Scope scope, Frame frame)
    {
        if (syntax.Inputs.Length == 0)
            return Unknown(Diagnose.NotSupported(syntax.Keyword, "a chain without an input"));
        var outputs = new List<Value>();
        foreach (var input in syntax.Inputs)
        {
            var value = AsTensor(Evaluate(input, scope, frame), frame, input.Span);
            outputs.Add(value is TensorValue tensor ? tensor with { IsTemporary = false } : value);
        }

        var name = frame.Name.Length == 0 ? "chain" : frame.Name;
        var index = 0;
        foreach (var item in syntax.Items)
        {
            var (operation, times) = Repetition(item.Value, scope, frame);
            for (var i = 0; i < times; i++, index++)
                outputs.Add(ApplyItem(item, operation, outputs, scope, frame, name, index));
        }

        return outputs[^1];
    }

    /// <summary>`op * n` is the item n times, with decisions of its own each time.</summary>
    private (ExpressionSyntax Operation, long Times) Repetition(ExpressionSyntax syntax, Scope scope, Frame frame)
    {
        if (syntax is not BinarySyntax { Operator: BinaryOperator.Multiply } product)
            return (syntax, 1);
        if (StaticInteger(product.Right, scope, frame, "how often an item is repeated") is not { } times)
            return (product.Left, 1);
        if (times is >= 0 and <= MostElements)
            return (product.Left, times);
        diagnostics.Add(Diagnose.OutOfRange(product.Right.Span, "the number of repetitions", $"between 0 and {MostElements}", $"{times}"));
        return (product.Left, 1);
    }

    private Value ApplyItem(
        ChainItemSyntax item, ExpressionSyntax syntax, List<Value> outputs, Scope scope, Frame frame, string name, int index)
    {
        var place = item.Name is { } own ? $"{name}.{own.Text}" : $"{name}[{index}]";
        var inner = frame.Named(place);
        var operation = Evaluate(syntax, scope, inner, asOperation: true);
        if (operation is UnknownValue)
            return operation;
        if (operation is not (OperationValue or ChosenValue))
            return Unknown(Diagnose.NotAnOperation(syntax.Span, operation.Description));

        var count = InputCountOf(operation) ?? 1;
        var inputs = Enumerable.Range(0, count)
            .Select(i => outputs[Math.Max(0, outputs.Count - count + i)])
            .ToImmutableArray();
        if (inputs.Any(i => i is not TensorValue))
            return UnknownValue.Instance;
        var tensors = inputs.Cast<TensorValue>().ToImmutableArray();
        if (frame.Graph is not { } graph || tensors.Any(t => t.Shape is null))
        {
            CheckArguments(operation);
            return TensorValue.Unknown;
        }

        if (MakeLayer(operation, [.. tensors.Select(t => t.Shape).OfType<Shape>()], inner) is not { } layer)
            return UnknownValue.Instance;
        Spend(ref nodeBudget, 1);
        var position = new ChainPosition(name, index);
        return graph.Add(place, layer, [.. tensors.Select(t => t.Id)], syntax.Span, position) with { IsTemporary = false };
    }
}
