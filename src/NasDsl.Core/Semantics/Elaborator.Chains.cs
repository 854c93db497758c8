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
        Value? last = null;
        foreach (var item in syntax.Items)
        {
            var (operation, times) = Repetition(item.Value, scope, frame);
            var most = Leaves(times).OfType<NumberValue>().Select(n => (int)n.Number).DefaultIfEmpty(1).Max();
            for (var i = 0; i < most; i++, index++)
                last = ApplyItem(item, operation, (times, i), outputs, scope, frame, name, index);
        }

        return last ?? outputs[^1];
    }

    /// <summary>`op * n` is the item n times, with decisions of its own each time.</summary>
    private (ExpressionSyntax Operation, Value Times) Repetition(ExpressionSyntax syntax, Scope scope, Frame frame)
    {
        if (syntax is not BinarySyntax { Operator: BinaryOperator.Multiply } product)
            return (syntax, new NumberValue(1));
        var times = CountOf(product.Right, scope, frame, "the number of repetitions");
        return (product.Left, times is UnknownValue ? new NumberValue(1) : times);
    }

    private Value ApplyItem(
        ChainItemSyntax item,
        ExpressionSyntax syntax,
        (Value Count, int Index) times,
        List<Value> outputs,
        Scope scope,
        Frame frame,
        string name,
        int index)
    {
        var place = item.Name is { } own ? $"{name}.{own.Text}" : $"{name}[{index}]";
        var inner = frame.Named(place);
        var operation = Evaluate(syntax, scope, inner, asOperation: true);
        if (operation is UnknownValue)
            return Unknowns(outputs);
        if (operation is not (OperationValue or ChosenValue))
            return Unknown(Diagnose.NotAnOperation(syntax.Span, operation.Description));

        var count = InputCountOf(operation) ?? 1;
        if (times.Count is ChosenValue && count > 1)
            return Unknown(Diagnose.NotSupported(syntax.Span, "a chosen number of items that take several tensors"));
        operation = Times(times.Count, operation, times.Index);
        var inputs = Enumerable.Range(0, count)
            .Select(i => outputs[Math.Max(0, outputs.Count - count + i)])
            .ToImmutableArray();
        if (inputs.Any(i => i is not TensorValue))
            return Unknowns(outputs);
        var tensors = inputs.Cast<TensorValue>().ToImmutableArray();
        if (frame.Graph is not { } graph || tensors.Any(t => t.Shape is null))
        {
            CheckArguments(operation);
            outputs.Add(TensorValue.Unknown);
            return TensorValue.Unknown;
        }

        if (MakeLayer(operation, [.. tensors.Select(t => t.Shape).OfType<Cases<Shape>>().Select(s => Assumed(s, frame) ?? s)], inner) is not { } layer)
            return Unknowns(outputs);
        Spend(ref nodeBudget, 1);
        var position = new ChainPosition(name, index);
        var result = graph.Add(place, layer, [.. tensors.Select(t => t.Id)], syntax.Span, position) with { IsTemporary = false };
        if (OutputCountOf(layer) == 1)
        {
            outputs.Add(result);
            return result;
        }

        var items = Items(result, layer, graph, place, syntax.Span);
        outputs.AddRange(items.Items);
        return items;
    }

    private static UnknownValue Unknowns(List<Value> outputs)
    {
        outputs.Add(UnknownValue.Instance);
        return UnknownValue.Instance;
    }
}
