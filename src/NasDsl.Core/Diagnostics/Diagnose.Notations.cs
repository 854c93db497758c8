using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Diagnostics;

public static partial class Diagnose
{
    public static Diagnostic NotationSyntax(TextSpan span, string title, string expected, string found) =>
        new(Descriptors.NotationSyntax, span, $"expected {expected}, found {found}")
        {
            Help = $"this is read as {title}",
        };

    public static Diagnostic NotationTooLong(string title, int limit) =>
        new(Descriptors.NotationSyntax, default, $"{title} has at most {limit} characters");

    public static Diagnostic NotationDoesNotFit(string network, string title, string problem) =>
        new(Descriptors.NotationDoesNotFit, default, $"no architecture of `{network}` can be written as {title}: {problem}")
        {
            Help = "keep it as an architecture file",
        };

    /// <param name="problems">Each notation with the reason why the space does not have it.</param>
    public static Diagnostic NoNotation(string network, IEnumerable<(string Name, string Problem)> problems) =>
        new(Descriptors.NotationDoesNotFit, default,
            $"no architecture of `{network}` can be written in a published notation: "
            + string.Join("; ", problems.Select(p => $"`{p.Name}`: {p.Problem}")))
        {
            Help = "keep it as an architecture file",
        };

    public static Diagnostic UnknownNotationOperation(TextSpan span, string name, Decision decision, string? suggestion) =>
        new(Descriptors.UnknownNotationOperation, span, $"`{decision.Name}` has no operation `{name}`")
        {
            Help = suggestion is null ? $"the operations are {LabelsOf(decision)}" : DidYouMean(suggestion),
            Fixes = Change(span, name, suggestion, quoted: false),
        };

    public static Diagnostic UnknownNotationNumber(TextSpan span, int number, string decision, ImmutableArray<string> labels) =>
        new(Descriptors.UnknownNotationOperation, span, $"`{decision}` has no alternative {number}")
        {
            Help = $"they are {string.Join(", ", labels.Select((l, i) => $"{i} `{l}`"))}",
        };

    public static Diagnostic NotationCount(TextSpan span, string what, string of, int expected, int found) =>
        new(Descriptors.NotationCount, span, $"{Name(of)} has {expected} {what}, not {found}");

    public static Diagnostic NotationBit(TextSpan span, int value) =>
        new(Descriptors.NotationBit, span, $"a skip is 0 or 1, not {value}");

    public static Diagnostic NotationSkeleton(TextSpan span, string given, string skeleton) =>
        new(Descriptors.NotationSkeleton, span, $"the skeleton of this space is `{skeleton}`, not `{given}`")
        {
            Help = "only the cell is a decision; change the program, or leave the skeleton out of the text",
            Fixes = [new CodeFix($"change `{given}` to `{skeleton}`", span, skeleton)],
        };

    public static Diagnostic AmbiguousNotation(string network, IEnumerable<string> names) =>
        new(Descriptors.AmbiguousNotation, default,
            $"an architecture of `{network}` can be written in several notations: {string.Join(", ", names.Select(Code))}")
        {
            Help = "say which by `--from` or `--to`",
        };

    public static Diagnostic MobileField(TextSpan span, string text) =>
        new(Descriptors.MobileField, span, $"`{text}` is no part of a stage")
        {
            Help = "the parts are `r` repeats, `k` kernel, `s` stride twice, `e` expansion, `i` and `o` filters, `se` a ratio up to 1, and `noskip`",
        };

    public static Diagnostic MobileFieldTwice(TextSpan span, string name) =>
        new(Descriptors.MobileField, span, $"the stage gives `{name}` twice");

    public static Diagnostic MobileFieldsMissing(TextSpan span, IEnumerable<string> names) =>
        new(Descriptors.MobileField, span, $"the stage lacks {string.Join(", ", names.Select(Code))}");

    public static Diagnostic PyramidLevel(TextSpan span, int level, int first, int last) =>
        new(Descriptors.PyramidLevel, span, $"a feature pyramid has the levels {first} to {last}, not {level}");

    /// <param name="number">Of the cell, counted with the features of the backbone.</param>
    public static Diagnostic PyramidOutput(TextSpan span, int number, bool isMarked, int outputs) =>
        new(Descriptors.PyramidLevel, span, isMarked
            ? $"cell {number} is no output of the pyramid: the last {outputs} are"
            : $"cell {number} is an output of the pyramid and has no `*` behind it");

    public static Diagnostic PyramidOutputTwice(TextSpan span, int level) =>
        new(Descriptors.PyramidLevel, span, $"the pyramid has two outputs of level {level}");

    /// <param name="parts">What the stage could say instead; null for what it cannot, empty for what it leaves out.</param>
    public static Diagnostic UnknownStagePart(TextSpan span, string decision, string part, ImmutableArray<string?> parts)
    {
        var known = parts.OfType<string>().Distinct().Select(p => p.Length == 0 ? "no such part" : Code(p)).ToList();
        return new(Descriptors.UnknownNotationOperation, span, part.Length == 0
            ? $"`{decision}` has no alternative that the stage leaves out"
            : $"`{decision}` has no alternative `{part}`")
        {
            Help = known.Count == 0 ? "none of its alternatives can be written in this notation" : $"there is {string.Join(", ", known)}",
        };
    }

    public static Diagnostic StageDisagrees(TextSpan span, string block, string given, string found) =>
        new(Descriptors.NotationSkeleton, span, $"`{block}` has `{found}` here, not `{given}`")
        {
            Help = "it is no decision; change the program, or leave it out of the text",
            Fixes = [new CodeFix($"change `{given}` to `{found}`", span, found)],
        };

    public static Diagnostic NotationCannotSay(string title, string decision, string label, string? why = null) =>
        new(Descriptors.NotationCannotSay, default,
            $"{title} has no word for `{label}`, which `{decision}` takes{(why is null ? "" : $": {why}")}")
        {
            Help = "keep it as an architecture file",
        };

    /// <summary>Names of decisions and cells stand in backticks, phrases do not.</summary>
    private static string Name(string of) => of.Contains(' ', StringComparison.Ordinal) ? of : Code(of);
}
