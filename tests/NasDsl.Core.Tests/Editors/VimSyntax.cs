using System.Text;

namespace NasDsl.Tests.Editors;

/// <summary>Writes the syntax file for Vim and Neovim.</summary>
/// <remarks>Of two items that match at one place Vim takes the later: general ones come first, comments last.</remarks>
internal static class VimSyntax
{
    /// <summary>The syntax file, ended by a newline.</summary>
    public static string Text()
    {
        var vim = new StringBuilder();
        Line($"\" {EditorFiles.GeneratedNotice}");
        Line("if exists('b:current_syntax')");
        Line("  finish");
        Line("endif");
        Line("");
        Line($@"syn match nasOperator ""\v%({string.Join('|', NasVocabulary.Operators.Select(EscapeVeryMagic))}|\.\.)""");
        Line(@"syn match nasFunction ""\v<\h\w*\ze\(""");
        Line(@"syn match nasParameter ""\v<\h\w*\ze\s*:""");
        Line(@"syn match nasNumber ""\v<\d+%(\.\d+)?%([eE][+-]?\d+)?%(\%|\h\w*)?""");
        Line("");
        AppendWords();
        Line("");
        Line(@"syn match nasEscape ""\\."" contained");
        Line(@"syn region nasString start=+""+ skip=+\\.+ end=+""\|$+ contains=nasEscape");
        Line(@"syn match nasComment ""//.*$"" contains=@Spell");
        Line(@"syn match nasDocComment ""///.*$"" contains=@Spell");
        Line(@"syn region nasComment start=""/\*"" end=""\*/"" contains=@Spell");
        Line("");
        foreach (var (group, standard) in Links)
            Line($"hi def link {group} {standard}");
        Line("");
        Line("let b:current_syntax = 'nas'");
        return vim.ToString();

        void Line(string text) => vim.Append(text).Append('\n');

        void AppendWords()
        {
            foreach (var kind in Enum.GetValues<WordKind>())
                if (NasVocabulary.WordsOf(kind, contextual: false).ToArray() is { Length: > 0 } words)
                    Line($"syn keyword nas{kind} {string.Join(' ', words)}");
            var contextual = NasVocabulary.Words
                .Where(NasVocabulary.Contextual.Contains)
                .GroupBy(word => (Kind: WordTable.KindOf(word), Place: WordTable.PlaceOf(word)));
            foreach (var words in contextual)
                Line($"syn match nas{words.Key.Kind} \"\\v{words.Key.Place.Vim.Replace("WORD", string.Join('|', words))}\"");
        }
    }

    private static readonly (string Group, string Standard)[] Links =
    [
        ("nasDeclaration", "Structure"),
        ("nasSection", "Structure"),
        ("nasControl", "Statement"),
        ("nasParticle", "Keyword"),
        ("nasConstant", "Boolean"),
        ("nasOperator", "Operator"),
        ("nasFunction", "Function"),
        ("nasParameter", "Identifier"),
        ("nasNumber", "Number"),
        ("nasString", "String"),
        ("nasEscape", "SpecialChar"),
        ("nasComment", "Comment"),
        ("nasDocComment", "SpecialComment"),
    ];

    private static string EscapeVeryMagic(string sign) => string.Concat(sign.Select(c => $"\\{c}"));
}
