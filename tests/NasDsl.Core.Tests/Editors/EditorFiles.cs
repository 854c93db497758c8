using NasDsl.Testing;

namespace NasDsl.Tests.Editors;

/// <summary>The files below <c>editors/</c> that are written from the lexer's vocabulary.</summary>
internal static class EditorFiles
{
    /// <summary>How a reader of a generated file learns not to edit it.</summary>
    public const string GeneratedNotice =
        "generated from grammar/NasLexer.g4: " + HowToGenerate;

    /// <summary>The command that writes the files.</summary>
    public const string HowToGenerate =
        "NASDSL_ACCEPT=1 dotnet test tests/NasDsl.Core.Tests --filter EditorFilesTests";

    /// <summary>Each generated file, relative to the repository, and what it must say.</summary>
    /// <remarks>The extension has its own copy of the grammar, because a package holds only what lies in its folder.</remarks>
    public static IReadOnlyDictionary<string, Func<string>> All { get; } = new Dictionary<string, Func<string>>
    {
        ["editors/textmate/nas.tmLanguage.json"] = TextMateGrammar.Text,
        ["editors/vscode/syntaxes/nas.tmLanguage.json"] = TextMateGrammar.Text,
        ["editors/vim/syntax/nas.vim"] = VimSyntax.Text,
    };

    /// <summary>What the file says now, or nothing if it does not exist.</summary>
    public static string Committed(string path) =>
        File.Exists(RepositoryRoot.PathOf(path)) ? RepositoryRoot.ReadText(path).ReplaceLineEndings("\n") : "";

    /// <summary>Writes the file.</summary>
    public static void Write(string path, string text) => File.WriteAllText(RepositoryRoot.PathOf(path), text);
}
