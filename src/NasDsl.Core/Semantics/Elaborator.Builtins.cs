using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>Functions of what the compiler knows: numbers, lists, shapes.</summary>
internal sealed partial class Elaborator
{
    private Value EvaluateBuiltin(
        Builtin function, CallSyntax syntax, ImmutableArray<(NameSyntax? Name, Value Value, TextSpan Span)> arguments, Frame frame)
    {
        if (arguments.FirstOrDefault(a => a.Name is not null) is { Name: { } named })
            return Unknown(Diagnose.UnknownArgument(named.Span, function.Name, named.Text, null, "none: they are given by place"));
        if (arguments.Length < function.Parameters || arguments.Length > function.Parameters + function.Optional)
            return Unknown(Diagnose.WrongArgumentCount(
                syntax.Span, function.Name, function.Parameters, function.Parameters + function.Optional, arguments.Length));
        return arguments.Any(a => a.Value is UnknownValue)
            ? UnknownValue.Instance
            : Compute(function, [.. arguments.Select(a => a.Value)], arguments, syntax, frame);
    }

    private Value Compute(
        Builtin function,
        ImmutableArray<Value> values,
        ImmutableArray<(NameSyntax? Name, Value Value, TextSpan Span)> arguments,
        CallSyntax syntax,
        Frame frame)
    {
        if (function.Kind == BuiltinKind.Numbers)
        {
            if (values.OfType<ChosenValue>().FirstOrDefault() is { } chosen)
                return Map(chosen, (_, i) =>
                    Compute(function, [.. values.Select(v => Restrict(v, chosen.Decision, i))], arguments, syntax, frame));
            for (var i = 0; i < values.Length; i++)
                if (values[i] is not NumberValue)
                    return Unknown(Diagnose.WrongKind(arguments[i].Span, "a number", values[i].Description));
            var number = function.Numbers([.. values.Cast<NumberValue>().Select(v => v.Number)]);
            return double.IsFinite(number) ? new NumberValue(number) : Unknown(Diagnose.NumberTooLarge(syntax.Span));
        }

        if (function.Kind == BuiltinKind.Dimension && values[0] is ChosenValue { Alternatives: var lent } shapes
            && lent.Any(v => v is ShapeValue) && lent.All(v => v is ShapeValue or UnknownValue))
            return Map(shapes, s => Compute(function, [s], arguments, syntax, frame));
        if (function.Kind == BuiltinKind.Dimension)
            return (values[0] is ShapeValue ? values[0] : AsTensor(values[0], frame, arguments[0].Span)) switch
            {
                ShapeValue { Shape: { } shape } => Dimension(function, Assumed(shape, frame) ?? shape, syntax),
                TensorValue { Shape: { } shape } => Dimension(function, Assumed(shape, frame) ?? shape, syntax),
                _ => UnknownValue.Instance,
            };
        return (function.Kind, values[0]) switch
        {
            (BuiltinKind.Length, ChosenValue lists) => Map(lists, l => Compute(function, [l], arguments, syntax, frame)),
            (BuiltinKind.Length, ListValue list) => new NumberValue(list.Items.Length),
            (BuiltinKind.Loose, ListValue list) => Loose(list, frame, syntax.Span),
            _ => Unknown(Diagnose.WrongKind(arguments[0].Span, "a list", values[0].Description)),
        };
    }

    private Value Dimension(Builtin function, Cases<Shape> shape, CallSyntax syntax)
    {
        if (shape.Leaves.FirstOrDefault(s => s.Rank <= function.Axis || (function.Axis > 0 && !s.IsImage)) is { } wrong)
            return Unknown(Diagnose.NotAnImage(syntax.Span, function.Name, wrong));
        var size = cases.Map(shape, s => s.Dimensions[function.Axis]);
        return ValueOf(size, n => new NumberValue(n), syntax.Span) ?? Unknown(Diagnose.NotSupported(
            syntax.Span, $"`{function.Name}` of a tensor whose shape depends on which elements of a list are taken"));
    }

    private static Builtin? BuiltinOf(Value callee, ImmutableArray<(NameSyntax? Name, Value Value, TextSpan Span)> arguments) =>
        callee switch
        {
            BuiltinValue builtin => builtin.Builtin,
            // `max(a, b)` of numbers is a number, of tensors a tensor.
            CatalogValue { Operation: var operation, Arguments.Values.Count: 0 }
                when arguments.Any(a => Leaves(a.Value).All(v => v is NumberValue))
                    && arguments.All(a => Leaves(a.Value).All(v => v is NumberValue or UnknownValue)) => Builtin.OfNumbers(operation),
            _ => null,
        };
}

internal enum BuiltinKind
{
    Numbers,
    Dimension,
    Length,
    Loose,
}

/// <summary>A function that the compiler computes.</summary>
internal sealed record Builtin(string Name, BuiltinKind Kind, string Doc, int Parameters = 1, int Optional = 0)
{
    public static ImmutableArray<Builtin> All { get; } =
    [
        new("floor", BuiltinKind.Numbers, "The largest whole number that is not above a number.") { Numbers = n => Math.Floor(n[0]) },
        new("ceil", BuiltinKind.Numbers, "The smallest whole number that is not below a number.") { Numbers = n => Math.Ceiling(n[0]) },
        new("round", BuiltinKind.Numbers, "The nearest whole number; a half goes away from zero.")
        {
            Numbers = n => Math.Round(n[0], MidpointRounding.AwayFromZero),
        },
        new("round_channels", BuiltinKind.Numbers,
            "The nearest multiple of a divisor (8), never less than nine tenths of the number: how MobileNets scale widths.", 1, 1)
        {
            Numbers = n => RoundChannels(n[0], n.Length > 1 ? n[1] : 8),
        },
        new("length", BuiltinKind.Length, "The number of elements of a list."),
        new("loose", BuiltinKind.Loose, "The elements of a list of tensors that no other element of it uses."),
        new("channels_of", BuiltinKind.Dimension, "The channels of a tensor.") { Axis = 0 },
        new("height_of", BuiltinKind.Dimension, "The height of an image.") { Axis = 1 },
        new("width_of", BuiltinKind.Dimension, "The width of an image.") { Axis = 2 },
    ];

    public Func<double[], double> Numbers { get; init; } = n => n[0];

    public int Axis { get; init; }

    public static Builtin? Find(string name) => All.FirstOrDefault(b => b.Name == name);

    /// <summary>What an operation of tensors is for numbers, or null.</summary>
    public static Builtin? OfNumbers(Operation operation) => operation.Name switch
    {
        "max" => new Builtin("max", BuiltinKind.Numbers, operation.Doc, 2) { Numbers = n => Math.Max(n[0], n[1]) },
        "min" => new Builtin("min", BuiltinKind.Numbers, operation.Doc, 2) { Numbers = n => Math.Min(n[0], n[1]) },
        _ => null,
    };

    private static double RoundChannels(double channels, double divisor)
    {
        var rounded = Math.Max(divisor, Math.Floor((channels + divisor / 2) / divisor) * divisor);
        return rounded < 0.9 * channels ? rounded + divisor : rounded;
    }
}

/// <summary>The name of a <see cref="Semantics.Builtin"/>, waiting for its arguments.</summary>
internal sealed record BuiltinValue(Builtin Builtin) : Value
{
    public override string Description => $"the function `{Builtin.Name}`";
}
