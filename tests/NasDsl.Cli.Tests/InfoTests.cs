using System.Text.Json;

namespace NasDsl.Cli.Tests;

public sealed class InfoTests
{
    [Fact]
    public void Counts_DARTS_as_the_paper_does()
    {
        using var workspace = new Workspace().With("darts.nas", Programs.Darts);
        using var info = JsonDocument.Parse(workspace.Run("info", "darts.nas", "--json").Succeeds().Out);
        Assert.Equal("1076746950455072400", info.RootElement.GetProperty("architectures").GetString());
        Assert.Equal(224, info.RootElement.GetProperty("alphas").GetInt32());
        Assert.Equal(1_930_618, info.RootElement.GetProperty("supernet").GetProperty("parameters").GetInt64());
        Assert.False(info.RootElement.TryGetProperty("child", out _));
    }

    [Fact]
    public void Counts_the_published_architecture_as_it_is_trained()
    {
        using var workspace = new Workspace().With("darts.nas", Programs.Darts);
        workspace.Run("arch", "import", "darts.nas", Programs.DartsV2, "-o", "v2.arch.json").Succeeds();
        using var info = JsonDocument.Parse(workspace.Run("info", "darts.nas", "--arch", "v2.arch.json", "--json").Succeeds().Out);
        Assert.Equal(3_349_342, info.RootElement.GetProperty("child").GetProperty("parameters").GetInt64());
    }

    [Fact]
    public Task The_text_for_people_looks_like_this()
    {
        using var workspace = new Workspace().With("tiny.nas", Programs.Tiny).With("a.arch.json", Programs.TinyArchitecture);
        return Verify(workspace.Run("info", "tiny.nas", "--arch", "a.arch.json").Succeeds().Out);
    }

    [Fact]
    public Task The_json_looks_like_this()
    {
        using var workspace = new Workspace().With("tiny.nas", Programs.Tiny).With("a.arch.json", Programs.TinyArchitecture);
        return Verify(workspace.Run("info", "tiny.nas", "--arch", "a.arch.json", "--json").Succeeds().Out, "json");
    }

    [Fact]
    public void Architectures_are_counted_up_to_isomorphism_where_there_are_few_or_it_is_asked_for()
    {
        using var workspace = new Workspace().With("darts.nas", Programs.Darts).With("macro.nas", """
            opset B { skip, a = relu, b = tanh, zero }
            network N(x: [3, 8, 8]) { output chain x { choose B, choose B, choose B, choose B } |> conv(4, 3) }
            """);

        Assert.DoesNotContain("isomorphism", workspace.Run("info", "macro.nas").Succeeds().Out);
        // Sequences of up to four of two operations, or zeros.
        Assert.Contains("256, 32 up to isomorphism", workspace.Run("info", "macro.nas", "--distinct").Succeeds().Out);
        Assert.Contains("\"architectures_up_to_isomorphism\":32", workspace.Run("info", "macro.nas", "--distinct", "--json").Succeeds().Out);
        Assert.Contains("more than 50000 architectures", workspace.Run("info", "darts.nas", "--distinct").Succeeds().Error);
    }

    [Fact]
    public void Settings_change_the_counts()
    {
        using var workspace = new Workspace().With("tiny.nas", Programs.Tiny);
        Assert.Equal(918, Parameters());
        Assert.Equal(918 + 5, Parameters("--set", "classes=3"));

        long Parameters(params string[] settings)
        {
            using var info = JsonDocument.Parse(workspace.Run(["info", "tiny.nas", "--json", .. settings]).Succeeds().Out);
            return info.RootElement.GetProperty("supernet").GetProperty("parameters").GetInt64();
        }
    }

    [Fact]
    public void A_setting_that_cannot_be_built_is_an_error_in_the_program()
    {
        using var workspace = new Workspace().With("tiny.nas", Programs.Tiny);
        workspace.Run("info", "tiny.nas", "--set", "classes=-1").Fails(1, "tiny.nas:");
    }

    [Fact]
    public void A_network_beyond_all_numbers_is_an_error_and_no_crash()
    {
        using var workspace = new Workspace().With("tiny.nas", Programs.Tiny);
        Assert.Equal(1, workspace.Run("info", "tiny.nas", "--set", "classes=9000000000000000").ExitCode);
    }

    [Fact]
    public void One_of_several_networks_can_be_chosen()
    {
        using var workspace = new Workspace().With("two.nas", Programs.TwoNetworks);
        Assert.Contains("network Second in two.nas", workspace.Run("info", "two.nas").Succeeds().Out, StringComparison.Ordinal);
        Assert.Contains("network First in two.nas", workspace.Run("info", "two.nas", "--network", "First").Succeeds().Out, StringComparison.Ordinal);
        workspace.Run("info", "two.nas", "--network", "Fist").Fails(1, "NAS9012", "did you mean `First`?");
    }

    [Fact]
    public void A_network_without_decisions_has_one_child()
    {
        using var workspace = new Workspace().With("two.nas", Programs.TwoNetworks);
        using var info = JsonDocument.Parse(workspace.Run("info", "two.nas", "--json").Succeeds().Out);
        Assert.Equal("1", info.RootElement.GetProperty("architectures").GetString());
        Assert.Equal(154, info.RootElement.GetProperty("child").GetProperty("parameters").GetInt64());
    }
}
