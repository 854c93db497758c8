using System.Collections.Frozen;
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
/// parsed again. A file in which anything is wrong is parsed as a whole, so that what is said of it is always the same.
/// Not for several threads at once.
/// </summary>
public sealed class ParseCache
{
    /// <summary>While a file has a mistake, so many pieces more than twice those that are right may be kept.</summary>
    private const int MostKept = 200;

    private readonly Dictionary<string, Dictionary<string, Piece>> files = new(StringComparer.Ordinal);

    internal ParseResult Parse(SourceText source) => FromPieces(source) ?? NasSyntaxParser.Parse(source);

    private ParseResult? FromPieces(SourceText source)
    {
        var known = files.GetValueOrDefault(source.FileName) ?? new(StringComparer.Ordinal);
        var used = new Dictionary<string, Piece>(StringComparer.Ordinal);
        var diagnostics = new DiagnosticBag();
        var declarations = ImmutableArray.CreateBuilder<DeclarationSyntax>();
        foreach (var (start, length) in FilePieces.Of(source.Content))
        {
            var text = source.Content.Substring(start, length);
            if ((known.GetValueOrDefault(text) ?? used.GetValueOrDefault(text) ?? Piece.Of(text)) is not { } piece)
            {
                // What is right stays known until the mistake is mended, unless that takes long.
                if (known.Count > MostKept + 2 * used.Count)
                    known = new(StringComparer.Ordinal);
                foreach (var (key, value) in used)
                    known[key] = value;
                files[source.FileName] = known;
                return null;
            }

            used[text] = piece;
            declarations.AddRange(piece.At(source, source.Start + start, diagnostics));
        }

        files[source.FileName] = used;
        return new ParseResult(new FileSyntax(declarations.ToImmutable(), source.Span), diagnostics.ToImmutable());
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

/// <summary>Where a file can be cut: before a line that begins with the word of a declaration, and the comments above it.</summary>
internal static class FilePieces
{
    private static readonly FrozenSet<string> Words = new[]
    {
        "import", "const", "opset", "op", "cell", "network", "constraint", "objective", "search", "train", "scale", "optimizer", "loss", "augment", "compress",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> WordLookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Stretches that make up the text. A cut may be wrong, in a comment, say: then what is before it has an error.</summary>
    public static IEnumerable<(int Start, int Length)> Of(string text)
    {
        var (piece, comments) = (0, 0);
        for (var line = 0; line < text.Length;)
        {
            var end = text.IndexOf('\n', line);
            end = end < 0 ? text.Length : end + 1;
            if (!IsComment(text.AsSpan(line, end - line)))
            {
                if (BeginsDeclaration(text.AsSpan(line, end - line)) && comments > piece)
                {
                    yield return (piece, comments - piece);
                    piece = comments;
                }

                comments = end;
            }

            line = end;
        }

        if (piece < text.Length)
            yield return (piece, text.Length - piece);
    }

    private static bool IsComment(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        return line.IsEmpty || line.StartsWith("//", StringComparison.Ordinal);
    }

    private static bool BeginsDeclaration(ReadOnlySpan<char> line)
    {
        var length = 0;
        while (length < line.Length && char.IsAsciiLetterLower(line[length]))
            length++;
        return length > 0 && length < line.Length && char.IsWhiteSpace(line[length]) && WordLookup.Contains(line[..length]);
    }
}
