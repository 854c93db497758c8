using NasDsl.Text;

namespace NasDsl.Diagnostics;

public static partial class Diagnose
{
    public static Diagnostic UnexpectedCharacter(TextSpan span, string character)
    {
        var replacement = character switch
        {
            "“" or "”" or "„" => "\"",
            "–" or "—" or "−" => "-",
            "×" or "·" => "*",
            "≤" => "<=",
            "≥" => ">=",
            "→" => "|>",
            _ => null,
        };
        // What cannot be seen is named by its number; a terminal must not obey it.
        var shown = char.IsControl(character, 0) || char.IsWhiteSpace(character, 0) || (character.Length == 1 && char.IsSurrogate(character[0]))
            ? $"U+{(int)character[0]:X4}"
            : character;
        return new Diagnostic(Descriptors.UnexpectedCharacter, span, $"unexpected character `{shown}`")
        {
            Help = replacement is null ? "remove it" : $"write `{replacement}`",
            Fixes = [new CodeFix(replacement is null ? "remove it" : $"change to `{replacement}`", span, replacement ?? "")],
        };
    }

    public static Diagnostic SyntaxError(TextSpan span, string found, string expected, string? help = null) =>
        new(Descriptors.SyntaxError, span, $"unexpected {found}, expected {expected}") { Help = help };

    public static Diagnostic MisspelledDeclaration(TextSpan span, string found, string expected, string word) =>
        SyntaxError(span, found, expected, $"did you mean `{word}`?") with { Fixes = [new CodeFix($"change to `{word}`", span, word)] };

    public static Diagnostic UnterminatedString(TextSpan span) =>
        new(Descriptors.UnterminatedString, span, "this string has no closing quote")
        {
            Help = "close it with `\"` on the same line",
            Fixes = [new CodeFix("add the closing quote", new TextSpan(span.End, 0), "\"")],
        };

    public static Diagnostic UnterminatedComment(TextSpan span) =>
        new(Descriptors.UnterminatedComment, span, "this comment has no end") { Help = "close it with `*/`" };

    public static Diagnostic UnknownUnit(TextSpan span, string unit, string? suggestion) =>
        new(Descriptors.UnknownUnit, span, $"unknown unit `{unit}`")
        {
            Help = suggestion is null
                ? "units are `%`, `K`, `M`, `G`, `B`, `T`, `us`, `ms`, `s`, `min`, `h`, `KB`, `MB`, `GB`, `px`, `deg`, `x`"
                : $"did you mean `{suggestion}`?",
            Fixes = suggestion is null ? [] : [new CodeFix($"change to `{suggestion}`", span, suggestion)],
        };

    public static Diagnostic NumberTooLarge(TextSpan span) =>
        new(Descriptors.NumberTooLarge, span, "this number is too large") { Help = "use a number below 1.7e308" };

    public static Diagnostic MissingSeparator(TextSpan span) =>
        new(Descriptors.MissingSeparator, span, "expected `,` or a new line before this")
        {
            Help = "separate entries on one line with `,`",
            Fixes = [new CodeFix("insert `,`", new TextSpan(span.Start, 0), ", ")],
        };

    public static Diagnostic NestedTooDeeply(TextSpan span) =>
        new(Descriptors.NestedTooDeeply, span, "this is nested too deeply") { Help = "give a part of it a name of its own" };

    public static Diagnostic NoOutput(TextSpan span, string word, string name) =>
        new(Descriptors.NoOutput, span, $"{word} `{name}` has no `output`")
        {
            Help = "end its body with `output` and the value that it gives back",
        };

    public static Diagnostic OutputNotLast(TextSpan span) =>
        new(Descriptors.OutputNotLast, span, "nothing may follow `output`") { Help = "move `output` to the end of the body" };

    public static Diagnostic DetachedDocComment(TextSpan span) =>
        new(Descriptors.DetachedDocComment, span, "this doc comment documents nothing")
        {
            Help = "put it before a declaration, or write `//`",
            Fixes = [new CodeFix("write `//`", new TextSpan(span.Start, 3), "//")],
        };
}
