using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>Numbers, truth values, and the operators between tensors.</summary>
internal sealed partial class Elaborator
{
    private Value EvaluateUnary(UnarySyntax syntax, Scope scope, Frame frame)
    {
        var operand = Evaluate(syntax.Operand, scope, frame);
        return (syntax.Operator, operand) switch
        {
            (_, UnknownValue) => operand,
            (_, ChosenValue chosen) => Map(chosen, v => UnaryOf(syntax, v, frame)),
            _ => UnaryOf(syntax, operand, frame),
        };
    }

    private Value UnaryOf(UnarySyntax syntax, Value operand, Frame frame) => (syntax.Operator, operand) switch
    {
        (_, UnknownValue) => operand,
        (UnaryOperator.Negate, NumberValue number) => new NumberValue(-number.Number),
        (UnaryOperator.Negate, TensorValue) when catalog.Find("neg") is { } negate =>
            Apply(new CatalogValue(negate, BoundArguments.None, syntax.Span), operand, frame, syntax.Span),
        (UnaryOperator.Not, BooleanValue boolean) => new BooleanValue(!boolean.Truth),
        (UnaryOperator.Negate, _) => Unknown(Diagnose.WrongKind(syntax.Operand.Span, "a number", operand.Description)),
        _ => Unknown(Diagnose.WrongKind(syntax.Operand.Span, "a condition", operand.Description)),
    };

    private Value EvaluateBinary(BinarySyntax syntax, Scope scope, Frame frame)
    {
        var left = Evaluate(syntax.Left, scope, frame);
        var right = Evaluate(syntax.Right, scope, frame);
        return BinaryOf(syntax, left, right, frame);
    }

    private Value BinaryOf(BinarySyntax syntax, Value left, Value right, Frame frame) => (left, right) switch
    {
        (UnknownValue, _) or (_, UnknownValue) => UnknownValue.Instance,
        (TensorValue or SubsetValue, _) or (_, TensorValue or SubsetValue) => TensorOperator(syntax, left, right, frame),
        (ChosenValue a, _) when IsTensorChoice(a) => TensorOperator(syntax, left, right, frame),
        (_, ChosenValue b) when IsTensorChoice(b) => TensorOperator(syntax, left, right, frame),
        (ChosenValue a, _) => Map(a, (v, i) => BinaryOf(syntax, v, Restrict(right, a.Decision, i), frame)),
        (_, ChosenValue b) => Map(b, (v, i) => BinaryOf(syntax, Restrict(left, b.Decision, i), v, frame)),
        (NumberValue a, NumberValue b) => Numbers(syntax, a.Number, b.Number),
        (BooleanValue a, BooleanValue b) when syntax.Operator == BinaryOperator.And => new BooleanValue(a.Truth && b.Truth),
        (BooleanValue a, BooleanValue b) when syntax.Operator == BinaryOperator.Or => new BooleanValue(a.Truth || b.Truth),
        (_, ListValue list) when syntax.Operator == BinaryOperator.In => new BooleanValue(list.Items.Contains(left)),
        (OperationValue, NumberValue) when syntax.Operator == BinaryOperator.Multiply =>
            Unknown(Diagnose.TimesOutsideChain(syntax.Span)),
        (BooleanValue or TextValue, _) when syntax.Operator is BinaryOperator.Equal => new BooleanValue(left == right),
        (BooleanValue or TextValue, _) when syntax.Operator is BinaryOperator.NotEqual => new BooleanValue(left != right),
        _ => WrongOperands(syntax, left, right),
    };

    private UnknownValue WrongOperands(BinarySyntax syntax, Value left, Value right)
    {
        var (expected, isFine) = syntax.Operator switch
        {
            BinaryOperator.And or BinaryOperator.Or => ("a condition", (Func<Value, bool>)(v => v is BooleanValue)),
            BinaryOperator.In => ("a list", v => ReferenceEquals(v, left)),
            _ => ("a number", v => v is NumberValue),
        };
        var (operand, value) = isFine(left) ? (syntax.Right, right) : (syntax.Left, left);
        return Unknown(Diagnose.WrongKind(operand.Span, expected, value.Description));
    }

