using System.Collections.Immutable;
using Antlr4.Runtime;
using NasDsl.Diagnostics;
using NasDsl.Parsing.Generated;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Parsing;

/// <summary>
/// Parses a file from a piece with an error on, until the parser is between declarations again at a piece that is known to be
/// right: from there on all is as if the file had been parsed from its beginning.
/// </summary>
internal sealed class BrokenPieces(SourceText source, (int Start, int Length)[] pieces, Func<int, bool> isSound)
{
    /// <summary>What is declared from piece <paramref name="first"/> on, and the piece with which all is well again.</summary>
    /// <returns>Null where only the file as a whole tells.</returns>
    public (ImmutableArray<DeclarationSyntax> Declarations, int Next)? Parse(int first, DiagnosticBag diagnostics)
    {
        try
        {
            // An error seldom reaches beyond its declaration; where it does, twice as much is tried.
            for (var count = 2; ; count *= 2)
                if (Parse(first, Math.Min(first + count, pieces.Length), diagnostics) is { } result)
                    return result.Next < 0 ? null : result;
        }
        catch (InsufficientExecutionStackException)
        {
            return null;
        }
    }

    /// <summary>Null where more pieces are needed to tell; next is below zero where all of them are.</summary>
    private (ImmutableArray<DeclarationSyntax> Declarations, int Next)? Parse(int first, int last, DiagnosticBag diagnostics)
    {
        var tokens = NasSyntaxParser.TokensOf(source, pieces[first].Start, EndOf(last - 1));
        if (TokenChecks.FirstTooDeep(tokens) is not null || tokens.GetTokens().Any(t => t.Type == NasLexer.UNTERMINATED_COMMENT))
            return ([], -1);
        var sure = SureGround(tokens, first + 1, last);
        var found = new DiagnosticBag();
        var lexicalErrors = TokenChecks.Report(tokens, source, found);
        var listener = new NasSyntaxErrorListener(source, found, lexicalErrors);
        var sound = NasSyntaxParser.Stream(TokenChecks.WithoutErrors(tokens));
        var strategy = new NasErrorStrategy(token => sure.ContainsKey(token.StartIndex) && !listener.Offsets.Contains(token.StartIndex));
        var tree = NasSyntaxParser.ParseWithRecovery(new NasParser(sound, TextWriter.Null, TextWriter.Null), listener, strategy);
        var next = strategy.Stopped is { } token ? sure[token.StartIndex] : last;
        if (strategy.Stopped is null && last < pieces.Length)
            return null;

        var end = source.Start + EndOf(next - 1);
        var read = NasSyntaxParser.Stream(sound.GetTokens().Where(t => t.StartIndex < end));
        var file = new SyntaxBuilder(source, read, found, [.. listener.Offsets, .. lexicalErrors]).Build(tree);
        diagnostics.AddRange(found.ToImmutable().Where(d => d.Span.Start < end || next == pieces.Length));
        return (file.Declarations, next);
    }

    /// <summary>The offsets of the first tokens of sound pieces, with the pieces; a doc comment before a piece may belong to it.</summary>
    private Dictionary<int, int> SureGround(CommonTokenStream tokens, int first, int last)
    {
        var sure = new Dictionary<int, int>();
        var (piece, documented) = (first, false);
        foreach (var token in tokens.GetTokens())
        {
            while (piece < last && token.StartIndex >= source.Start + EndOf(piece))
                piece++;
            if (piece == last)
                break;
            var isBefore = token.StartIndex < source.Start + pieces[piece].Start;
            if (token.Channel != TokenConstants.DefaultChannel)
            {
                documented |= isBefore && token.Channel == NasLexer.DOCUMENTATION;
                continue;
            }

            if (!isBefore && !documented && token.Type != TokenConstants.EOF && isSound(piece))
                sure.Add(token.StartIndex, piece);
            piece += isBefore ? 0 : 1;
            documented = false;
        }

        return sure;
    }

    private int EndOf(int piece) => pieces[piece].Start + pieces[piece].Length;
}
