using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>Operation values to layers, once the shapes of the inputs are known.</summary>
internal sealed partial class Elaborator
{
    /// <summary>Null where an error was reported.</summary>
    private Layer? MakeLayer(Value operation, ImmutableArray<Shape> inputs, Frame frame) => operation switch
    {
        CatalogValue catalogued => MakeOperation(catalogued, inputs, frame),
        DeclaredValue declared => MakeCall(declared, inputs, frame),
        ComposedValue composed => MakeSequence(composed.Operations, inputs, frame),
        RepeatedValue { Count: 0 } => MakeIdentity(inputs, frame),
        RepeatedValue repeated => MakeSequence([.. Enumerable.Repeat(repeated.Operation, repeated.Count)], inputs, frame),
        RecurrentValue recurrent => MakeRecurrent(recurrent, inputs, frame),
        ChosenValue chosen => MakeChoice(chosen, chosen.Alternatives, inputs, frame),
        _ => null,
    };

    private Layer? MakeIdentity(ImmutableArray<Shape> inputs, Frame frame)
    {
        var identity = catalog.Find("identity") ?? throw new InvalidOperationException("the catalog has no `identity`");
        return MakeOperation(new CatalogValue(identity, BoundArguments.None, default), inputs, frame);
    }

    private Layer? MakeSequence(ImmutableArray<Value> operations, ImmutableArray<Shape> inputs, Frame frame)
    {
        var layers = ImmutableArray.CreateBuilder<Layer>();
        var shapes = inputs;
        foreach (var operation in operations)
        {
            if (layers.Count > 0 && InputCountOf(operation) is not (null or 1))
            {
                diagnostics.Add(Diagnose.WrongInputCount(SpanOf(operation), NameOf(operation), InputCountOf(operation) ?? 1, 1));
                return null;
            }

            if (MakeLayer(operation, shapes, frame) is not { } layer)
                return null;
            if (layer is SequenceLayer nested)
                layers.AddRange(nested.Layers);
            else
                layers.Add(layer);
            shapes = [layer.Output];
        }

        return layers.Count == 1 ? layers[0] : new SequenceLayer(layers.ToImmutable(), inputs, shapes[0]);
    }

    /// <summary>A layer for each alternative; all must give the same shape.</summary>
    private ChoiceLayer? MakeChoice(ChosenValue chosen, ImmutableArray<Value> operations, ImmutableArray<Shape> inputs, Frame frame)
    {
        var alternatives = ImmutableArray.CreateBuilder<LayerAlternative>();
        var failed = false;
        for (var i = 0; i < operations.Length; i++)
        {
            var label = chosen.Decision.Alternatives[i].Label;
            var inner = frame.Named(Frame.Join(frame.Name, label)) with
            {
                Condition = new DecisionCondition(chosen.Decision.Name, label),
            };
            if (MakeLayer(operations[i], inputs, inner) is { } layer)
                alternatives.Add(new LayerAlternative(label, layer));
            else
                failed = true;
        }

        if (failed || alternatives.Count == 0)
            return null;
        var output = alternatives[0].Layer.Output;
        foreach (var other in alternatives.Skip(1))
            if (!other.Layer.Output.Equals(output))
            {
                diagnostics.Add(Diagnose.AlternativeShapesDiffer(
                    chosen.Span, alternatives[0].Label, output, other.Label, other.Layer.Output) with { Label = Place(frame) });
                return null;
            }

        return new ChoiceLayer(chosen.Decision, alternatives.ToImmutable(), inputs, output);
    }

