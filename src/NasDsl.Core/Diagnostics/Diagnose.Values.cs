using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Diagnostics;

public static partial class Diagnose
{
    public static Diagnostic WrongKind(TextSpan span, string expected, string found, string? help = null) =>
        new(Descriptors.WrongKind, span, $"expected {expected}, found {found}")
        {
            Help = help ?? $"this place takes {expected}",
        };

    public static Diagnostic NotAnOperation(TextSpan span, string found) =>
        new(Descriptors.NotAnOperation, span, $"expected an operation, found {found}")
        {
            Help = "an operation is `relu`, `conv(8, 3)`, an op or cell of the file, or a `choose` of some",
        };

    public static Diagnostic WrongInputCount(TextSpan span, string operation, int expected, int found) =>
        new(Descriptors.WrongInputCount, span,
            $"`{operation}` takes {Plural(expected, "tensor")}, {(found == 1 ? "1 is" : $"{found} are")} applied")
        {
            Help = expected > 1 ? $"apply {expected} tensors: `(a, b) |> {operation}`" : $"apply one tensor: `a |> {operation}`",
        };

    public static Diagnostic AlternativeShapesDiffer(TextSpan span, string first, Shape firstShape, string second, Shape secondShape) =>
        new(Descriptors.AlternativeShapesDiffer, span,
            $"the alternatives give different shapes: `{first}` gives {firstShape}, `{second}` gives {secondShape}")
        {
            Help = "make both give the same number of channels and the same resolution",
        };

    public static Diagnostic OutOfRange(TextSpan span, string what, string range, string found) =>
        new(Descriptors.OutOfRange, span, $"`{what}` must be {range}, found {found}") { Help = $"use a value that is {range}" };

    public static Diagnostic NotAnInteger(TextSpan span, string found) =>
        new(Descriptors.NotAnInteger, span, $"expected a whole number, found {found}")
        {
            Help = "choose numbers that divide without a rest",
        };

    public static Diagnostic IndexOutOfRange(TextSpan span, long index, int count) =>
        new(Descriptors.IndexOutOfRange, span, count == 0
            ? $"index {index} into an empty list"
            : $"index {index} is outside the list: it has {Plural(count, "element")}")
        {
            Help = count == 0 ? "`nodes n[k] from x = ...` makes `x` the first element" : $"use {-count} to {count - 1}",
        };

    public static Diagnostic DivisionByZero(TextSpan span) =>
        new(Descriptors.DivisionByZero, span, "division by zero") { Help = "use a divisor other than 0" };

    public static Diagnostic ChooseTooMany(TextSpan span, long count, int available) =>
        new(Descriptors.ChooseTooMany, span, $"cannot choose {count} of {Plural(available, "element")}")
        {
            Help = available == 0 ? "the list is empty" : $"choose 1 to {available}",
        };

    public static Diagnostic NothingToChoose(TextSpan span) =>
        new(Descriptors.NothingToChoose, span, "there is nothing to choose from") { Help = "list the alternatives: `choose { a, b }`" };

    public static Diagnostic NeedsStaticValue(TextSpan span, string what, string found) =>
        new(Descriptors.NeedsStaticValue, span, $"{what} must be known to the compiler, found {found}")
        {
            Help = "compute it from static parameters and constants",
        };

    public static Diagnostic BadInputShape(TextSpan span, string name, string problem) =>
        new(Descriptors.BadInputShape, span, $"the input `{name}` {problem}")
        {
            Help = $"write channels, height and width: `{name}: [3, 32, 32]`",
        };

    public static Diagnostic CellDecisionsDiffer(TextSpan span, string decision) =>
        new(Descriptors.CellDecisionsDiffer, span, $"the decision `{decision}` offers other choices at another use of its cell")
        {
            Help = "declare two cells, or make it an `op`, which decides afresh at every use",
        };

    public static Diagnostic CellInTwoAlternatives(TextSpan span, string decision) =>
        new(Descriptors.CellDecisionsDiffer, span, $"the decision `{decision}` exists under other conditions at another use of its cell")
        {
            Help = "use the cell in one alternative or outside of all, declare two cells, or make it an `op`",
        };

