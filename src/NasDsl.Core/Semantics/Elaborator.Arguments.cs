using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>The static arguments of catalog operations.</summary>
internal sealed partial class Elaborator
{
    /// <summary>Arguments to values of the catalog's kinds, defaults filled in, ranges checked.</summary>
    private (ImmutableDictionary<string, ArgumentValue>?, ImmutableDictionary<string, Cases<Shape>>?) BindCatalog(CatalogValue value)
    {
        var arguments = ImmutableDictionary.CreateBuilder<string, ArgumentValue>();
        var shapes = ImmutableDictionary.CreateBuilder<string, Cases<Shape>>();
        var failed = false;
        foreach (var parameter in value.Operation.Parameters)
        {
            if (!value.Arguments.Values.TryGetValue(parameter.Name, out var given))
            {
                if (parameter.Default is { } standard)
                    arguments.Add(parameter.Name, standard);
                failed |= parameter.IsRequired;
                if (parameter.IsRequired)
                    diagnostics.Add(Diagnose.MissingArgument(value.Span, value.Name, parameter.Name));
            }
            else if (parameter.Kind == ParameterKind.Shape)
            {
                if (ShapeArgument(given.Value, given.Span) is { } shape)
                    shapes.Add(parameter.Name, shape);
                else
                    failed = true;
            }
            else if (ArgumentOf(parameter, given.Value, given.Span) is { } converted)
            {
                arguments.Add(parameter.Name, converted);
            }
            else
            {
                failed = true;
            }
        }

        return failed ? (null, null) : (arguments.ToImmutable(), shapes.ToImmutable());
    }

    private Cases<Shape>? ShapeArgument(Value value, TextSpan span)
    {
        switch (value)
        {
            case TensorValue tensor:
                return tensor.Shape;
            case ShapeValue shape:
                return shape.Shape;
            case UnknownValue:
            // Which of them is known only where the operation is applied.
            case ChosenValue when Leaves(value).All(v => v is TensorValue or ShapeValue or UnknownValue):
                return null;
            default:
                diagnostics.Add(Diagnose.WrongKind(span, "a tensor", value.Description));
                return null;
        }
    }

    private ArgumentValue? ArgumentOf(OperationParameter parameter, Value value, TextSpan span)
    {
        switch (parameter.Kind, value)
        {
            case (_, UnknownValue or ChosenValue):
                return null;
            case (ParameterKind.Real, RealValue real):
                return RealArgument(parameter, real, span);

            case (ParameterKind.Window, TupleValue tuple) when tuple.Items.Any(DependsOnChoice):
                return null;
            case (ParameterKind.Window, TupleValue { Items: [var height, var width] }):
                var side = parameter with { Kind = ParameterKind.Integer };
                return ArgumentOf(side, height, span) is IntegerArgument h && ArgumentOf(side, width, span) is IntegerArgument w
                    ? h == w ? h : new PairArgument(h.Value, w.Value)
                    : null;
            case (ParameterKind.Boolean, BooleanValue boolean):
                return new BooleanArgument(boolean.Truth);
            case (ParameterKind.Integer or ParameterKind.Window, NumberValue { IsInteger: false } number):
                diagnostics.Add(Diagnose.NotAnInteger(span, number.Text));
                return null;
            case (ParameterKind.Integer or ParameterKind.Real or ParameterKind.Window, NumberValue number):
                if (number.Number < parameter.Minimum || number.Number > parameter.Maximum)
                {
                    diagnostics.Add(Diagnose.OutOfRange(span, parameter.Name, RangeText(parameter.Minimum, parameter.Maximum), number.Text));
                    return null;
                }

                return parameter.Kind == ParameterKind.Real
                    ? new RealArgument(number.Number)
                    : new IntegerArgument((long)number.Number);
            default:
                diagnostics.Add(Diagnose.WrongKind(span, KindText(parameter.Kind), value.Description,
                    $"`{parameter.Name}`: {char.ToLowerInvariant(parameter.Doc[0])}{parameter.Doc[1..].TrimEnd('.')}"));
                return null;
        }
    }

    /// <summary>A choice from an interval that lies in the range of the parameter.</summary>
    private DecisionArgument? RealArgument(OperationParameter parameter, RealValue value, TextSpan span)
    {
        if (value.Decision.Interval is { } interval
            && interval.Minimum >= parameter.Minimum
            && interval.Maximum <= parameter.Maximum)
            return new DecisionArgument(value.Decision);
        diagnostics.Add(Diagnose.OutOfRange(
            span, parameter.Name, RangeText(parameter.Minimum, parameter.Maximum),
            $"{value.Decision.Interval?.Minimum:R}..{value.Decision.Interval?.Maximum:R}"));
        return null;
    }

    private static string RangeText(double minimum, double maximum) =>
        double.IsInfinity(maximum) ? $"at least {minimum:R}" : $"between {minimum:R} and {maximum:R}";

    private static string KindText(ParameterKind kind) => kind switch
    {
        ParameterKind.Integer => "a whole number",
        ParameterKind.Real => "a number",
        ParameterKind.Boolean => "`true` or `false`",
        ParameterKind.Window => "a whole number or a pair `(height, width)`",
        _ => "a tensor",
    };

    /// <summary>What can be checked of an operation's arguments without a shape.</summary>
    private void CheckArguments(Value operation)
    {
        switch (operation)
        {
            case CatalogValue catalogued:
                BindCatalog(catalogued);
                break;
            case DeclaredValue declared:
                BindParameters(declared.Declaration, declared.Arguments, new Scope(), declared.Span);
                break;
            case ComposedValue composed:
                foreach (var part in composed.Operations)
                    CheckArguments(part);
                break;
            case RepeatedValue repeated:
                CheckArguments(repeated.Operation);
                break;
            case RecurrentValue { Body: { } body }:
                CheckArguments(body);
                break;
            case ChosenValue chosen:
                foreach (var alternative in chosen.Alternatives)
                    CheckArguments(alternative);
                break;
        }
    }

    private static TextSpan SpanOf(Value operation) => operation switch
    {
        OperationValue value => value.Span,
        ChosenValue chosen => chosen.Span,
        _ => default,
    };
}