    private Layer? MakeOperation(CatalogValue value, ImmutableArray<Shape> inputs, Frame frame)
    {
        // A choice among the arguments is a choice among operations.
        foreach (var parameter in value.Operation.Parameters)
            if (value.Arguments.Values.TryGetValue(parameter.Name, out var given) && given is (ChosenValue chosen, var span))
                return MakeChoice(
                    chosen,
                    [.. chosen.Alternatives.Select(a => value with { Arguments = new(value.Arguments.Values.SetItem(parameter.Name, (a, span))) })],
                    inputs,
                    frame);

        var (arguments, shapes) = BindCatalog(value);
        if (arguments is null || shapes is null)
            return null;
        if (!value.Operation.TakesList && inputs.Length != value.Operation.InputCount)
        {
            diagnostics.Add(Diagnose.WrongInputCount(value.Span, value.Name, value.Operation.InputCount, inputs.Length) with
            {
                Label = Place(frame),
            });
            return null;
        }

        if (!value.Operation.TakesTokens && inputs.FirstOrDefault(i => i.IsTokens) is { } tokens)
        {
            diagnostics.Add(Diagnose.TokensNotEmbedded(value.Span, value.Name, tokens) with { Label = Place(frame) });
            return null;
        }

        Spend(ref nodeBudget, 1);
        var context = new OperationContext(
            options.CellsAreAffine || (!frame.IsInCell && frame.Condition is null));
        var call = new OperationCall(
            value.Operation, arguments, shapes, inputs, context, value.Span, d => diagnostics.Add(d with { Label = d.Label ?? Place(frame) }));
        if (value.Operation.Resolve(call) is not { } resolved)
            return null;
        if (IsReasonable(inputs, resolved))
            return new OperationLayer(value.Operation, resolved.Arguments, inputs, resolved.Output);
        diagnostics.Add(Diagnose.TooLarge(value.Span, $"a tensor of shape `{resolved.Output}`") with { Label = Place(frame) });
        return null;
    }

    /// <summary>
    /// Whether the layer's sizes are ones that somebody means; beyond, sums of weights and multiply-accumulates over a
    /// network would not fit into 64 bits.
    /// </summary>
    private static bool IsReasonable(ImmutableArray<Shape> inputs, ResolvedOperation resolved)
    {
        const double mostMacs = 1e13;
        var outputs = resolved.Output.Dimensions.Aggregate(1.0, (product, d) => product * d);
        double kernel = resolved.Arguments.Items.FirstOrDefault(a => a.Name == "kernel").Value is IntegerArgument k ? k.Value : 1;
        return outputs * kernel * kernel * inputs.Select(i => (double)i.Channels).DefaultIfEmpty(1).Max() <= mostMacs;
    }

    /// <summary>Where in the network an error shows, if that is not where it is written.</summary>
    private static string? Place(Frame frame) => frame.FullName.Length == 0 ? null : $"in `{frame.FullName}`";

    /// <summary>Arguments to values of the catalog's kinds, defaults filled in, ranges checked.</summary>
    private (ImmutableDictionary<string, ArgumentValue>?, ImmutableDictionary<string, Shape>?) BindCatalog(CatalogValue value)
    {
        var arguments = ImmutableDictionary.CreateBuilder<string, ArgumentValue>();
        var shapes = ImmutableDictionary.CreateBuilder<string, Shape>();
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

    private Shape? ShapeArgument(Value value, TextSpan span)
    {
        switch (value)
        {
            case TensorValue tensor:
                return tensor.Shape;
            case ShapeValue shape:
                return shape.Shape;
            case UnknownValue:
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
            case (ParameterKind.Boolean, BooleanValue boolean):
                return new BooleanArgument(boolean.Truth);
            case (ParameterKind.Integer, NumberValue { IsInteger: false } number):
                diagnostics.Add(Diagnose.NotAnInteger(span, number.Text));
                return null;
            case (ParameterKind.Integer or ParameterKind.Real, NumberValue number):
                if (number.Number < parameter.Minimum || number.Number > parameter.Maximum)
                {
                    diagnostics.Add(Diagnose.OutOfRange(span, parameter.Name, RangeText(parameter.Minimum, parameter.Maximum), number.Text));
                    return null;
                }

                return parameter.Kind == ParameterKind.Integer
                    ? new IntegerArgument((long)number.Number)
                    : new RealArgument(number.Number);
            default:
                diagnostics.Add(Diagnose.WrongKind(span, KindText(parameter.Kind), value.Description,
                    $"`{parameter.Name}`: {char.ToLowerInvariant(parameter.Doc[0])}{parameter.Doc[1..].TrimEnd('.')}"));
                return null;
        }
    }

    private static string RangeText(double minimum, double maximum) =>
        double.IsInfinity(maximum) ? $"at least {minimum:R}" : $"between {minimum:R} and {maximum:R}";

    private static string KindText(ParameterKind kind) => kind switch
    {
        ParameterKind.Integer => "a whole number",
        ParameterKind.Real => "a number",
        ParameterKind.Boolean => "`true` or `false`",
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