    public static Diagnostic TooLarge(TextSpan span, string what) =>
        new(Descriptors.TooLarge, span, $"{what} is more than the compiler builds") { Help = "use a smaller number" };

    public static Diagnostic TimesOutsideChain(TextSpan span) =>
        new(Descriptors.TimesOutsideChain, span, "an operation times a number is for items of `chain`")
        {
            Help = "write `repeat(n) op`",
        };

    public static Diagnostic NetworkNeedsDefaults(TextSpan span, string network, string parameter) =>
        new(Descriptors.NetworkNeedsDefaults, span, $"parameter `{parameter}` of network `{network}` has no default")
        {
            Help = $"give it one: `{parameter} = ...`",
        };

    /// <param name="what">`search enas`: without backticks.</param>
    public static Diagnostic NotCarriedOut(TextSpan span, string what) =>
        new(Descriptors.NotCarriedOut, span, $"`{what}` is not carried out yet")
        {
            Help = "the network is checked and compiled; run `nasc explain NAS5002` for the strategies that there are",
        };

    /// <summary>The help where a strategy is searched with although a setting means nothing to it.</summary>
    internal const string PassedOver = "the strategy is searched with as if the setting were not there";

    /// <param name="setting">Of a strategy that is carried out.</param>
    public static Diagnostic SettingNotCarriedOut(TextSpan span, string strategy, string setting) =>
        new(Descriptors.NotCarriedOut, span, $"`{setting}` of `search {strategy}` is not carried out yet")
        {
            Help = PassedOver,
        };

    /// <summary>The same where the search is asked for: an error.</summary>
    public static Diagnostic CannotSearch(Diagnostic warning) =>
        new(Descriptors.NotSupported, warning.Span, warning.Message)
        {
            Help = "write `search darts`, or a strategy that samples, or train one of the architectures: `nasc train --arch random`",
        };

    public static Diagnostic NotSupported(TextSpan span, string feature) =>
        new(Descriptors.NotSupported, span, $"{feature} is not supported yet") { Help = "run `nasc explain NAS5001`" };

    public static Diagnostic WrongArgumentCount(TextSpan span, string function, int least, int most, int given) =>
        new(Descriptors.WrongArgumentCount, span,
            $"`{function}` takes {(least == most ? $"{least}" : $"{least} or {most}")} argument{(most == 1 ? "" : "s")}, not {given}")
        {
            Help = "docs/language.md lists the functions of numbers, lists and shapes with their arguments",
        };

    public static Diagnostic EmptyRange(TextSpan span, double first, double last) =>
        new(Descriptors.EmptyRange, span, FormattableString.Invariant($"the range begins at {first} and ends before it, at {last}"))
        {
            Help = FormattableString.Invariant($"write `{last}..{first}`"),
        };

    public static Diagnostic UnderTwoConditions(TextSpan span, string decision) =>
        new(Descriptors.UnderTwoConditions, span, $"the decision `{decision}` would exist under two conditions that are independent of each other")
        {
            Help = "make the choice outside, bound to a name, and use the name here",
        };

    public static Diagnostic TiedDecisionsDiffer(TextSpan span, string name) =>
        new(Descriptors.TiedDecisionsDiffer, span, $"another choice `as {name}` offers other alternatives")
        {
            Help = "offer the same ones, or give this choice a name of its own",
        };

    public static Diagnostic SeveralOutputs(TextSpan span, int count) =>
        new(Descriptors.SeveralOutputs, span, $"this gives {count} tensors, and one is needed here")
        {
            Help = "bind the outputs to a name and take one: `y.a` or `y[0]`",
        };

    public static Diagnostic NoSuchOutput(TextSpan span, string name, string? suggestion) =>
        new(Descriptors.NoSuchOutput, span, $"there is no output `{name}`")
        {
            Help = suggestion is null ? null : $"did you mean `{suggestion}`?",
            Fixes = suggestion is null ? [] : [new CodeFix($"change `{name}` to `{suggestion}`", span, suggestion)],
        };
}
