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
        // An item of one tensor that is not there passes it on; one of several leaves what the next one gets as it was.
        var isThere = count > 1 ? IsAbove(times, inner) : cases.Fixed(true);
        operation = count > 1 ? operation : Times(times.Count, operation, times.Index);
        var inputs = Enumerable.Range(0, count)
            .Select(i => outputs[Math.Max(0, outputs.Count - count + i)])
            .ToImmutableArray();
        if (inputs.Any(i => i is not TensorValue))
            return Unknowns(outputs);
        var tensors = inputs.Cast<TensorValue>().ToImmutableArray();
        if (frame.Graph is not { } graph || tensors.Any(t => t.Shape is null))
        {
            CheckArguments(operation);
            var unknown = UnknownOutputs(operation);
            outputs.AddRange(unknown is TupleValue tuple ? tuple.Items : [unknown]);
            return unknown;
        }

        if (isThere is { IsFixed: true, Value: false })
            return outputs[^1];
        if (Under(inner, isThere, true) is not { } there
            || MakeLayer(operation, [.. tensors.Select(t => t.Shape).OfType<Cases<Shape>>().Select(s => Assumed(s, there) ?? s)], there) is not { } layer)
            return Unknowns(outputs);
        Spend(ref nodeBudget, 1);
        ChainPosition? position = isThere.IsFixed ? new ChainPosition(name, index) : null;
        var result = graph.Add(place, layer, [.. tensors.Select(t => t.Id)], syntax.Span, position) with { IsTemporary = false };
        if (!isThere.IsFixed)
            return OutputCountOf(layer) == 1
                ? Shift(outputs, result, isThere, inner, syntax)
                : Unknown(Diagnose.NotSupported(syntax.Span, "a chosen number of items that give several tensors"));
        if (OutputCountOf(layer) == 1)
        {
            outputs.Add(result);
            return result;
        }

        var items = Items(result, layer, graph, place, syntax.Span);
        outputs.AddRange(items.Items);
        return items;
    }

    /// <summary>Whether there are more items than <paramref name="times"/> has before this one.</summary>
    private Cases<bool> IsAbove((Value Count, int Index) times, Frame frame)
    {
        return TruthOf(Above(times.Count), frame);

        Value Above(Value count) => count is ChosenValue chosen
            ? Map(chosen, Above)
            : new BooleanValue(count is not NumberValue number || number.Number > times.Index);
    }

    /// <summary>
    /// Puts an item that may be missing behind the others: where it is, every place holds what the next one held; where it is not, all
    /// is as before.
    /// </summary>
    private Value Shift(List<Value> outputs, Value result, Cases<bool> isThere, Frame frame, ExpressionSyntax syntax)
    {
        var before = outputs.ToArray();
        outputs.Add(before[^1]);
        for (var i = 0; i < before.Length; i++)
        {
            var (there, missing) = (i + 1 < before.Length ? before[i + 1] : result, before[i]);
            var name = Frame.Join(frame.Name, before.Length - i == 1 ? "last" : $"before[{before.Length - i - 1}]");
            var either = ValueOf(isThere, t => t ? there : missing, syntax.Span) ?? Unknown(Diagnose.NotSupported(
                syntax.Span, "a number of items that depends on which elements of a list are taken"));
            outputs[i + 1] = Finish(AsTensor(either, frame.Named(name), syntax.Span), name, frame);
        }

        outputs[0] = before[0];
        return outputs[^1];
    }

    private static UnknownValue Unknowns(List<Value> outputs)
    {
        outputs.Add(UnknownValue.Instance);
        return UnknownValue.Instance;
    }
}
