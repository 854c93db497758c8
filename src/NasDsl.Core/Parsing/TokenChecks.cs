using System.Collections.Immutable;
using Antlr4.Runtime;
using NasDsl.Diagnostics;
using NasDsl.Parsing.Generated;
using NasDsl.Text;

namespace NasDsl.Parsing;

/// <summary>What can be said from the tokens alone, before the parser runs.</summary>
internal static class TokenChecks
{
    private const int MaximumDepth = 200;

    /// <summary>Reports characters and quotes that make no token; gives back where they stand.</summary>
    public static List<int> Report(CommonTokenStream tokens, SourceText source, DiagnosticBag diagnostics)
    {
        var offsets = new List<int>();
        var lastUnexpectedEnd = -1;
        foreach (var token in tokens.GetTokens())
        {
            var span = SpanOf(token);
            switch (token.Type)
            {
                case NasLexer.UNEXPECTED when span.Start <= lastUnexpectedEnd:
                    lastUnexpectedEnd = Math.Max(lastUnexpectedEnd, span.End);
                    break;
                case NasLexer.UNEXPECTED:
                    // A character outside the basic plane is two code units: show both.
                    if (char.IsHighSurrogate(source[span][0]) && span.End < source.End)
                        span = span with { Length = 2 };
                    diagnostics.Add(Diagnose.UnexpectedCharacter(span, source[span]));
                    lastUnexpectedEnd = span.End;
                    offsets.Add(span.Start);
                    break;
                case NasLexer.UNTERMINATED_STRING:
                    diagnostics.Add(Diagnose.UnterminatedString(span));
                    offsets.Add(span.Start);
                    break;
                case NasLexer.UNTERMINATED_COMMENT:
                    diagnostics.Add(Diagnose.UnterminatedComment(span with { Length = 2 }));
                    offsets.Add(span.Start);
                    break;
            }
        }

        return offsets;
    }

    /// <summary>The tokens for the parser: what was reported already is mended or left out, to say it once.</summary>
    public static List<IToken> WithoutErrors(CommonTokenStream tokens)
    {
        var kept = new List<IToken>();
        foreach (var token in tokens.GetTokens())
        {
            if (token.Type is NasLexer.UNEXPECTED or NasLexer.UNTERMINATED_COMMENT)
                continue;
            if (token.Type == NasLexer.UNTERMINATED_STRING && token is IWritableToken writable)
                writable.Type = NasLexer.STRING;
            kept.Add(token);
        }

        return kept;
    }

    /// <summary>The first token at which brackets, or operators that nest to the right, go too deep.</summary>
    public static TextSpan? FirstTooDeep(CommonTokenStream tokens)
    {
        var prefixes = new Stack<int>([0]);
        var total = 0;
        IToken? before = null;
        foreach (var token in tokens.GetTokens().Where(t => t.Channel == TokenConstants.DefaultChannel))
        {
            var isBinary = token.Type == NasLexer.MINUS && EndsOperand(before);
            before = token;
            if (isBinary)
                continue;
            switch (token.Type)
            {
                case NasLexer.LPAREN or NasLexer.LBRACK or NasLexer.LBRACE:
                    prefixes.Push(0);
                    total++;
                    break;
                case NasLexer.RPAREN or NasLexer.RBRACK or NasLexer.RBRACE when prefixes.Count > 1:
                    total -= prefixes.Pop() + 1;
                    break;
                case NasLexer.MINUS or NasLexer.NOT or NasLexer.CARET or NasLexer.CHOOSE or NasLexer.IF or NasLexer.REPEAT
                    or NasLexer.WITH or NasLexer.UNIFORM or NasLexer.CHAIN:
                    prefixes.Push(prefixes.Pop() + 1);
                    total++;
                    break;
                case NasLexer.ASSIGN or NasLexer.COMMA or NasLexer.CONST or NasLexer.CONSTRAINT or NasLexer.OP or NasLexer.CELL
                    or NasLexer.NETWORK or NasLexer.OPSET or NasLexer.SEARCH or NasLexer.TRAIN or NasLexer.OUTPUT:
                    total -= prefixes.Pop();
                    prefixes.Push(0);
                    break;
            }

            if (total > MaximumDepth)
                return SpanOf(token);
        }

        return null;
    }

    /// <summary>Whether a `-` behind the token subtracts: a chain of those does not nest.</summary>
    private static bool EndsOperand(IToken? token) => token?.Type
        is NasLexer.NUMBER or NasLexer.STRING or NasLexer.TRUE or NasLexer.FALSE or NasLexer.RPAREN or NasLexer.RBRACK
        or NasLexer.RBRACE or NasLexer.IDENT or (>= NasLexer.ANY and <= NasLexer.UNIFORM);

    public static TextSpan SpanOf(IToken token) =>
        token.Type == TokenConstants.EOF
            ? new TextSpan(token.StartIndex, 0)
            : TextSpan.FromBounds(token.StartIndex, token.StopIndex + 1);

    public static ImmutableArray<IToken> Hidden(CommonTokenStream tokens, int channel) =>
        [.. tokens.GetTokens().Where(t => t.Channel == channel)];
}
