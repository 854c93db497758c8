using System.Text.Json.Nodes;
using NasDsl.Cli.Viewing;

namespace NasDsl.Cli.Tests;

/// <summary>What the page of a run gets to show.</summary>
[Collection(nameof(Libtorch))]
public sealed class RunPageTests
{
    [Fact]
    public void A_search_on_data_has_curves_alphas_and_a_winner()
    {
        using var workspace = new Workspace().With("tiny.nas", Programs.Tiny).WithImages();
        workspace.Run("search", "tiny.nas", "--data", "images", "--threads", "1", "--out", "found", "--set", "classes=2").Succeeds();
        File.Delete(workspace["tiny.nas"]);
        var page = Page(workspace, "found");
        Assert.Equal(("search", "finished"), ((string?)page["command"], (string?)page["state"]));
        Assert.Contains("alpha_entropy", page["metrics"]?["columns"]?.AsArray().Select(c => (string?)c) ?? []);
        Assert.Equal(2, page["metrics"]?["rows"]?.AsArray().Count);
        var alpha = page["alphas"]?["decisions"]?[0];
        Assert.Equal(("Block.n[0].edge[a]", "Block"), ((string?)alpha?["name"], (string?)alpha?["scope"]));
        Assert.Equal(["none", "skip_connect", "conv_3x3"], alpha?["alternatives"]?.AsArray().Select(a => (string?)a) ?? []);
        Assert.Equal(1, alpha?["weights"]?[1]?.AsArray().Sum(w => (double?)w) ?? 0, 3);
        var cell = page["winner"]?["graphs"]?.AsArray().Single(g => (string?)g?["name"] == "Block");
        Assert.All(cell?["nodes"]?.AsArray() ?? [], n => Assert.Null(n?["decision"]));
        Assert.Contains("class Tiny", (string?)page["winner"]?["code"]);
    }

    [Fact]
    public void A_search_in_a_table_has_evaluations_and_a_front()
    {
        using var workspace = TableSearchTests.NewWorkspace();
        workspace.Run(
            "search", "n.nas", "--table", "t.csv", "--metric", "good", "--minimize", "bad", "--seeds", "2", "--evaluations", "9", "--out", "run").Succeeds();
        var page = Page(workspace, "run");
        Assert.Equal(["good", "bad"], page["goals"]?.AsArray().Select(g => (string?)g?["name"]) ?? []);
        Assert.Equal(18, page["evaluations"]?.AsArray().Count);
        Assert.Matches("^layer\\[0\\]=(small|middle|large) ", (string?)page["evaluations"]?[0]?["architecture"]);
        Assert.NotNull(page["winner"]?["graphs"]);

        workspace.With("n.nas", "network Other(x: [3, 8, 8]) { output x |> global_avg_pool |> linear(2) }");
        Assert.Contains("not what it was", (string?)Page(workspace, "run")["winner"]?["problem"]);
    }

    [Fact]
    public void A_run_that_is_being_written_is_shown_as_far_as_it_is()
    {
        using var workspace = new Workspace()
            .With("run/run.json", """{"command":"search","state":"running","plan":{"epochs":3}}""")
            .With("run/metrics.csv", "epoch,train_loss,alpha_entropy\n1,2.5,NaN\n2,1.")
            .With("run/alphas.jsonl", """{"epoch":1,"alphas":{"a":[0,0]}}""" + "\n" + """{"epoch":2,"al""");
        var page = Page(workspace, "run");
        Assert.Equal("running", (string?)page["state"]);
        Assert.Single(page["metrics"]?["rows"]?.AsArray() ?? []);
        Assert.Null(page["metrics"]?["rows"]?[0]?[2]);
        Assert.Equal(["0", "1"], page["alphas"]?["decisions"]?[0]?["alternatives"]?.AsArray().Select(a => (string?)a) ?? []);
        Assert.False(page.ContainsKey("winner"));
    }

    private static JsonObject Page(Workspace workspace, string folder)
    {
        using var nothing = new StringWriter();
        var terminal = new Terminal(nothing, nothing, new StringReader(""), workspace.Folder);
        return RunView.Open(new Session(terminal, Rendering.DiagnosticFormat.Text, default), folder).Snapshot();
    }
}
