using System.Text.RegularExpressions;
using NasDsl.Diagnostics;
using NasDsl.Parsing.Generated;
using NasDsl.Testing;

namespace NasDsl.Tests.Diagnostics;

/// <summary>
/// The documentation speaks of the language as it is: each program in README.md and docs/*.md is compiled. A fence `nas` holds a program
/// without errors, `nas error NAS2003` one that gets this code, `nas fragment` one that the grammar takes.
/// </summary>
public partial class DocumentationTests
{
    public static TheoryData<string, int> Snippets
    {
        get
        {
            var data = new TheoryData<string, int>();
            string[] files = [RepositoryRoot.PathOf("README.md"), .. Directory.GetFiles(RepositoryRoot.PathOf("docs"), "*.md")];
            foreach (var file in files.Order(StringComparer.Ordinal))
                for (var i = 0; i < FencesIn(file).Count; i++)
                    data.Add(Path.GetRelativePath(RepositoryRoot.Directory, file), i);
            return data;
        }
    }

    [Theory, MemberData(nameof(Snippets))]
    public void A_program_in_the_documentation_does_what_its_fence_says(string file, int index)
    {
        var fence = FencesIn(RepositoryRoot.PathOf(file))[index];
        var kind = fence.Groups["kind"].Value.Trim();
        var compilation = TestCompiler.Compile(fence.Groups["program"].Value);
        var said = CheckedProgram.Describe(compilation);
        if (kind.Length == 0)
            Assert.True(!compilation.HasErrors, said);
        else if (kind == "fragment")
            Assert.True(!compilation.Diagnostics.Any(d => d.Code.StartsWith("NAS1", StringComparison.Ordinal)), said);
        else
            Assert.True(kind.StartsWith("error ") && compilation.Diagnostics is [{ } only] && only.Code == kind["error ".Length..], $"{kind}\n{said}");
    }

    [Fact]
    public void The_reference_of_errors_is_the_table()
    {
        var path = RepositoryRoot.PathOf("docs", "errors.md");
        var expected = ErrorReference.Markdown();
        if (Environment.GetEnvironmentVariable("NASDSL_ACCEPT") == "1")
            File.WriteAllText(path, expected);
        Assert.True(
            File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == expected,
            "docs/errors.md is not what the table says; run `NASDSL_ACCEPT=1 dotnet test tests/NasDsl.Core.Tests --filter "
            + "The_reference_of_errors_is_the_table` and commit it");
    }

    [Fact]
    public void The_language_reference_names_every_operation_and_keyword()
    {
        var text = RepositoryRoot.ReadText("docs", "language.md");
        foreach (var operation in NasDsl.Operations.OperationCatalog.Standard.Names)
            Assert.True(text.Contains($"`{operation}", StringComparison.Ordinal), $"`{operation}` is not described");
        foreach (var word in Keywords())
            Assert.True(Regex.IsMatch(text, $@"\b{word}\b"), $"`{word}` is not described");
    }

    private static IEnumerable<string> Keywords() =>
        Enumerable.Range(NasLexer.AND, NasLexer.UNIFORM)
            .Select(t => NasLexer.DefaultVocabulary.GetLiteralName(t)?.Trim('\''))
            .OfType<string>()
            .Where(w => char.IsLetter(w[0]));

    private static List<Match> FencesIn(string path) =>
        Fence().Matches(File.ReadAllText(path).ReplaceLineEndings("\n")).ToList();

    [GeneratedRegex("^```nas(?<kind>[^\n]*)\n(?<program>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
