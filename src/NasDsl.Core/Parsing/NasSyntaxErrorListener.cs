using Antlr4.Runtime;
using Antlr4.Runtime.Misc;
using NasDsl.Diagnostics;
using NasDsl.Parsing.Generated;
using NasDsl.Text;

namespace NasDsl.Parsing;

/// <summary>Turns the parser's complaints into diagnostics, one for each line at most.</summary>
internal sealed class NasSyntaxErrorListener(SourceText source, DiagnosticBag diagnostics, IEnumerable<int> lexicalErrors)
    : IAntlrErrorListener<IToken>
{
    private static readonly string[] DeclarationWords =
        ["import", "const", "opset", "op", "cell", "network", "constraint", "objective", "search", "train"];

    // A line with a character or quote that was reported needs no second error.
    private readonly HashSet<int> lines = [.. lexicalErrors.Select(o => source.PositionOf(o).Line + 1)];

    /// <summary>Where errors were found, to tell which declarations are broken.</summary>
    public List<int> Offsets { get; } = [];

    public void SyntaxError(
        TextWriter output,
        IRecognizer recognizer,
        IToken offendingSymbol,
        int line,
        int charPositionInLine,
        string msg,
        RecognitionException e)
    {
        var span = SpanOf(offendingSymbol);
        Offsets.Add(span.Start);
        if (!lines.Add(line))
            return;

        var parser = (Parser)recognizer;
        var tokens = ExpectedTokens(parser, e);
        var expected = Describe(tokens);
        var found = offendingSymbol.Type == TokenConstants.EOF ? "end of file" : $"`{offendingSymbol.Text}`";
        var word = IsDeclarationExpected(tokens) && offendingSymbol.Type == NasLexer.IDENT
            ? SpellChecker.Suggest(offendingSymbol.Text, DeclarationWords)
            : null;
        diagnostics.Add(word is null
            ? Diagnose.SyntaxError(span, found, expected, HelpFor(offendingSymbol, parser) ?? HelpFrom(expected, found))
            : Diagnose.MisspelledDeclaration(span, found, expected, word));
    }

    private static bool IsDeclarationExpected(IntervalSet expected) => expected.Contains(NasLexer.NETWORK) && expected.Contains(NasLexer.CONST);

    private static string HelpFrom(string expected, string found) => found == "end of file"
        ? "the file ends inside this declaration: is a bracket not closed?"
        : expected.StartsWith('`') && !expected.Contains(' ')
            ? $"write {expected} before it"
            : $"write {(expected.Contains(" or ", StringComparison.Ordinal) ? "one of these" : expected)} here, or remove {found}";

    private TextSpan SpanOf(IToken token)
    {
        if (token.Type != TokenConstants.EOF)
            return TextSpan.FromBounds(token.StartIndex, token.StopIndex + 1);

        // The end of the file is shown behind the last thing written.
        var end = source.Start + source.Content.TrimEnd().Length;
        return new TextSpan(end, 0);
    }

    private static IntervalSet ExpectedTokens(Parser parser, RecognitionException? e)
    {
        try
        {
            return e?.GetExpectedTokens() ?? parser.GetExpectedTokens();
        }
        catch (ArgumentException)
        {
            // ANTLR throws where its state lies outside the rule being recovered.
            return new IntervalSet();
        }
    }

    private static string Describe(IntervalSet expected)
    {
        var names = new List<string>();
        var isExpression = expected.Contains(NasLexer.NUMBER) && expected.Contains(NasLexer.LPAREN);
        var isIdentifier = expected.Contains(NasLexer.IDENT);
        var isDeclaration = IsDeclarationExpected(expected);
        foreach (var type in expected.ToList())
            if (!(isDeclaration && IsDeclarationWord(type)) && Word(type, isExpression, isIdentifier) is { } word && !names.Contains(word))
                names.Add(word);

        if (isDeclaration)
            names.Insert(0, "a declaration");
        if (isExpression)
            names.Insert(0, "an expression");
        else if (isIdentifier)
            names.Insert(0, "a name");
        if (names.Count == 0)
            return "something else";
        if (names.Count > 6)
            names = [.. names.Take(5), "..."];
        return names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";
    }

    private static bool IsDeclarationWord(int type) => type
        is NasLexer.SCALE or NasLexer.OPTIMIZER or NasLexer.LOSS or NasLexer.AUGMENT or NasLexer.COMPRESS or TokenConstants.EOF
        || Array.IndexOf(DeclarationWords, NasLexer.DefaultVocabulary.GetLiteralName(type)?.Trim('\'')) >= 0;

    private static string? Word(int type, bool isExpression, bool isIdentifier)
    {
        if (type == TokenConstants.EOF)
            return "end of file";
        if (type == NasLexer.IDENT || (isIdentifier && type is >= NasLexer.ANY and <= NasLexer.UNIFORM))
            return null;
        if (isExpression && type is NasLexer.NUMBER or NasLexer.STRING or NasLexer.TRUE or NasLexer.FALSE or NasLexer.LPAREN
            or NasLexer.LBRACK or NasLexer.LBRACE or NasLexer.MINUS or NasLexer.NOT or NasLexer.CHOOSE or NasLexer.IF
            or NasLexer.CHAIN)
            return null;
        return NasLexer.DefaultVocabulary.GetLiteralName(type) is { } literal ? $"`{literal.Trim('\'')}`" : null;
    }

    private static string? HelpFor(IToken token, Parser parser)
    {
        if (token.Type is >= NasLexer.AND and <= NasLexer.WITH)
        {
            var before = parser.TokenStream.LT(-1);
            if (before?.Type is NasLexer.OP or NasLexer.CELL or NasLexer.NETWORK or NasLexer.OPSET or NasLexer.CONST)
                return $"`{token.Text}` is a reserved word and cannot be a name";
        }

        return token.Text switch
        {
            "|" => "a pipe is written `|>`",
            "->" or "=>" => "a pipe is written `|>`",
            _ => null,
        };
    }
}
