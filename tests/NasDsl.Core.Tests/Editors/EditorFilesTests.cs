using System.Diagnostics;
using System.Text.Json.Nodes;
using NasDsl.Testing;

namespace NasDsl.Tests.Editors;

public sealed class EditorFilesTests
{
    public static TheoryData<string> Files => new(EditorFiles.All.Keys);

    [Theory, MemberData(nameof(Files))]
    public void A_generated_file_is_up_to_date(string path)
    {
        var text = EditorFiles.All[path]();
        if (Environment.GetEnvironmentVariable("NASDSL_ACCEPT") == "1")
            EditorFiles.Write(path, text);

        Assert.True(
            text == EditorFiles.Committed(path), $"{path} is out of date; regenerate it: {EditorFiles.HowToGenerate}");
    }

    [Fact]
    public void The_lexer_knows_every_word_of_the_table() =>
        Assert.Empty(WordTable.Words.Except(NasVocabulary.Words));

    [Fact]
    public void Every_word_of_the_lexer_is_in_every_file()
    {
        Assert.Contains("choose", NasVocabulary.Words);
        foreach (var (path, text) in EditorFiles.All)
            Assert.All(NasVocabulary.Words, word => Assert.Matches($@"\b{word}\b", text()));
    }

    [Fact]
    public void Words_that_can_be_names_are_known_from_the_parser()
    {
        Assert.Contains("step", NasVocabulary.Contextual);
        Assert.DoesNotContain("choose", NasVocabulary.Contextual);
    }

    [Fact]
    public void The_extension_names_files_that_its_folder_holds()
    {
        var package = JsonNode.Parse(RepositoryRoot.ReadText("editors/vscode/package.json"))?["contributes"];
        string?[] paths =
        [
            (string?)package?["languages"]?[0]?["configuration"],
            (string?)package?["grammars"]?[0]?["path"],
        ];

        Assert.All(paths, path =>
        {
            Assert.StartsWith("./", path);
            Assert.True(File.Exists(RepositoryRoot.PathOf("editors/vscode", path ?? "")), path);
        });
        Assert.Equal("source.nas", (string?)package?["grammars"]?[0]?["scopeName"]);
    }

    [FactIfProgram("vim")]
    public void Vim_highlights_a_program()
    {
        string[] source =
        [
            "/// doc",
            "cell Normal(width)(a, b) { // comment",
            "  nodes n[4] = sum(choose 2 of [s |> choose Candidates(stride: 2) for s in [a, ..n]])",
            "  scale = choose 1e-4..0.5 step 10% log /* block",
            "  choose */ uniform 5 of [true]",
            "augment Policy = \"choose \\\" x\" >> choose",
        ];

        var groups = VimGroups(source);

        Assert.Equal("nasDocComment", groups(1, "doc"));
        Assert.Equal("nasDeclaration", groups(2, "cell"));
        Assert.Equal("nasComment", groups(2, "comment"));
        Assert.Equal("nasFunction", groups(2, "Normal"));
        Assert.Equal("nasControl", groups(3, "nodes"));
        Assert.Equal("nasParticle", groups(3, "of"));
        Assert.Equal("nasOperator", groups(3, "|>"));
        Assert.Equal("nasOperator", groups(3, ".."));
        Assert.Equal("nasParameter", groups(3, "stride"));
        Assert.Equal("", groups(4, "scale"));
        Assert.Equal("nasNumber", groups(4, "1e-4"));
        Assert.Equal("nasNumber", groups(4, "%"));
        Assert.Equal("nasParticle", groups(4, "step"));
        Assert.Equal("nasParticle", groups(4, "log"));
        Assert.Equal("nasComment", groups(5, "choose"));
        Assert.Equal("nasControl", groups(5, "uniform"));
        Assert.Equal("nasConstant", groups(5, "true"));
        Assert.Equal("nasDeclaration", groups(6, "augment"));
        Assert.Equal("nasString", groups(6, "x"));
        Assert.Equal("nasOperator", groups(6, ">>"));
    }

    // Opens the lines as a `.nas` file with only editors/vim on Vim's path; asks for the group at a piece of a line.
    private static Func<int, string, string> VimGroups(string[] source)
    {
        using var folder = new TemporaryFolder();
        var (file, result) = (folder.PathOf("a.nas"), folder.PathOf("groups"));
        File.WriteAllLines(file, source);
        File.WriteAllText(folder.PathOf("ask.vim"), $$"""
            set nocompatible
            set runtimepath^={{RepositoryRoot.PathOf("editors/vim").Replace(" ", "\\ ")}}
            filetype plugin on
            syntax on
            execute 'edit ' . fnameescape('{{file}}')
            let lines = [&filetype . ' ' . &commentstring]
            for l in range(1, line('$'))
              let groups = []
              for c in range(1, len(getline(l)))
                call add(groups, synIDattr(synID(l, c, 1), 'name'))
              endfor
              call add(lines, join(groups, ','))
            endfor
            call writefile(lines, '{{result}}')
            qall!
            """);
        string[] arguments = ["-u", "NONE", "-i", "NONE", "-n", "-es", "-S", folder.PathOf("ask.vim")];
        using var vim = Process.Start(new ProcessStartInfo("vim", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        vim?.StandardInput.Close();
        Assert.True(vim?.WaitForExit(TimeSpan.FromSeconds(30)), "vim did not end");

        var lines = File.ReadAllLines(result);
        Assert.Equal("nas // %s", lines[0]);
        return (line, piece) => lines[line].Split(',')[source[line - 1].IndexOf(piece, StringComparison.Ordinal)];
    }
}
