using System.Collections.Immutable;
using Antlr4.Runtime;
using Antlr4.Runtime.Atn;
using NasDsl.Diagnostics;
using NasDsl.Parsing.Generated;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Parsing;

/// <summary>A file's syntax and what is wrong with it.</summary>
public sealed record ParseResult(FileSyntax File, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>Text to syntax. Never throws, whatever the text.</summary>
public static class NasSyntaxParser
{
    public static ParseResult Parse(SourceText source)
    {
        var diagnostics = new DiagnosticBag();
        var empty = new FileSyntax([], source.Span);
        if (TreeOf(source, diagnostics) is not var (tree, tokens, errors))
            return new ParseResult(empty, diagnostics.ToImmutable());
        try
        {
            var file = new SyntaxBuilder(source, tokens, diagnostics, errors).Build(tree);
            return new ParseResult(file, diagnostics.ToImmutable());
        }
        catch (InsufficientExecutionStackException)
        {
            diagnostics.Add(Diagnose.NestedTooDeeply(new TextSpan(source.Start, 0)));
            return new ParseResult(empty, diagnostics.ToImmutable());
        }
    }

    /// <summary>The parser's own tree and all tokens, for the formatter; the tree is null where it is nested too deeply.</summary>
    internal static (NasParser.FileContext? Tree, CommonTokenStream Tokens, ImmutableArray<Diagnostic> Diagnostics) ParseTree(SourceText source)
    {
        var diagnostics = new DiagnosticBag();
        if (TreeOf(source, diagnostics) is not var (tree, tokens, errors))
            return (null, TokensOf(source), diagnostics.ToImmutable());
        // It also reports what the grammar alone lets pass: things on one line without a comma between them.
        new SyntaxBuilder(source, tokens, diagnostics, errors).Build(tree);
        return (tree, tokens, diagnostics.ToImmutable());
    }

    /// <summary>All tokens, comments included, whatever the text.</summary>
    internal static CommonTokenStream TokensOf(SourceText source) => TokensOf(source, 0, source.Content.Length);

    /// <summary>The tokens of a stretch of the text, with their offsets and lines in the file.</summary>
    internal static CommonTokenStream TokensOf(SourceText source, int start, int end)
    {
        // ANTLR's own stream counts code points; spans are UTF-16 code units.
        var lexer = new NasLexer(new Utf16CharStream(source.Content[start..end], source.Start + start))
        {
            Line = source.PositionOf(source.Start + start).Line + 1,
        };
        lexer.RemoveErrorListeners();
        return Filled(new CommonTokenStream(lexer));
    }

    internal static CommonTokenStream Stream(IEnumerable<IToken> tokens) => Filled(new CommonTokenStream(new ListTokenSource([.. tokens])));

    private static CommonTokenStream Filled(CommonTokenStream tokens)
    {
        tokens.Fill();
        return tokens;
    }

    private static (NasParser.FileContext Tree, CommonTokenStream Tokens, int[] Errors)? TreeOf(SourceText source, DiagnosticBag diagnostics)
    {
        var tokens = TokensOf(source);
        var lexicalErrors = TokenChecks.Report(tokens, source, diagnostics);
        if (TokenChecks.FirstTooDeep(tokens) is { } deep)
        {
            diagnostics.Add(Diagnose.NestedTooDeeply(deep));
            return null;
        }

        try
        {
            var listener = new NasSyntaxErrorListener(source, diagnostics, lexicalErrors);
            var sound = Stream(TokenChecks.WithoutErrors(tokens));
            var tree = ParseTokens(sound, listener);
            return (tree, sound, [.. listener.Offsets, .. lexicalErrors]);
        }
        catch (InsufficientExecutionStackException)
        {
            diagnostics.Add(Diagnose.NestedTooDeeply(new TextSpan(source.Start, 0)));
            return null;
        }
    }

    /// <summary>The fast SLL prediction first; the full one only where that finds an error.</summary>
    private static NasParser.FileContext ParseTokens(CommonTokenStream tokens, NasSyntaxErrorListener listener)
    {
        var parser = new NasParser(tokens, TextWriter.Null, TextWriter.Null);
        parser.RemoveErrorListeners();
        parser.Interpreter.PredictionMode = PredictionMode.SLL;
        parser.ErrorHandler = new BailErrorStrategy();
        try
        {
            return parser.file();
        }
        catch (Antlr4.Runtime.Misc.ParseCanceledException)
        {
            tokens.Seek(0);
            parser.Reset();
            return ParseWithRecovery(parser, listener, new NasErrorStrategy());
        }
    }

    /// <summary>All declarations, or those before the place at which the strategy stops.</summary>
    internal static NasParser.FileContext ParseWithRecovery(NasParser parser, NasSyntaxErrorListener listener, NasErrorStrategy strategy)
    {
        parser.RemoveErrorListeners();
        parser.AddErrorListener(listener);
        parser.Interpreter.PredictionMode = PredictionMode.LL;
        parser.ErrorHandler = strategy;
        try
        {
            return parser.file();
        }
        catch (NasErrorStrategy.EnoughException enough)
        {
            return enough.File;
        }
    }
}
