using NasDsl.Testing;

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

    /// <summary>Workers evaluate, each with a supernet of its own; the process that asks them needs none.</summary>
    [Theory]
    [InlineData("--supernet net")]
    [InlineData("--inherit net --epochs 1")]
    public void Only_who_evaluates_compiles_the_supernet(string options)
    {
        using var workspace = WithSupernet("darts { epochs = 1, batch = 8 }");
        var compiled = 0;
        AppDomain.CurrentDomain.AssemblyLoad += Count;
        try
        {
            workspace.Run([.. Search, "2", .. options.Split(' '), "--jobs", "2", "--out", "jobs"]).Succeeds();
            Assert.Equal(0, compiled);
            workspace.Run([.. Search, "2", .. options.Split(' '), "--ask", "2", "--out", "one"]).Succeeds();
            Assert.Equal(1, compiled);
            // Where its names may have changed it is looked at first: not every evaluation fails, the search does.
            workspace.With("tiny.nas", workspace.Read("tiny.nas").Replace("stem", "root", StringComparison.Ordinal));
            workspace.Run([.. Search, "2", .. options.Split(' '), "--jobs", "2", "--out", "other"]).Fails(1, "error[NAS7106]");
        }
        finally
        {
            AppDomain.CurrentDomain.AssemblyLoad -= Count;
        }
        Assert.Equal(Trials(workspace, "jobs"), Trials(workspace, "one"));

        void Count(object? sender, AssemblyLoadEventArgs loaded) =>
            compiled += loaded.LoadedAssembly.GetName().Name is { } name && name.EndsWith("Supernet", StringComparison.Ordinal) ? 1 : 0;
    }

    [Theory]
    [InlineData("--supernet net")]
    [InlineData("--inherit net --epochs 1")]
    public void Damaged_weights_are_found_before_anybody_evaluates(string options)
    {
        using var workspace = WithSupernet("darts { epochs = 1, batch = 8 }");
        var whole = File.ReadAllBytes(workspace["net/supernet.safetensors"]);
        File.WriteAllBytes(workspace["net/supernet.safetensors"], whole[..(whole.Length / 2)]);
        workspace.Run([.. Search, "2", .. options.Split(' '), "--jobs", "2", "--out", "jobs"]).Fails(1, "error[NAS71", "supernet.safetensors");
        Assert.False(workspace.Has("jobs/run.db"));
    }

    /// <summary>Cells of recurrent networks are shared like any other: judged in the supernet, and to begin with.</summary>
    [Theory]
    [InlineData("darts_rnn.nas", "")]
    [InlineData("enas_rnn.nas", "search enas { epochs = 1, batch = 8, steps = 2, aggregate = 2, samples = 2 }")]
    public void A_text_is_searched_with_shared_weights(string example, string search)
    {
        using var workspace = new Workspace().With("rnn.nas", RepositoryRoot.ReadText($"examples/{example}") + search).With("text.txt", TextTests.Text);
        string[] small = ["--data", "text.txt", "--threads", "1", "--set", "hidden=8", "--set", "steps=5", "--set", "vocabulary=20"];
        string[] again = ["search", "rnn.nas", .. small, "--strategy", "random", "--evaluations", "4", "--minimize", "loss", "--out"];
        workspace.Run(["search", "rnn.nas", .. small, "--epochs", "1", "--batch", "8", "--steps", "6", "--out", "net"]).Succeeds();
        workspace.Run([.. again, "one", "--supernet", "net"]).Succeeds();
        workspace.Run([.. again, "two", "--supernet", "net", "--jobs", "2"]).Succeeds();
        var losses = Trials(workspace, "one").Skip(1).Select(t => t.Split(',')[4]).ToList();
        Assert.True(losses.Distinct().Count() > 1, string.Join(' ', losses));
        Assert.Equal(Trials(workspace, "one"), Trials(workspace, "two"));

        string[] train = ["--epochs", "1", "--batch", "8", "--steps", "3"];
        workspace.Run([.. again, "heir", "--inherit", "net", .. train]).Succeeds();
        workspace.Run([.. again, "scratch", .. train]).Succeeds();
        Assert.NotEqual(Trials(workspace, "heir"), Trials(workspace, "scratch"));
        workspace.Run([.. again.Select(a => a == "hidden=8" ? "hidden=9" : a), "other", "--inherit", "net", .. train])
            .Fails(1, "error[NAS7409]", "hidden: 9");
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
