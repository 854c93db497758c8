namespace NasDsl.Diagnostics;

public static partial class Descriptors
{
    public static readonly DiagnosticDescriptor UnexpectedCharacter = Error(
        "NAS1001",
        "unexpected character",
        "The character starts nothing in the language. It may have been pasted from a document: typographic quotes and "
        + "dashes look like the plain ones and are other characters.",
        "const K = 3 $ 4",
        "const K = 3 * 4");

    public static readonly DiagnosticDescriptor SyntaxError = Error(
        "NAS1002",
        "syntax error",
        "The text at this place does not continue what stands before it. The message says what could stand here. Errors "
        + "in other declarations of the file are reported as well.",
        "network N(x: [3, 8, 8]) { output x |> |> conv(8, 3) }",
        "network N(x: [3, 8, 8]) { output x |> conv(8, 3) }");

    public static readonly DiagnosticDescriptor UnterminatedString = Error(
        "NAS1003",
        "unterminated string",
        "A string ends with `\"` on the line on which it begins.",
        "const NAME = \"cells",
        "const NAME = \"cells\"");

    public static readonly DiagnosticDescriptor UnterminatedComment = Error(
        "NAS1004",
        "unterminated comment",
        "A comment that begins with `/*` ends with `*/`. Comments of this kind do not nest.",
        "/* the cells",
        "/* the cells */");

    public static readonly DiagnosticDescriptor UnknownUnit = Error(
        "NAS1005",
        "unknown unit",
        "A number may carry a unit directly behind its digits: `%`, `K`, `M`, `G`, `B` (thousand to billion), `T`, `us`, `ms`, "
        + "`s`, `min`, `h` (time, in seconds), `KB`, `MB`, `GB` (bytes), `px`, `deg`, `x`.",
        "constraint params(N) <= 3.5Q\nnetwork N(x: [3, 8, 8]) { output x |> conv(8, 3) }",
        "constraint params(N) <= 3.5M\nnetwork N(x: [3, 8, 8]) { output x |> conv(8, 3) }");

    public static readonly DiagnosticDescriptor NumberTooLarge = Error(
        "NAS1006",
        "number too large",
        "Numbers are 64-bit floating-point values; whole numbers are exact up to 2^53.",
        "const K = 1e999",
        "const K = 1e9");

    public static readonly DiagnosticDescriptor MissingSeparator = Error(
        "NAS1007",
        "missing separator",
        "Entries of a set, items of a chain and settings that stand on one line are separated by a comma; on lines of their own "
        + "they need none.",
        "opset S { conv(8, 3) relu }",
        "opset S { conv(8, 3), relu }");

    public static readonly DiagnosticDescriptor NestedTooDeeply = Error(
        "NAS1008",
        "nested too deeply",
        "Brackets may nest 200 levels deep, and so may operators without brackets. A program a person writes stays far below; name a part with a "
        + "binding of its own.",
        "const K = " + new string('(', 201) + "1" + new string(')', 201),
        "const K = 1");

    public static readonly DiagnosticDescriptor NoOutput = Error(
        "NAS1009",
        "missing `output`",
        "The body of an op, a cell or a network says what it gives back with one `output` statement, its last.",
        "network N(x: [3, 8, 8]) { y = x |> conv(8, 3) }",
        "network N(x: [3, 8, 8]) { y = x |> conv(8, 3) output y }");

    public static readonly DiagnosticDescriptor OutputNotLast = Error(
        "NAS1010",
        "statement after `output`",
        "`output` ends a body: nothing that follows it could be used. There is one `output` in a body.",
        "op F(x) { output x y = x |> relu }",
        "op F(x) { y = x |> relu output y }");

    public static readonly DiagnosticDescriptor DetachedDocComment = Warning(
        "NAS1011",
        "doc comment that documents nothing",
        "A `///` comment belongs to the declaration that follows it. At the end of a file, or inside a body, it documents "
        + "nothing; use `//` there.",
        "const K = 3\n/// the end",
        "const K = 3\n// the end");
}