    private Value Numbers(BinarySyntax syntax, double a, double b)
    {
        switch (syntax.Operator)
        {
            case BinaryOperator.Divide or BinaryOperator.Modulo when b == 0:
                return Unknown(Diagnose.DivisionByZero(syntax.Right.Span));
            case BinaryOperator.And or BinaryOperator.Or:
                return Unknown(Diagnose.WrongKind(syntax.Left.Span, "a condition", new NumberValue(a).Description));
            case BinaryOperator.In or BinaryOperator.Of:
                return Unknown(Diagnose.WrongKind(syntax.Right.Span, "a list", new NumberValue(b).Description));
        }

        double? number = syntax.Operator switch
        {
            BinaryOperator.Add => a + b,
            BinaryOperator.Subtract => a - b,
            BinaryOperator.Multiply => a * b,
            BinaryOperator.Divide => a / b,
            BinaryOperator.Modulo => a - b * Math.Floor(a / b),
            BinaryOperator.Power => Math.Pow(a, b),
            _ => null,
        };
        if (number is { } result)
            return double.IsFinite(result) ? new NumberValue(result) : Unknown(Diagnose.NumberTooLarge(syntax.Span));
        return new BooleanValue(syntax.Operator switch
        {
            BinaryOperator.LessOrEqual => a <= b,
            BinaryOperator.GreaterOrEqual => a >= b,
            BinaryOperator.Equal => a == b,
            BinaryOperator.NotEqual => a != b,
            BinaryOperator.AboutEqual => Math.Abs(a - b) <= 0.1 * Math.Abs(b),
            BinaryOperator.Less => a < b,
            _ => a > b,
        });
    }

    private Value TensorOperator(BinarySyntax syntax, Value left, Value right, Frame frame)
    {
        var name = syntax.Operator switch
        {
            BinaryOperator.Add => "add",
            BinaryOperator.Subtract => "sub",
            BinaryOperator.Multiply => "mul",
            BinaryOperator.Divide => "div",
            _ => null,
        };
        if (name is null || catalog.Find(name) is not { } operation)
            return Unknown(Diagnose.NeedsStaticValue(syntax.Span, "what is compared", "a tensor"));
        foreach (var (operand, value) in new[] { (syntax.Left, left), (syntax.Right, right) })
            if (value is not (TensorValue or SubsetValue or ChosenValue))
                return Unknown(Diagnose.WrongKind(operand.Span, "a tensor", value.Description,
                    "both sides are tensors of one shape"));
        var inputs = new TupleValue([AsTensor(left, frame, syntax.Left.Span), AsTensor(right, frame, syntax.Right.Span)]);
        return Apply(new CatalogValue(operation, BoundArguments.None, syntax.Span), inputs, frame, syntax.Span);
    }

    private static bool IsTensorChoice(ChosenValue chosen) => Leaves(chosen).Any(v => v is TensorValue);

    /// <summary>A count that may depend on choices; unknown where an error was reported.</summary>
    private Value CountOf(ExpressionSyntax syntax, Scope scope, Frame frame, string what)
    {
        var value = Evaluate(syntax, scope, frame);
        foreach (var leaf in Leaves(value))
            switch (leaf)
            {
                case UnknownValue:
                    return leaf;
                case NumberValue { IsInteger: true, Number: >= 0 and <= MostElements }:
                    break;
                case NumberValue { IsInteger: false } number:
                    return Unknown(Diagnose.NotAnInteger(syntax.Span, number.Text));
                case NumberValue number:
                    return Unknown(Diagnose.OutOfRange(syntax.Span, what, $"between 0 and {MostElements}", number.Text));
                default:
                    return Unknown(Diagnose.WrongKind(syntax.Span, "a whole number", leaf.Description));
            }
        return value;
    }

    /// <summary>A whole number known to the compiler, or null where an error was reported or nothing can be known yet.</summary>
    private long? StaticInteger(ExpressionSyntax syntax, Scope scope, Frame frame, string what) =>
        IntegerOf(Evaluate(syntax, scope, frame), syntax, what);

    private long? IntegerOf(Value value, ExpressionSyntax syntax, string what)
    {
        switch (value)
        {
            case NumberValue { IsInteger: true } number:
                return (long)number.Number;
            case NumberValue number:
                diagnostics.Add(Diagnose.NotAnInteger(syntax.Span, number.Text));
                return null;
            case UnknownValue:
                return null;
            case ChosenValue:
                diagnostics.Add(Diagnose.NotSupported(syntax.Span, $"a choice of {what}"));
                return null;
            case TensorValue tensor:
                diagnostics.Add(Diagnose.NeedsStaticValue(syntax.Span, what, tensor.Description));
                return null;
            case var other:
                diagnostics.Add(Diagnose.WrongKind(syntax.Span, "a whole number", other.Description));
                return null;
        }
    }

    private bool? StaticBoolean(ExpressionSyntax syntax, Scope scope, Frame frame)
    {
        switch (Evaluate(syntax, scope, frame))
        {
            case BooleanValue boolean:
                return boolean.Truth;
            case UnknownValue:
                return null;
            case var other:
                diagnostics.Add(Diagnose.WrongKind(syntax.Span, "a condition", other.Description));
                return null;
        }
    }
}
