using System.Text.Json;

namespace NasDsl.Cli.Tests;

/// <summary>Searches that train or score each architecture that they propose.</summary>
[Collection(nameof(Libtorch))]
public sealed class ChildSearchTests
{
    private static readonly string[] Search =
        ["search", "tiny.nas", "--data", "images", "--strategy", "evolution", "--evaluations", "6", "--epochs", "1", "--json", "--out"];

    private static Workspace NewWorkspace() => new Workspace().With("tiny.nas", Programs.Tiny).WithImages();

    [Fact]
    public void Children_are_trained_and_the_best_is_kept()
    {
        using var workspace = NewWorkspace();
        using var found = JsonDocument.Parse(workspace.Run([.. Search, "a"]).Succeeds().Out);
        Assert.Equal(("evolution", "accuracy", 6.0), (
            found.RootElement.GetProperty("strategy").GetString(), found.RootElement.GetProperty("metric").GetString(),
            found.RootElement.GetProperty("evaluations").GetDouble()));
        Assert.InRange(found.RootElement.GetProperty("best").GetDouble(), 0, 1);
        workspace.Run("arch", "validate", "tiny.nas", "a/best.arch.json").Succeeds();
        Assert.Contains("accuracy", workspace.Run("runs", "list", ".").Succeeds().Out, StringComparison.Ordinal);
        var again = workspace.Run([.. Search, "b", "--metric", "accuracy"]).Succeeds();
        Assert.Contains("6/6  accuracy ", again.Error, StringComparison.Ordinal);
        Assert.Equal(Trials(workspace, "a"), Trials(workspace, "b"));
    }

    [Fact]
    public void The_number_of_processes_changes_no_result()
    {
        using var workspace = NewWorkspace();
        workspace.Run([.. Search, "one", "--ask", "2"]).Succeeds();
        workspace.Run([.. Search, "two", "--ask", "2", "--jobs", "2"]).Succeeds();
        Assert.Equal(Trials(workspace, "one"), Trials(workspace, "two"));
    }

    [Fact]
    public void What_diverges_is_recorded_and_the_run_goes_on()
    {
        // The square root of a negative number is none.
        using var workspace = NewWorkspace().With("n.nas", """
            network N(image: [1, 8, 8]) {
              output image |> conv(4, 3) |> choose { good = relu, bad = sqrt } |> global_avg_pool |> linear(2)
            }
            """);
        string[] search = ["search", "n.nas", "--data", "images", "--strategy", "random", "--evaluations", "2", "--epochs", "1", "--out"];
        var result = workspace.Run([.. search, "a", "--json"]).Succeeds();
        Assert.Contains("failed: the loss became NaN", result.Error, StringComparison.Ordinal);
        using var found = JsonDocument.Parse(result.Out);
        Assert.Equal(1, found.RootElement.GetProperty("failures").GetInt32());
        Assert.Equal("good", found.RootElement.GetProperty("architecture").EnumerateObject().Single().Value.GetString());
        workspace.Run([.. search, "b", "--failures", "0"]).Fails(1, "error[NAS7403]", "the loss became NaN");
    }

    [Fact]
    public void Sizes_and_scores_are_goals_like_any_other()
    {
        using var workspace = NewWorkspace();
        string[] search = ["search", "tiny.nas", "--data", "images", "--strategy", "nsga2", "--evaluations", "6", "--out"];
        workspace.Run([.. search, "a", "--metric", "naswot", "--minimize", "params"]).Succeeds();
        Assert.StartsWith("seed,number,candidate,budget,naswot,params,", workspace.Run("runs", "export", "a").Succeeds().Out, StringComparison.Ordinal);
        workspace.Run([.. search, "b", "--evaluator", "synflow"]).Succeeds();
        workspace.Run([.. search, "c", "--metric", "acuracy"]).Fails(2, "`--metric` names no metric of a network: `acuracy`", "did you mean `accuracy`?");
    }

    [Theory]
    [InlineData("--order 2", "`--order` is for a search that trains a supernet")]
    [InlineData("--recompute cells", "`--recompute` is for a search that trains a supernet")]
    [InlineData("--without merge-sums", "`--without` is for a search that trains a supernet")]
    public void What_is_for_supernets_is_refused(string options, string message)
    {
        using var workspace = NewWorkspace();
        workspace.Run([.. Search, "a", .. options.Split(' ')]).Fails(2, message);
    }

