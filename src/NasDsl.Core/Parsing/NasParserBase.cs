using Antlr4.Runtime;

namespace NasDsl.Parsing;

/// <summary>What the generated parser asks back.</summary>
public abstract class NasParserBase : Parser
{
    protected NasParserBase(ITokenStream input)
        : base(input)
    {
    }

    protected NasParserBase(ITokenStream input, TextWriter output, TextWriter errorOutput)
        : base(input, output, errorOutput)
    {
    }

    /// <summary>True where the next token stands on the line on which the one before ends.</summary>
    protected bool SameLine() => TokenStream.LT(-1) is not { } previous || previous.Line == TokenStream.LT(1).Line;
}
