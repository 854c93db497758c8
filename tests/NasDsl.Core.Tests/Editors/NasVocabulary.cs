using Antlr4.Runtime;
using NasDsl.Parsing.Generated;

namespace NasDsl.Tests.Editors;

/// <summary>The words and signs of the language, as the lexer and the parser know them.</summary>
internal static class NasVocabulary
{
    private static readonly string[] Literals = Enumerable
        .Range(1, NasLexer.ruleNames.Length)
        .Select(type => NasLexer.DefaultVocabulary.GetLiteralName(type))
        .OfType<string>()
        .Select(quoted => quoted[1..^1])
        .ToArray();

    /// <summary>Words that are never names, and words with a meaning in one place, in alphabetical order.</summary>
    public static IReadOnlyList<string> Words { get; } =
        Literals.Where(literal => char.IsAsciiLetter(literal[0])).Order(StringComparer.Ordinal).ToArray();

    /// <summary>The words that the parser also takes as names.</summary>
    public static IReadOnlySet<string> Contextual { get; } = WordsThatAreNames();

    /// <summary>Signs other than brackets, separators and dots, the longest first, so that an alternation finds <c>|></c>.</summary>
    public static IReadOnlyList<string> Operators { get; } = Literals
        .Where(literal => !char.IsAsciiLetter(literal[0]) && !"()[]{},;:..".Contains(literal))
        .OrderByDescending(literal => literal.Length)
        .ThenBy(literal => literal, StringComparer.Ordinal)
        .ToArray();

    /// <summary>The words of a category, in alphabetical order.</summary>
    public static IEnumerable<string> WordsOf(WordKind kind, bool contextual) =>
        Words.Where(word => WordTable.KindOf(word) == kind && Contextual.Contains(word) == contextual);

    // Asks the parser what may begin the rule `identifier`.
    private static HashSet<string> WordsThatAreNames()
    {
        var parser = new NasParser(new CommonTokenStream(new NasLexer(new AntlrInputStream(""))));
        var start = parser.Atn.ruleToStartState[NasParser.RULE_identifier];
        return parser.Atn.NextTokens(start).ToArray()
            .Where(type => type != NasLexer.IDENT)
            .Select(type => NasLexer.DefaultVocabulary.GetLiteralName(type)[1..^1])
            .ToHashSet();
    }
}
