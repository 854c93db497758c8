using Antlr4.Runtime;
using NasDsl.Parsing;
using NasDsl.Parsing.Generated;
using NasDsl.Text;

namespace NasDsl.LanguageServer.Features;

/// <summary>The tokens up to the cursor: what is being typed is rarely a program, but its tokens tell where one is.</summary>
internal sealed class CursorTokens
{
    private readonly List<IToken> tokens;

    public CursorTokens(SourceText source, int offset)
    {
        tokens = [.. NasSyntaxParser.TokensOf(new SourceText(source.Content[..(offset - source.Start)], source.FileName)).GetTokens()
            .Where(t => t.Type != TokenConstants.EOF)];
        IsInComment = tokens.Count > 0 && tokens[^1] is var last && last.StopIndex + 1 >= offset - source.Start
            && last.Type is NasLexer.LINE_COMMENT or NasLexer.DOC_COMMENT or NasLexer.UNTERMINATED_COMMENT or NasLexer.UNTERMINATED_STRING;
        tokens.RemoveAll(t => t.Channel != TokenConstants.DefaultChannel);
        if (tokens.Count > 0 && IsWord(tokens[^1]) && tokens[^1].StopIndex + 1 == offset - source.Start)
        {
            Prefix = tokens[^1].Text;
            tokens.RemoveAt(tokens.Count - 1);
        }

        CursorLine = source.PositionOf(offset).Line + 1;
    }

    /// <summary>True in a comment or a string, where nothing is offered.</summary>
    public bool IsInComment { get; }

    /// <summary>The part of a word before the cursor.</summary>
    public string Prefix { get; } = "";

    /// <summary>How many tokens stand before the word at the cursor.</summary>
    public int Count => tokens.Count;

    private int CursorLine { get; }

    /// <summary>The token before the word at the cursor, or null.</summary>
    public IToken? Before => tokens.Count > 0 ? tokens[^1] : null;

    /// <summary>Whether the word at the cursor begins its line.</summary>
    public bool IsFirstOnLine => Before is null || Before.Line < CursorLine;

    public static bool IsWord(IToken token) => token.Type == NasLexer.IDENT || token.Type is >= NasLexer.AND and <= NasLexer.UNIFORM;

    /// <summary>The bracket that is open at the cursor: its index, and how many commas of its own stand behind it.</summary>
    public (int Index, int Commas)? OpenBracket()
    {
        var (depth, commas) = (0, 0);
        for (var i = tokens.Count - 1; i >= 0; i--)
        {
            switch (tokens[i].Type)
            {
                case NasLexer.RPAREN or NasLexer.RBRACK or NasLexer.RBRACE:
                    depth++;
                    break;
                case NasLexer.LPAREN or NasLexer.LBRACK or NasLexer.LBRACE when depth == 0:
                    return (i, commas);
                case NasLexer.LPAREN or NasLexer.LBRACK or NasLexer.LBRACE:
                    depth--;
                    break;
                case NasLexer.COMMA when depth == 0:
                    commas++;
                    break;
            }
        }

        return null;
    }

    public IToken? At(int index) => index >= 0 && index < tokens.Count ? tokens[index] : null;

    /// <summary>What is called at the cursor: its name, with the alias before it; null outside of calls.</summary>
    public (string? Alias, string Name, int Commas, string? Argument)? Call()
    {
        if (OpenBracket() is not var (index, commas) || At(index)?.Type != NasLexer.LPAREN || At(index - 1) is not { } name || !IsWord(name))
            return null;
        var alias = At(index - 2)?.Type == NasLexer.DOT ? At(index - 3)?.Text : null;
        var argument = Before is { Type: NasLexer.COLON } ? At(tokens.Count - 2)?.Text : null;
        return (alias, name.Text, commas, argument);
    }

    /// <summary>`search` or `train` with the word behind it, where the cursor is directly inside its braces.</summary>
    public (int Word, string Name)? SettingsBlock()
    {
        if (OpenBracket() is not var (index, _) || At(index)?.Type != NasLexer.LBRACE)
            return null;
        for (var i = index - 1; i >= 0; i--)
        {
            if (At(i)?.Type is NasLexer.SEARCH or NasLexer.TRAIN)
                return (At(i)?.Type ?? 0, At(i + 1)?.Text ?? "");
            if (At(i)?.Type is NasLexer.LBRACE or NasLexer.RBRACE or NasLexer.ASSIGN)
                return null;
        }

        return null;
    }

    /// <summary>The names that the declaration around the cursor has bound so far.</summary>
    public IEnumerable<string> LocalNames()
    {
        var start = tokens.FindLastIndex(t => t.Type is NasLexer.OP or NasLexer.CELL or NasLexer.NETWORK or NasLexer.OPSET);
        for (var i = start + 2; start >= 0 && i < tokens.Count; i++)
        {
            if (tokens[i].Type != NasLexer.IDENT)
                continue;
            var isBound = At(i + 1)?.Type == NasLexer.ASSIGN || At(i - 1)?.Type is NasLexer.NODES or NasLexer.FOR
                || (At(i - 1)?.Type is NasLexer.LPAREN or NasLexer.COMMA && IsInHead(start, i));
            if (isBound)
                yield return tokens[i].Text;
        }
    }

    /// <summary>Whether a token stands in the parameter lists of the declaration: before its body.</summary>
    private bool IsInHead(int start, int index)
    {
        for (var i = start; i < index; i++)
            if (tokens[i].Type == NasLexer.LBRACE || (tokens[i].Type == NasLexer.ASSIGN && At(i - 1)?.Type == NasLexer.RPAREN))
                return false;
        return true;
    }
}
