using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NasDsl.Tests.Editors;

/// <summary>Writes the TextMate grammar, which Visual Studio Code, Sublime Text, GitHub and others read.</summary>
internal static class TextMateGrammar
{
    private const string Name = "[A-Za-z_][A-Za-z_0-9]*";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The grammar as JSON, ended by a newline.</summary>
    public static string Text()
    {
        var grammar = new JsonObject
        {
            ["comment"] = EditorFiles.GeneratedNotice,
            ["name"] = "NAS",
            ["scopeName"] = "source.nas",
            ["fileTypes"] = new JsonArray("nas"),
            ["patterns"] = Includes("comments", "strings", "numbers", "declarations", "words", "names", "operators", "punctuation"),
            ["repository"] = new JsonObject
            {
                ["comments"] = Group(Comments()),
                ["strings"] = Group(Strings()),
                ["numbers"] = Group(Numbers()),
                ["declarations"] = Group(Declarations()),
                ["words"] = Group(ReservedWords().Concat(ContextualWords())),
                ["names"] = Group(Names()),
                ["operators"] = Group(Operators()),
                ["punctuation"] = Group(Punctuation()),
            },
        };
        return grammar.ToJsonString(Format) + "\n";
    }

    private static IEnumerable<JsonObject> Comments() =>
    [
        Match("comment.line.documentation", "///.*$"),
        Match("comment.line.double-slash", "//.*$"),
        Span("comment.block", @"/\*", @"\*/", "punctuation.definition.comment"),
    ];

    private static IEnumerable<JsonObject> Strings()
    {
        var text = Span("string.quoted.double", "\"", "\"|$", "punctuation.definition.string");
        text["patterns"] = new JsonArray(Match("constant.character.escape", @"\\."));
        return [text];
    }

    // A unit is part of its number: `3.5M`, `80ms`, `50%`.
    private static IEnumerable<JsonObject> Numbers() =>
    [
        Captures(@"(?<![A-Za-z_0-9])([0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(%|[A-Za-z_][A-Za-z_0-9]*)?", "constant.numeric", "keyword.other.unit"),
    ];

    // A declaration's own name stands out. A word that is a name elsewhere declares at the beginning of its line only.
    private static IEnumerable<JsonObject> Declarations()
    {
        var reserved = NasVocabulary.WordsOf(WordKind.Declaration, contextual: false);
        var contextual = NasVocabulary.WordsOf(WordKind.Declaration, contextual: true);
        yield return Captures($@"\b({Alternation(reserved)})\s+({Name})", "storage.type", "entity.name.type");
        yield return Captures($@"^\s*({Alternation(contextual)})\s+({Name})", "storage.type", "entity.name.type");
        yield return Captures($@"\b(nodes)\s+({Name})", "keyword.control", "variable.other.definition");
    }

    private static IEnumerable<JsonObject> ReservedWords() =>
        from kind in Enum.GetValues<WordKind>()
        let words = NasVocabulary.WordsOf(kind, contextual: false).ToArray()
        where words.Length > 0
        select Match(ScopeOf(kind), $@"\b({Alternation(words)})\b");

    private static IEnumerable<JsonObject> ContextualWords() =>
        from word in NasVocabulary.Words
        where NasVocabulary.Contextual.Contains(word) && WordTable.KindOf(word) != WordKind.Declaration
        group word by (Kind: WordTable.KindOf(word), Place: WordTable.PlaceOf(word)) into words
        select Match(ScopeOf(words.Key.Kind), words.Key.Place.TextMate.Replace("WORD", Alternation(words)));

    private static IEnumerable<JsonObject> Names() =>
    [
        Captures($@"\b({Name})(?=\s*:)", "variable.parameter"),
        Captures($@"\b({Name})(?=\s*=(?!=))", "variable.other.definition"),
        Captures($@"\b({Name})(?=\()", "entity.name.function"),
        Captures($@"\b({Name})\b", "variable.other"),
    ];

    private static IEnumerable<JsonObject> Operators() =>
    [
        Match("keyword.operator", Alternation(NasVocabulary.Operators)),
        Match("keyword.operator.range", @"\.\."),
    ];

    private static IEnumerable<JsonObject> Punctuation() =>
    [
        Match("punctuation.section.brackets", @"[\[\]]"),
        Match("punctuation.section.braces", "[{}]"),
        Match("punctuation.section.parens", "[()]"),
        Match("punctuation.separator", "[,;:]"),
        Match("punctuation.accessor", @"\."),
    ];

    private static string ScopeOf(WordKind kind) => kind switch
    {
        WordKind.Declaration or WordKind.Section => "storage.type",
        WordKind.Control => "keyword.control",
        WordKind.Operator => "keyword.operator.word",
        WordKind.Constant => "constant.language",
        _ => "keyword.other",
    };

    private static string Alternation(IEnumerable<string> words) => string.Join('|', words.Select(Regex.Escape));

    private static JsonArray Includes(params string[] names) =>
        new(names.Select(name => new JsonObject { ["include"] = $"#{name}" }).ToArray<JsonNode>());

    private static JsonObject Group(IEnumerable<JsonObject> patterns) =>
        new() { ["patterns"] = new JsonArray([.. patterns]) };

    private static JsonObject Match(string scope, string pattern) =>
        new() { ["name"] = $"{scope}.nas", ["match"] = pattern };

    // One scope for each group of the pattern.
    private static JsonObject Captures(string pattern, params string[] scopes)
    {
        var captures = new JsonObject();
        foreach (var (index, scope) in scopes.Index())
            captures[$"{index + 1}"] = new JsonObject { ["name"] = $"{scope}.nas" };
        return new JsonObject { ["match"] = pattern, ["captures"] = captures };
    }

    private static JsonObject Span(string scope, string begin, string end, string punctuation) => new()
    {
        ["name"] = $"{scope}.nas",
        ["begin"] = begin,
        ["beginCaptures"] = new JsonObject { ["0"] = new JsonObject { ["name"] = $"{punctuation}.begin.nas" } },
        ["end"] = end,
        ["endCaptures"] = new JsonObject { ["0"] = new JsonObject { ["name"] = $"{punctuation}.end.nas" } },
    };
}
