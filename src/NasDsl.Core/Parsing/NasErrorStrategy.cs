using Antlr4.Runtime;
using NasDsl.Parsing.Generated;

namespace NasDsl.Parsing;

/// <summary>
/// How the parser goes on after an error: as ANTLR does inside a declaration; between declarations it skips to the next line
/// that begins one, so that an error in one hides none in another.
/// </summary>
/// <param name="isEnough">Tells of the first token of a declaration whether the parser may stop before it.</param>
internal sealed class NasErrorStrategy(Func<IToken, bool>? isEnough = null) : DefaultErrorStrategy
{
    private int errorsBefore;

    /// <summary>The token before which the parser stopped; null where it came to the end of the file.</summary>
    public IToken? Stopped { get; private set; }

    public override void Sync(Parser recognizer)
    {
        if (recognizer.Context is not NasParser.FileContext file)
        {
            base.Sync(recognizer);
            return;
        }

        if (!InErrorRecoveryMode(recognizer))
            SkipToDeclaration(recognizer);
        if (recognizer.TokenStream.LT(1) is { } token && isEnough?.Invoke(token) == true)
        {
            Stopped = token;
            throw new EnoughException(file);
        }
    }

    public override void Recover(Parser recognizer, RecognitionException e)
    {
        base.Recover(recognizer, e);
        if (recognizer.Context is NasParser.FileContext)
            SkipToDeclaration(recognizer);
    }

    private void SkipToDeclaration(Parser recognizer)
    {
        var tokens = recognizer.TokenStream;
        if (IsDeclaration(tokens.LA(1)) || tokens.LA(1) == TokenConstants.EOF)
        {
            errorsBefore = recognizer.NumberOfSyntaxErrors;
            return;
        }

        // What is left over of a declaration in which an error was reported is no second error.
        if (recognizer.NumberOfSyntaxErrors == errorsBefore)
            ReportUnwantedToken(recognizer);
        while (tokens.LA(1) != TokenConstants.EOF && !(IsDeclaration(tokens.LA(1)) && IsFirstOnLine(tokens)))
            recognizer.Consume();
        errorsBefore = recognizer.NumberOfSyntaxErrors;
        EndErrorCondition(recognizer);
    }

    private static bool IsFirstOnLine(ITokenStream tokens) => tokens.LT(-1) is not { } before || before.Line < tokens.LT(1).Line;

    private static bool IsDeclaration(int token) => token
        is NasLexer.IMPORT or NasLexer.CONST or NasLexer.OPSET or NasLexer.OP or NasLexer.CELL or NasLexer.NETWORK
        or NasLexer.CONSTRAINT or NasLexer.OBJECTIVE or NasLexer.SEARCH or NasLexer.TRAIN or NasLexer.SCALE or NasLexer.OPTIMIZER
        or NasLexer.LOSS or NasLexer.AUGMENT or NasLexer.COMPRESS;

    /// <summary>Leaves the parser where it may stop: its rules catch errors of syntax only.</summary>
    internal sealed class EnoughException(NasParser.FileContext file) : Exception
    {
        /// <summary>The declarations so far.</summary>
        public NasParser.FileContext File { get; } = file;
    }
}
