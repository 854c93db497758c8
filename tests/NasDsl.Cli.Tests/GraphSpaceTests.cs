using System.Text.Json;
using NasDsl.Testing;

namespace NasDsl.Cli.Tests;

/// <summary>A space whose graphs are decided, on the command line: NAS-Bench-101.</summary>
public sealed class GraphSpaceTests
{
    private static Workspace Folder => new Workspace().With("nb.nas", RepositoryRoot.ReadText("examples/nasbench101.nas"));

    [Fact]
    public void It_is_counted_as_the_paper_does()
    {
        using var workspace = Folder;
        using var info = JsonDocument.Parse(workspace.Run("info", "nb.nas", "--json").Succeeds().Out);

        var graphs = Assert.Single(info.RootElement.GetProperty("graphs").EnumerateArray());
        Assert.Equal("423624", graphs.GetProperty("unique").GetString());
        Assert.Equal(info.RootElement.GetProperty("architectures").GetString(), graphs.GetProperty("joined").GetString());
        Assert.False(info.RootElement.TryGetProperty("supernet", out _));
        var text = workspace.Run("info", "nb.nas").Succeeds().Out;
        Assert.Contains("423,624  of those, up to isomorphism", text, StringComparison.Ordinal);
        Assert.Contains("supernet        none", text, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_sampled_and_its_children_compiled_and_drawn()
    {
        using var workspace = Folder;
        workspace.Run("sample", "nb.nas", "--seed", "4", "-n", "2", "-o", "drawn").Succeeds();

        Assert.Contains(
            "class ModuleDag", workspace.Run("compile", "nb.nas", "--arch", "drawn/0001.arch.json").Succeeds().Out, StringComparison.Ordinal);
        Assert.Contains("digraph", workspace.Run("graph", "nb.nas", "--arch", "drawn/0002.arch.json").Succeeds().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_no_supernet_of_it()
    {
        using var workspace = Folder;
        workspace.Run("compile", "nb.nas").Fails(1, "NAS4020", "search it by sampling");
        workspace.Run("compile", "nb.nas", "--project", "out").Fails(1, "NAS4020");
        workspace.Run("search", "nb.nas", "--data", "fashion-mnist", "--out", "run").Fails(1, "NAS4020");
        Assert.False(workspace.Has("out"));
    }
}
