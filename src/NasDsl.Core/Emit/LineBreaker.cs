using System.Collections.Immutable;

namespace NasDsl.Emit;

/// <summary>
/// Breaks a long statement: the arguments of its outermost call, or the terms of its sum, get a line each. It knows just as
/// much C# as the emitter writes: brackets and string literals.
/// </summary>
internal static class LineBreaker
{
    private const int Width = 120;

    public static string Break(string statement, int indent)
    {
        if (indent + statement.Length <= Width)
            return statement;
        if (Terms(statement) is { Length: > 2 } terms)
            return string.Join("\n    + ", terms);
        if (Conditional(statement) is { } conditional)
            return conditional;
        var open = FirstWideBracket(statement, Width - indent);
        if (open < 0)
            return statement;

        var close = Closing(statement, open);
        var arguments = Split(statement[(open + 1)..close], ", ");
        var tail = statement[(close + 1)..];
        if (statement[open] == '(' && indent + 4 + close - open + tail.Length <= Width)
            return $"{statement[..(open + 1)]}\n    {statement[(open + 1)..]}";
        var lines = arguments.Select((a, i) =>
            Indented(Break(a + (i == arguments.Length - 1 ? "" : ","), indent + 4)));
        var isCollection = statement[open] == '[';
        var body = string.Join("\n", lines);
        return isCollection
            ? $"{statement[..open].TrimEnd()}{(open == 0 ? "" : "\n")}[\n{body},\n]{tail}".TrimStart('\n')
            : $"{statement[..(open + 1)]}\n{body}{statement[close]}{tail}";
    }

    /// <summary>The parts of <paramref name="text"/> between separators outside all brackets and literals.</summary>
    public static ImmutableArray<string> Split(string text, string separator)
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        var (start, depth, quoted) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            (depth, quoted) = Step(text[i], depth, quoted);
            if (depth == 0 && !quoted && string.CompareOrdinal(text, i, separator, 0, separator.Length) == 0)
            {
                parts.Add(text[start..i]);
                start = i + separator.Length;
                i = start - 1;
            }
        }
        if (text.Length > 0)
            parts.Add(text[start..]);
        return parts.ToImmutable();
    }

    public static int Closing(string text, int open)
    {
        var (depth, quoted) = (0, false);
        for (var i = open; i < text.Length; i++)
        {
            (depth, quoted) = Step(text[i], depth, quoted);
            if (depth == 0)
                return i;
        }
        return text.Length - 1;
    }

    private static (int Depth, bool Quoted) Step(char c, int depth, bool quoted) => c switch
    {
        '"' => (depth, !quoted),
        _ when quoted => (depth, true),
        '(' or '[' or '{' => (depth + 1, false),
        ')' or ']' or '}' => (depth - 1, false),
        _ => (depth, false),
    };

    /// <summary>`a ? b : c` on three lines.</summary>
    private static string? Conditional(string statement)
    {
        if (Split(statement, " ? ") is not [var condition, var branches] || Split(branches, " : ") is not [var yes, var no])
            return null;
        return $"{condition}\n    ? {yes}\n    : {no}";
    }

    private static ImmutableArray<string> Terms(string statement) => Split(statement, " + ");

    /// <summary>The first bracket that holds most of what is too much; short ones before it stay whole.</summary>
    private static int FirstWideBracket(string statement, int room)
    {
        var quoted = false;
        for (var i = 0; i < statement.Length; i++)
        {
            quoted ^= statement[i] == '"';
            if (quoted || statement[i] is not ('(' or '['))
                continue;
            var close = Closing(statement, i);
            if (close >= room && close - i > 1)
                return i;
            i = close;
        }
        return -1;
    }

    private static string Indented(string lines) =>
        string.Join("\n", lines.Split('\n').Select(l => l.Length == 0 ? l : "    " + l));
}
