using System.Text.Json;

namespace NasDsl.Cli.Tests;

public sealed class RenderingTests
{
    [Theory]
    [InlineData("text")]
    [InlineData("msbuild")]
    [InlineData("json")]
    [InlineData("sarif")]
    public Task Diagnostics_look_like_this(string format)
    {
        using var workspace = new Workspace().With("broken.nas", Programs.Broken);
        var result = workspace.Run("check", "missing.nas", "broken.nas", "--format", format).Fails(1);
        return Verify(result.Transcript).UseParameters(format);
    }

    [Theory]
    [InlineData("json", "diagnostics")]
    [InlineData("sarif", "runs")]
    public void A_format_for_machines_is_a_document_even_without_diagnostics(string format, string property)
    {
        using var workspace = new Workspace().With("tiny.nas", Programs.Tiny);
        using var document = JsonDocument.Parse(workspace.Run("check", "tiny.nas", "--format", format).Succeeds().Error);
        Assert.Equal(JsonValueKind.Array, document.RootElement.GetProperty(property).ValueKind);
    }

    [Fact]
    public void Sarif_results_refer_to_their_rules()
    {
        using var workspace = new Workspace().With("a b.nas", Programs.Broken);
        using var document = JsonDocument.Parse(workspace.Run("check", "a b.nas", "--format", "sarif").Fails(1).Error);
        var run = document.RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        Assert.All(run.GetProperty("results").EnumerateArray(), result =>
        {
            var rule = rules[result.GetProperty("ruleIndex").GetInt32()];
            Assert.Equal(rule.GetProperty("id").GetString(), result.GetProperty("ruleId").GetString());
            var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
            Assert.Equal("a%20b.nas", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        });
    }

    [Fact]
    public void Colours_are_for_terminals_that_want_them()
    {
        using var workspace = new Workspace().With("broken.nas", Programs.Broken).WithEnvironment("TERM", "xterm");
        Assert.DoesNotContain('\e', workspace.Run("check", "broken.nas").Error);
        Assert.Contains('\e', workspace.Run("", ["check", "broken.nas"], isInteractive: true).Error);
        workspace.WithEnvironment("NO_COLOR", "1");
        Assert.DoesNotContain('\e', workspace.Run("", ["check", "broken.nas"], isInteractive: true).Error);
    }

    [Fact]
    public void Without_colours_the_text_is_the_same()
    {
        using var workspace = new Workspace().With("broken.nas", Programs.Broken).WithEnvironment("TERM", "xterm");
        var plain = workspace.Run("check", "broken.nas").Error;
        var colored = workspace.Run("", ["check", "broken.nas"], isInteractive: true).Error;
        Assert.Equal(plain, System.Text.RegularExpressions.Regex.Replace(colored, "\e\\[[0-9;]*m", ""));
    }

    [Theory]
    [InlineData("\toutput  cnov\n", "    output  cnov", 12)]
    [InlineData("/* 漢字 */ output cnov\n", "/* 漢字 */ output cnov", 18)]
    [InlineData("/* e\u0301 */ output cnov\n", "/* e\u0301 */ output cnov", 15)]
    [InlineData("/*\u0007*/ output cnov\n", "/*\uFFFD*/ output cnov", 13)]
    public void Marks_stand_under_what_they_mark(string line, string shown, int column)
    {
        using var workspace = new Workspace().With("n.nas", $"network N(x: [8]) {{\n{line}}}\n");
        var lines = workspace.Run("check", "n.nas").Fails(1).Error.Split('\n');
        var source = Array.FindIndex(lines, l => l == $"2 | {shown}");
        Assert.True(source > 0, string.Join('\n', lines));
        Assert.Equal("  | " + new string(' ', column) + "^^^^", lines[source + 1].TrimEnd()[..(column + 8)]);
    }

    [Fact]
    public void Of_a_very_long_line_only_the_place_is_shown()
    {
        var padding = string.Join(" ", Enumerable.Repeat("/* padding */", 5000));
        using var workspace = new Workspace().With("n.nas", $"network N(x: [8]) {{ {padding} output cnov {padding} }}\n");
        var error = workspace.Run("check", "n.nas").Fails(1, "output cnov", "...").Error;
        Assert.All(error.Split('\n'), line => Assert.True(line.Length < 200, line));
    }
}
