namespace NasDsl.Cli.Tests;

/// <summary>Searches that judge architectures in a trained supernet, or begin their training with its weights.</summary>
[Collection(nameof(Libtorch))]
public sealed class SupernetEvaluationTests
{
    private static readonly string[] Search = ["search", "tiny.nas", "--data", "images", "--strategy", "grid", "--minimize", "loss", "--evaluations"];

    [Fact]
    public void Any_strategy_searches_with_shared_weights()
    {
        using var workspace = WithSupernet("single_path { epochs = 2, batch = 8, split = 50%, population = 3, generations = 1, top = 2, calibration = 2 }");
        workspace.Run([.. Search, "8", "--supernet", "net", "--out", "one", "--ask", "2"]).Succeeds();
        workspace.Run([.. Search, "8", "--supernet", "net", "--out", "two", "--ask", "2", "--jobs", "2"]).Succeeds();
        var losses = Trials(workspace, "one").Skip(1).Select(t => t.Split(',')[4]).ToList();
        Assert.True(losses.Distinct().Count() > 3, string.Join(' ', losses));
        Assert.Equal(Trials(workspace, "one"), Trials(workspace, "two"));
        workspace.Run("arch", "validate", "tiny.nas", "one/best.arch.json").Succeeds();

        // Where it began with these weights a child is another one.
        workspace.Run([.. Search, "2", "--inherit", "net", "--epochs", "1", "--out", "heir"]).Succeeds();
        workspace.Run([.. Search, "2", "--epochs", "1", "--held-out", "0.5", "--out", "scratch"]).Succeeds();
        Assert.NotEqual(Trials(workspace, "heir"), Trials(workspace, "scratch"));

        // Other weights are another search.
        var weights = File.ReadAllBytes(workspace["net/supernet.safetensors"]);
        weights[^1] ^= 1;
        File.WriteAllBytes(workspace["net/supernet.safetensors"], weights);
        workspace.Run("runs", "resume", "one").Fails(1, "error[NAS7405]");
    }

    [Fact]
    public void A_supernet_that_does_not_fit_is_refused()
    {
        using var workspace = WithSupernet("darts { epochs = 1, batch = 8 }");
        workspace.Run([.. Search, "2", "--supernet", "net", "--out", "o"]).Succeeds();
        workspace.Run([.. Search, "2", "--supernet", "net", "--out", "./net/", "--force"]).Fails(2, "`./net/` holds the supernet that this search needs");
        Assert.True(File.Exists(workspace["net/run.json"]));
        workspace.Run([.. Search, "2", "--supernet", "net", "--epochs", "1", "--out", "p"]).Fails(2, "`--epochs` does not go with `--supernet`");
        workspace.Run([.. Search, "2", "--inherit", "net", "--held-out", "0.2", "--out", "p"]).Fails(2, "`--held-out` does not go with `--inherit`");
        workspace.Run("search", "tiny.nas", "--data", "images", "--strategy", "bohb", "--supernet", "net", "--out", "p")
            .Fails(2, "`bohb` trains some architectures longer, and with `--supernet` none is trained");
        workspace.Run([.. Search, "2", "--supernet", "images", "--out", "p"]).Fails(1, "error[NAS7404]: `images` holds no run");
        workspace.Run([.. Search, "2", "--supernet", "net", "--set", "classes=3", "--out", "p"])
            .Fails(1, "error[NAS7409]", "its arguments are `classes: 2`, here they are `classes: 3`");
        var program = workspace.Read("tiny.nas");
        workspace.With("tiny.nas", program.Replace("stem", "root", StringComparison.Ordinal));
        workspace.Run([.. Search, "2", "--inherit", "net", "--epochs", "1", "--out", "p"]).Fails(1, "error[NAS7106]", "belongs to another network");
        workspace.With("tiny.nas", program);
        workspace.With("tiny.nas", workspace.Read("tiny.nas").Replace("none         = zero\n", "", StringComparison.Ordinal));
        workspace.Run([.. Search, "2", "--supernet", "net", "--out", "p"]).Fails(1, "error[NAS7409]", "its space has the fingerprint");
        workspace.With("net/run.json", workspace.Read("net/run.json").Replace("\"finished\"", "\"stopped\"", StringComparison.Ordinal));
        workspace.Run([.. Search, "2", "--supernet", "net", "--out", "p"]).Fails(1, "error[NAS7404]", "its search is not finished but stopped");
        workspace.With("net/run.json", "{}").Run([.. Search, "2", "--supernet", "net", "--out", "p"]).Fails(1, "error[NAS7404]", "cannot be read");
    }

    private static Workspace WithSupernet(string search)
    {
        var workspace = OneShotTests.NewWorkspace(search);
        workspace.Run("search", "tiny.nas", "--data", "images", "--threads", "1", "--seed", "3", "--out", "net").Succeeds();
        return workspace;
    }

    /// <summary>Everything but how long it took and when it ended.</summary>
    private static List<string> Trials(Workspace workspace, string folder) =>
        [.. workspace.Run("runs", "export", folder).Succeeds().Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => string.Join(',', l.Split(',').Take(5)))];
}