    [Fact]
    public void A_comparison_says_which_run_is_missing()
    {
        using var workspace = NewWorkspace();
        workspace.Run("search", "tiny.nas", "--data", "images", "--strategy", "local", "--evaluator", "synflow", "--evaluations", "3", "--out", "a").Succeeds();
        workspace.Run("runs", "compare", "a").Fails(
            1, "error[NAS7406]: a run of random search is missing, with which `a` could be compared",
            "`nasc search tiny.nas --data images --strategy random --evaluations 3 --evaluator synflow --out DIR`");
        workspace.Run("search", "tiny.nas", "--data", "images", "--strategy", "random", "--evaluations", "3", "--evaluator", "synflow", "--out", "b").Succeeds();
        workspace.Run("runs", "compare", "a", "b").Succeeds();
    }

    [Fact]
    public void Epochs_are_the_budgets_of_what_stops_early()
    {
        using var workspace = NewWorkspace();
        workspace.Run("search", "tiny.nas", "--data", "images", "--strategy", "halving", "--evaluations", "5", "--epochs", "3", "--out", "a").Succeeds();
        var budgets = Trials(workspace, "a").Skip(1).Select(t => t.Split(',')[3]).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["1", "3"], budgets);
        workspace.Run("search", "tiny.nas", "--data", "images", "--strategy", "asha", "--epochs", "1", "--out", "b")
            .Fails(1, "error[NAS7402]", "`--epochs N`");
    }

    [Fact]
    public void Architectures_are_scored_without_training()
    {
        using var workspace = NewWorkspace().With("a.arch.json", Programs.TinyArchitecture);
        var lines = workspace.Run("score", "tiny.nas", "--data", "images", "-n", "3", "--batch", "8", "--json").Succeeds().Out
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        using var first = JsonDocument.Parse(lines[0]);
        foreach (var name in new[] { "params", "macs", "grad_norm", "snip", "grasp", "synflow", "fisher", "jacov", "naswot", "zen" })
            Assert.True(first.RootElement.TryGetProperty(name, out _), name);
        var one = workspace.Run("score", "tiny.nas", "--data", "images", "--arch", "a.arch.json", "--batch", "8").Succeeds().Out;
        Assert.Equal(2, one.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Latencies_are_measured_stored_and_summed()
    {
        using var workspace = NewWorkspace().With("a.arch.json", Programs.TinyArchitecture);
        var profile = workspace.Run("profile", "tiny.nas", "-o", "latency.csv", "--checks", "2").Succeeds();
        Assert.Contains("the sum is off by", profile.Error, StringComparison.Ordinal);
        Assert.StartsWith("# nasc latency 1: device cpu, 1 threads, batch 1\noperation,inputs,seconds,runs\n", workspace.Read("latency.csv"), StringComparison.Ordinal);
        using var info = JsonDocument.Parse(
            workspace.Run("info", "tiny.nas", "--arch", "a.arch.json", "--latency", "latency.csv", "--json").Succeeds().Out);
        Assert.InRange(info.RootElement.GetProperty("latency_seconds").GetDouble(), 1e-7, 10);
        workspace.With("s.nas", Programs.Tiny.Replace("search darts {\n  epochs = 2\n  batch  = 8\n}", "search random { samples = 3 }", StringComparison.Ordinal)
            + "objective maximize naswot * (latency(\"latency.csv\") / 1ms) ^ -0.07\n");
        workspace.Run("search", "s.nas", "--data", "images", "--out", "o").Succeeds();
        var rows = workspace.Read("latency.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        workspace.With("latency.csv", string.Join('\n', rows.Where(r => !r.Contains("conv(", StringComparison.Ordinal))) + "\n");
        workspace.Run("search", "s.nas", "--data", "images", "--out", "p").Fails(1, "error[NAS7408]: `latency.csv` has no row for `conv(");
        workspace.Run("info", "tiny.nas", "--arch", "a.arch.json", "--latency", "tiny.nas").Fails(1, "error[NAS7408]", "it is no table of latencies");
    }

    /// <summary>Everything but how long it took and when it ended.</summary>
    private static List<string> Trials(Workspace workspace, string folder) =>
        [.. workspace.Run("runs", "export", folder).Succeeds().Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => string.Join(',', l.Split(',').Take(6)))];
}
