namespace NasDsl.Tests.Editors;

/// <summary>What a word does; it decides the colour.</summary>
internal enum WordKind
{
    /// <summary>Begins a declaration and stands before its name: <c>cell</c>.</summary>
    Declaration,

    /// <summary>Begins a declaration that has no name: <c>constraint</c>.</summary>
    Section,

    /// <summary>Decides or repeats: <c>choose</c>.</summary>
    Control,

    /// <summary>Stands between operands: <c>and</c>.</summary>
    Operator,

    /// <summary>A value: <c>true</c>.</summary>
    Constant,

    /// <summary>Belongs to another word: <c>of</c>.</summary>
    Particle,
}

/// <summary>Where a word that is a name elsewhere has its meaning.</summary>
/// <param name="TextMate">The place as lookarounds for Oniguruma, with <c>WORD</c> for the words.</param>
/// <param name="Vim">The same for Vim.</param>
internal sealed record WordPlace(string TextMate, string Vim)
{
    /// <summary>First on its line and before the name that it declares.</summary>
    public static readonly WordPlace Declares = new(@"^\s*(WORD)(?=\s+[A-Za-z_])", @"^\s*\zs%(WORD)>\ze\s+\h");

    /// <summary>Before a value.</summary>
    public static readonly WordPlace BeforeValue = new(@"\b(WORD)\b(?=\s+[A-Za-z_0-9(])", @"<%(WORD)>\ze\s+[A-Za-z_0-9(]");

    /// <summary>Before <c>of</c>.</summary>
    public static readonly WordPlace BeforeOf = new(@"\b(WORD)\b(?=\s+of\b)", @"<%(WORD)>\ze\s+of>");

    /// <summary>Before an opening parenthesis.</summary>
    public static readonly WordPlace BeforeParenthesis = new(@"\b(WORD)\b(?=\()", @"<%(WORD)>\ze\(");

    /// <summary>Before an opening brace.</summary>
    public static readonly WordPlace BeforeBrace = new(@"\b(WORD)\b(?=\s*\{)", @"<%(WORD)>\ze\s*\{");

    /// <summary>Behind a value.</summary>
    public static readonly WordPlace BehindValue = new(
        @"(?<=[\w%)\]] )\b(WORD)\b(?!\s*[=(:,|])",
        @"%([]A-Za-z_0-9%)] )@<=%(WORD)>\ze%(\s*[=(:,|])@!");
}

/// <summary>What the editors need to know of the language's words and the grammar does not say.</summary>
/// <remarks>A word that is missing here is still highlighted, as a particle or before a value.</remarks>
internal static class WordTable
{
    private static readonly Dictionary<string, WordKind> Kinds = Expand(
        (WordKind.Declaration, "augment cell compress const loss network op opset optimizer scale search train"),
        (WordKind.Section, "constraint import objective"),
        (WordKind.Control, "blend chain choose each else for if nodes output repeat then uniform"),
        (WordKind.Operator, "and in mod not or"),
        (WordKind.Constant, "false true"),
        (WordKind.Particle, "any as from log maximize minimize of order step with"));

    private static readonly Dictionary<string, WordPlace> Places = Expand(
        (WordPlace.Declares, "augment compress loss optimizer scale"),
        (WordPlace.BeforeOf, "any order"),
        (WordPlace.BeforeParenthesis, "repeat"),
        (WordPlace.BeforeBrace, "blend"),
        (WordPlace.BehindValue, "log"),
        (WordPlace.BeforeValue, "each maximize minimize step uniform"));

    /// <summary>The words that the table speaks of, all of which the lexer must know.</summary>
    public static IEnumerable<string> Words => Kinds.Keys.Union(Places.Keys);

    /// <summary>What the word does.</summary>
    public static WordKind KindOf(string word) => Kinds.GetValueOrDefault(word, WordKind.Particle);

    /// <summary>Where a word has its meaning that is a name elsewhere.</summary>
    public static WordPlace PlaceOf(string word) => Places.GetValueOrDefault(word, WordPlace.BeforeValue);

    private static Dictionary<string, T> Expand<T>(params (T Value, string Words)[] rows) =>
        rows.SelectMany(row => row.Words.Split(' ').Select(word => (word, row.Value))).ToDictionary();
}
