using System.Text.RegularExpressions;
using NasDsl.Architectures.Notations;
using NasDsl.Testing;
using static NasDsl.Tests.Architectures.Notations.NotationSpaces;

namespace NasDsl.Tests.Architectures.Notations;

/// <summary>docs/architectures.md shows notations as they are.</summary>
public partial class NotationDocumentationTests
{
    private static readonly string Page = RepositoryRoot.ReadText("docs", "architectures.md").ReplaceLineEndings("\n");

    public static TheoryData<string, string, string> Examples
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (Match fence in Fence().Matches(Page))
                data.Add(fence.Groups["notation"].Value, fence.Groups["space"].Value, fence.Groups["text"].Value);
            return data;
        }
    }

    [Theory, MemberData(nameof(Examples))]
    public void An_example_is_read_and_written(string notation, string space, string text)
    {
        var read = Read(notation, Example(space), text);
        Assert.Equal(read, Read(notation, Example(space), Write(notation, Example(space), read)));
    }

    [Fact]
    public void Every_notation_has_its_paragraph() =>
        Assert.Equal(Notation.All.Select(n => n.Name).Order(), Title().Matches(Page).Select(m => m.Groups[1].Value).Order());

    [GeneratedRegex("^```text (?<notation>\\S+) examples/(?<space>\\w+)\\.nas\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("^### `(.*)`$", RegexOptions.Multiline)]
    private static partial Regex Title();
}
