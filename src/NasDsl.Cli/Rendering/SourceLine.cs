using System.Globalization;
using System.Text;
using NasDsl.Text;

namespace NasDsl.Cli.Rendering;

/// <summary>The line of a source in which a span starts, as a terminal shows it, and the columns to mark.</summary>
/// <param name="Number">From one.</param>
/// <param name="MarkWidth">At least one; ends with the line for a span over several lines.</param>
internal readonly record struct SourceLine(int Number, string Text, int MarkStart, int MarkWidth)
{
    private const int TabWidth = 4;
    private const int LongestLine = 160;
    private const int Context = 40;

    public static SourceLine At(SourceText source, TextSpan span)
    {
        var position = source.PositionOf(span.Start);
        var line = source.LineAt(position.Line);
        var start = Math.Min(position.Column, line.Length);
        var end = (int)Math.Clamp((long)position.Column + span.Length, start, line.Length);
        var (from, to) = Window(line, start, end);
        var before = Show(line[from..start]);
        var marked = Show(line[start..Math.Min(end, to)]);
        var (cutBefore, cutAfter) = (from > 0 ? "..." : "", to < line.Length ? "..." : "");
        return new SourceLine(
            position.Line + 1,
            $"{cutBefore}{before}{marked}{Show(line[Math.Min(end, to)..to])}{cutAfter}",
            cutBefore.Length + Width(before),
            Math.Max(1, Width(marked)));
    }

    /// <summary>All of a line; of a very long one, what lies around the marked stretch.</summary>
    private static (int From, int To) Window(string line, int start, int end)
    {
        if (line.Length <= LongestLine)
            return (0, line.Length);
        var from = Math.Max(0, start - Context);
        var to = Math.Min(line.Length, Math.Min(Math.Max(end, start + 1) + Context, from + LongestLine));
        return (Whole(line, from), Whole(line, to));
    }

    /// <summary>The place, moved so that it parts no character of two units.</summary>
    private static int Whole(string line, int place) =>
        place > 0 && place < line.Length && char.IsLowSurrogate(line[place]) ? place - 1 : place;

    /// <summary>Tabs become spaces, and control characters, which would command the terminal, a replacement.</summary>
    private static string Show(string text)
    {
        if (!text.Any(char.IsControl))
            return text;
        var shown = new StringBuilder(text.Length);
        foreach (var c in text)
            shown.Append(c == '\t' ? new string(' ', TabWidth) : char.IsControl(c) ? "\uFFFD" : c.ToString());
        return shown.ToString();
    }

    /// <summary>Columns that a text takes on a terminal.</summary>
    private static int Width(string text) => text.EnumerateRunes().Sum(WidthOf);

    private static int WidthOf(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ => IsWide(rune.Value) ? 2 : 1,
    };

    /// <summary>The blocks of East Asian wide characters and emoji (Unicode Standard Annex 11).</summary>
    private static bool IsWide(int value) =>
        value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3)
            or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60)
            or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD);
}
