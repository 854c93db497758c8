using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NasDsl.Text;

namespace NasDsl.Architectures;

internal enum GenotypeTokenKind
{
    Name,
    String,
    Integer,
    Symbol,
    Unknown,
    End,
}

/// <param name="Text">A name, a symbol, or what a string stands for.</param>
internal readonly record struct GenotypeToken(GenotypeTokenKind Kind, string Text, TextSpan Span)
{
    public override string ToString() => Kind switch
    {
        GenotypeTokenKind.End => "the end of the text",
        GenotypeTokenKind.String => $"the string `{Text}`",
        GenotypeTokenKind.Unknown when Text.Length > 1 => "a string without end",
        _ => $"`{Text}`",
    };
}

/// <summary>Cuts the little of Python's syntax that genotypes use into tokens.</summary>
internal sealed class GenotypeLexer(string text)
{
    private int position;

    public static ImmutableArray<GenotypeToken> Tokenize(string text)
    {
        var lexer = new GenotypeLexer(text);
        var tokens = ImmutableArray.CreateBuilder<GenotypeToken>();
        do
            tokens.Add(lexer.Next());
        while (tokens[^1].Kind != GenotypeTokenKind.End);
        return tokens.ToImmutable();
    }

    private GenotypeToken Next()
    {
        SkipBlanks();
        if (position == text.Length)
            return new GenotypeToken(GenotypeTokenKind.End, "", new TextSpan(position, 0));
        var c = text[position];
        if (char.IsLetter(c) || c == '_')
            return Take(GenotypeTokenKind.Name, ch => char.IsLetterOrDigit(ch) || ch == '_');
        if (char.IsAsciiDigit(c))
            return Take(GenotypeTokenKind.Integer, char.IsAsciiDigit);
        if (c is '\'' or '"')
            return TakeString(c);
        var kind = "()[]=,".Contains(c, StringComparison.Ordinal) ? GenotypeTokenKind.Symbol : GenotypeTokenKind.Unknown;
        return new GenotypeToken(kind, c.ToString(CultureInfo.InvariantCulture), new TextSpan(position++, 1));
    }

    private void SkipBlanks()
    {
        while (position < text.Length && (char.IsWhiteSpace(text[position]) || text[position] is '#' or '\uFEFF'))
        {
            if (text[position] == '#')
                while (position < text.Length && text[position] is not ('\n' or '\r'))
                    position++;
            else
                position++;
        }
    }

    private GenotypeToken Take(GenotypeTokenKind kind, Func<char, bool> belongs)
    {
        var start = position;
        while (position < text.Length && belongs(text[position]))
            position++;
        return new GenotypeToken(kind, text[start..position], TextSpan.FromBounds(start, position));
    }

    private GenotypeToken TakeString(char quote)
    {
        var start = position++;
        var value = new StringBuilder();
        while (position < text.Length && text[position] != quote && text[position] is not ('\n' or '\r'))
        {
            if (text[position] == '\\' && position + 1 < text.Length)
                position++;
            value.Append(text[position++]);
        }
        var isClosed = position < text.Length && text[position] == quote;
        if (isClosed)
            position++;
        var span = TextSpan.FromBounds(start, position);
        return isClosed
            ? new GenotypeToken(GenotypeTokenKind.String, value.ToString(), span)
            : new GenotypeToken(GenotypeTokenKind.Unknown, $"{quote}{value}", span);
    }
}
