using NasDsl.Formatting;
using NasDsl.Parsing;
using NasDsl.Testing;
using NasDsl.Text;

namespace NasDsl.Tests.Formatting;

public sealed class FormatterTests
{
    private const int Variations = 25;

    public static TheoryData<string> Programs => [.. Files("examples"), .. Files("tests/cases"), .. Files("src/NasDsl.Core/Standard")];

    public static TheoryData<string> Examples => [.. Files("examples")];

    [Theory, MemberData(nameof(Examples))]
    public void An_example_is_formatted(string path)
    {
        var text = File.ReadAllText(Path.Combine(RepositoryRoot.Directory, path));

        Assert.Equal(text, Formatted(text));
    }

    [Theory, MemberData(nameof(Programs))]
    public void Space_changes_and_nothing_else(string path)
    {
        var original = File.ReadAllText(Path.Combine(RepositoryRoot.Directory, path));
        for (var seed = 0; seed < Variations; seed++)
        {
            var text = new Perturbed(seed).Of(original);
            var result = NasFormatter.Format(new SourceText(text, path));
            if (!result.Errors.IsEmpty)
            {
                Assert.Equal(text, result.Text);
                continue;
            }

            Assert.Equal(Written(text), Written(result.Text));
            Assert.Equal(Tree(text), Tree(result.Text));
            Assert.Equal(result.Text, Formatted(result.Text));
        }
    }

    [Fact]
    public void Equal_signs_of_neighbouring_lines_are_in_one_column() => Gives(
        "opset S(k=1) {\n a=conv( k,3 )\n  longer = skip\n\n\n\n  x=zero\n}",
        """
        opset S(k = 1) {
          a      = conv(k, 3)
          longer = skip

          x = zero
        }

        """);

    [Fact]
    public void Comments_keep_their_places() => Gives(
        "/// About N.\nnetwork N(x: [3, 8, 8]) { // open\n  // above\n  y = x |> bn /* in */ |> relu // behind\n  output y\n  // last\n}\n// end",
        """
        /// About N.
        network N(x: [3, 8, 8]) {                // open
          // above
          y = x |> bn /* in */ |> relu           // behind
          output y
          // last
        }
        // end

        """);

    [Fact]
    public void A_pipe_that_is_too_long_has_a_line_for_each_operation()
    {
        var steps = string.Join(" |> ", Enumerable.Range(0, 12).Select(i => $"conv_bn_relu(64, {i})"));

        var text = Formatted($"op F(x) = x |> {steps}");

        Assert.Equal(13, text.Count(c => c == '\n'));
        Assert.Contains("\n  |> conv_bn_relu(64, 11)\n", text);
    }

    [Fact]
    public void Columns_that_were_lined_up_by_hand_stay_so() => Gives(
        "const W = [\n [ 8, 16,  relu],\n [64,  8,  swish],\n   [1,    2,3],\n]",
        """
        const W = [
          [ 8, 16,  relu],
          [64,  8,  swish],
          [1, 2, 3],
        ]

        """);

    [Fact]
    public void What_is_not_separated_by_commas_stays_on_lines_of_its_own() => Gives(
        "opset S { a\n(b) \n c }",
        """
        opset S {
          a
          (b)
          c
        }

        """);

    [Fact]
    public void Line_ends_stay_those_of_the_file() =>
        Assert.Equal("const A = 1\r\nconst B = 2\r\n", Formatted("const A=1\r\nconst B=2"));

    [Theory]
    [InlineData("network N(x: [3, 8, 8]) { output x |> }", "NAS1002")]
    [InlineData("const A = \"never closed", "NAS1003")]
    [InlineData("search darts { order = 1 epochs = 2 }", "NAS1007")]
    public void A_program_with_syntax_errors_comes_back_as_it_was(string program, string code)
    {
        var result = NasFormatter.Format(new SourceText(program, "a.nas"));

        Assert.Equal(program, result.Text);
        Assert.Contains(code, result.Errors.Select(e => e.Code));
    }

    [Fact]
    public void Nesting_beyond_all_bounds_is_an_error() =>
        Assert.NotEmpty(NasFormatter.Format(new SourceText("const A = " + new string('(', 5000), "a.nas")).Errors);

    [Theory]
    [InlineData("")]
    [InlineData("  \n\n ")]
    public void Nothing_stays_nothing(string program) => Assert.Equal("", Formatted(program));

    private static IEnumerable<string> Files(string folder) => Directory
        .EnumerateFiles(Path.Combine(RepositoryRoot.Directory, folder), "*.nas", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(RepositoryRoot.Directory, f))
        .Order(StringComparer.Ordinal);

    private static void Gives(string program, string expected)
    {
        Assert.Equal(expected.ReplaceLineEndings("\n"), Formatted(program));
        Assert.Equal(expected.ReplaceLineEndings("\n"), Formatted(expected));
    }

    private static string Formatted(string program)
    {
        var result = NasFormatter.Format(new SourceText(program, "a.nas"));
        Assert.Empty(result.Errors);
        return result.Text;
    }

    private static string Tree(string program) => SyntaxText.Of(NasSyntaxParser.Parse(new SourceText(program, "a.nas")).File);

    /// <summary>All characters other than spaces; a comment may move to the end of its line.</summary>
    private static string Written(string program) => string.Concat(program.Where(c => !char.IsWhiteSpace(c)).Order());
}
