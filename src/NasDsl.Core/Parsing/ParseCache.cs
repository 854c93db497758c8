using System.Collections.Immutable;
using Antlr4.Runtime;
using Antlr4.Runtime.Atn;
using NasDsl.Diagnostics;
using NasDsl.Parsing.Generated;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Parsing;

/// <summary>
/// What was parsed before, for texts that are compiled at each keystroke: a declaration whose text has not changed is not
/// parsed again. What is said of a file is what is said of it when it is parsed as a whole. Not for several threads at once.
/// </summary>
internal sealed class ParseCache
{
    /// <summary>While a file has to be parsed as a whole, so many pieces more than twice those that are right may be kept.</summary>
    private const int MostKept = 200;

    private readonly Dictionary<string, Dictionary<string, Piece>> files = new(StringComparer.Ordinal);

    internal ParseResult Parse(SourceText source)
    {
        var known = files.GetValueOrDefault(source.FileName) ?? new(StringComparer.Ordinal);
        var used = new Dictionary<string, Piece>(StringComparer.Ordinal);
        if (FromPieces(source, known, used) is { } result)
        {
            files[source.FileName] = used;
            return result;
        }

        // What is right stays known until the mistake is mended, unless that takes long.
        if (known.Count > MostKept + 2 * used.Count)
            known = new(StringComparer.Ordinal);
        foreach (var (text, piece) in used)
            known[text] = piece;
        files[source.FileName] = known;
        return NasSyntaxParser.Parse(source);
    }

    /// <summary>Null where the pieces do not tell what is wrong with the file.</summary>
    private static ParseResult? FromPieces(SourceText source, Dictionary<string, Piece> known, Dictionary<string, Piece> used)
    {
        var (diagnostics, declarations) = (new DiagnosticBag(), ImmutableArray.CreateBuilder<DeclarationSyntax>());
        var pieces = FilePieces.Of(source.Content).ToArray();
        var parser = new BrokenPieces(source, pieces, i => At(i) is not null);
        for (var i = 0; i < pieces.Length;)
        {
            if (At(i) is { } piece)
            {
                declarations.AddRange(piece.At(source, source.Start + pieces[i].Start, diagnostics));
                i++;
                continue;
            }

            if (parser.Parse(i, diagnostics) is not var (broken, next))
                return null;
            declarations.AddRange(broken);
            i = next;
        }

        return new ParseResult(new FileSyntax(declarations.ToImmutable(), source.Span), diagnostics.ToImmutable());

        Piece? At(int index)
        {
            var text = source.Content.Substring(pieces[index].Start, pieces[index].Length);
            if ((used.GetValueOrDefault(text) ?? known.GetValueOrDefault(text) ?? Piece.Of(text)) is { } piece)
                return used[text] = piece;
            return null;
        }
    }

    /// <summary>A stretch of a file with a declaration, and the comments before it; without an error in it.</summary>
    private sealed class Piece(NasParser.FileContext tree, CommonTokenStream tokens)
    {
        private (int FileStart, int Start, ImmutableArray<DeclarationSyntax> Declarations, ImmutableArray<Diagnostic> Diagnostics)? built;

        /// <summary>Null where it has an error, or ends in a doc comment that may belong to what comes next.</summary>
        public static Piece? Of(string text)
        {
            var source = new SourceText(text, "");
            var tokens = NasSyntaxParser.TokensOf(source);
            if (TokenChecks.Report(tokens, source, new DiagnosticBag()).Count > 0 || TokenChecks.FirstTooDeep(tokens) is not null || EndsInDoc(tokens))
                return null;
            var parser = new NasParser(tokens, TextWriter.Null, TextWriter.Null) { ErrorHandler = new BailErrorStrategy() };
            parser.RemoveErrorListeners();
            parser.Interpreter.PredictionMode = PredictionMode.SLL;
            try
            {
                return new Piece(parser.file(), tokens);
            }
            catch (Exception e) when (e is Antlr4.Runtime.Misc.ParseCanceledException or InsufficientExecutionStackException)
            {
                return null;
            }
        }

        /// <summary>Its declarations where it stands now; built again only if it has moved.</summary>
        public ImmutableArray<DeclarationSyntax> At(SourceText source, int start, DiagnosticBag diagnostics)
        {
            if (built is not { } known || known.FileStart != source.Start || known.Start != start)
            {
                var found = new DiagnosticBag();
                var declarations = new SyntaxBuilder(source, tokens, found, [], start).Build(tree).Declarations;
                built = known = (source.Start, start, declarations, found.ToImmutable());
            }

            diagnostics.AddRange(known.Diagnostics);
            return known.Declarations;
        }

        private static bool EndsInDoc(CommonTokenStream tokens) => tokens.GetTokens().Reverse()
            .SkipWhile(t => t.Type == TokenConstants.EOF)
            .TakeWhile(t => t.Channel != TokenConstants.DefaultChannel)
            .Any(t => t.Channel == NasLexer.DOCUMENTATION);
    }
}
