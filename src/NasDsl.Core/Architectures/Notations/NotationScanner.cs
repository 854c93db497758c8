using System.Globalization;
using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Architectures.Notations;

/// <summary>A whole number that stands in a text, with its place.</summary>
internal readonly record struct LocatedNumber(int Value, TextSpan Span);

/// <summary>Walks over a text of little syntax; the first thing that does not belong there is reported.</summary>
internal sealed class NotationScanner(SourceText source, string title, DiagnosticBag diagnostics)
{
    private const int MostDigits = 6;

    private readonly string text = source.Content;

    public int Position { get; private set; }

    public bool IsAtEnd => Position == text.Length;

    public char Current => IsAtEnd ? '\0' : text[Position];

    /// <summary>Blanks and line ends, and the mark at the start of some files.</summary>
    public void SkipBlanks() => SkipAny("");

    /// <summary>Blanks, and any of <paramref name="symbols"/>.</summary>
    public void SkipAny(string symbols)
    {
        while (!IsAtEnd && (char.IsWhiteSpace(Current) || Current == '\uFEFF' || symbols.Contains(Current, StringComparison.Ordinal)))
            Position++;
    }

    public bool Accept(char symbol)
    {
        if (Current != symbol || IsAtEnd)
            return false;
        Position++;
        return true;
    }

    public bool Expect(char symbol) => Accept(symbol) || Fail($"`{symbol}`");

    /// <summary>The characters that belong together from here on; nothing was reported if there are none.</summary>
    public Located Take(Func<char, bool> belongs)
    {
        var start = Position;
        while (!IsAtEnd && belongs(Current))
            Position++;
        return new Located(text[start..Position], TextSpan.FromBounds(start, Position));
    }

    public Located? Word(string expected, Func<char, bool> belongs)
    {
        var word = Take(belongs);
        if (word.Span.Length > 0)
            return word;
        Fail(expected);
        return null;
    }

    /// <summary>A whole number of at most six digits.</summary>
    public LocatedNumber? Number(string expected)
    {
        var start = Position;
        var digits = Take(char.IsAsciiDigit);
        if (digits.Span.Length is > 0 and <= MostDigits)
            return new LocatedNumber(int.Parse(digits.Text, CultureInfo.InvariantCulture), digits.Span);
        Position = start;
        Fail(expected);
        return null;
    }

    public bool End()
    {
        SkipBlanks();
        return IsAtEnd || Fail("the end of the text");
    }

    /// <summary>Reports what is found here instead of what was expected; false.</summary>
    public bool Fail(string expected)
    {
        var length = IsAtEnd ? 0 : char.IsHighSurrogate(Current) && Position + 1 < text.Length ? 2 : 1;
        var span = new TextSpan(Position, length);
        diagnostics.Add(Diagnose.NotationSyntax(span, title, expected, length == 0 ? "the end of the text" : $"`{source[span]}`"));
        return false;
    }
}
