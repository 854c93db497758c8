using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NasDsl.Cli.Tests;

/// <summary>The records of searches.</summary>
public sealed class RunsTests
{
    private static readonly string[] Search = ["search", "n.nas", "--table", "t.csv", "--metric", "good", "--minimize", "bad"];

    private static Workspace NewWorkspace()
    {
        var workspace = TableSearchTests.NewWorkspace();
        foreach (var strategy in new[] { "random", "evolution" })
            workspace.Run([.. Search, "--strategy", strategy, "--seeds", "4", "--evaluations", "15", "--out", $"runs/{strategy}"]).Succeeds();
        return workspace;
    }

    [Fact]
    public void Runs_are_listed_shown_and_exported()
    {
        using var workspace = NewWorkspace();
        var list = workspace.Run("runs", "list", "runs").Succeeds().Out.Split('\n');
        Assert.StartsWith("run", list[0], StringComparison.Ordinal);
        Assert.Matches("^runs/evolution +evolution +good +finished +60 +0 ", list[1]);
        Assert.Matches("^runs/random +random +good +finished +60 +0 ", list[2]);
        var show = workspace.Run("runs", "show", "runs/random").Succeeds().Out;
        Assert.Matches("(?m)^strategy +random$", show);
        Assert.Matches("(?m)^3 +finished +", show);
        var rows = workspace.Run("runs", "export", "runs/random").Succeeds().Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("seed,number,candidate,budget,good,bad,failure,cost,seconds,finished", rows[0]);
        Assert.Equal(61, rows.Length);
        Assert.StartsWith("{\"seed\":0,\"number\":0,\"candidate\":\"", workspace.Run("runs", "export", "runs/random", "--format", "json").Succeeds().Out, StringComparison.Ordinal);
        workspace.Run("arch", "validate", "n.nas", "runs/random/best.arch.json").Succeeds();

        // One record that is damaged hides no other.
        var damaged = workspace.With("runs/evolution/run.db", "junk").Run("runs", "list", "runs");
        Assert.Equal(1, damaged.ExitCode);
        Assert.Contains("error[NAS7404]: `runs/evolution` holds no run: `run.db` is damaged", damaged.Error, StringComparison.Ordinal);
        Assert.Matches("(?m)^runs/random +random +good +finished +60 +0 ", damaged.Out);
    }

    [Fact]
    public void Runs_are_compared_with_random_search()
    {
        using var workspace = NewWorkspace();
        var compared = workspace.Run("runs", "compare", "runs/evolution", "runs/random", "--format", "csv").Succeeds().Out.Split('\n');
        Assert.Equal("run,strategy,seeds,mean,std,mean_rank,p_welch,p_mann_whitney", compared[0]);
        Assert.StartsWith("runs/evolution,evolution,4,", compared[1], StringComparison.Ordinal);
        Assert.EndsWith(",1,1", compared[2], StringComparison.Ordinal);
        // Without a random run among them, one is made: the same as the one on record.
        var made = workspace.Run("runs", "compare", "runs/evolution", "--format", "csv").Succeeds().Out.Split('\n');
        Assert.Equal(compared[1], made[1]);
        Assert.Equal(compared[2]["runs/random,".Length..], made[2]["random search,".Length..]);
        workspace.Run([.. Search[..4], "--metric", "early", "--out", "runs/other"]).Succeeds();
        workspace.Run("runs", "compare", "runs/random", "runs/other").Fails(1, "error[NAS7406]", "the one is of `good`, the other of `early`");
    }

    [Fact]
    public void A_finished_run_is_summed_up_and_a_changed_one_refused()
    {
        using var workspace = NewWorkspace();
        var before = workspace.Run("runs", "export", "runs/random").Succeeds().Out;
        Assert.Contains("\"evaluations\":15,\"seeds\":4", workspace.Run("runs", "resume", "runs/random", "--json").Succeeds().Out, StringComparison.Ordinal);
        Assert.Equal(before, workspace.Run("runs", "export", "runs/random").Succeeds().Out);
        workspace.Run([.. Search, "--out", "runs/random"]).Fails(1, "`runs/random` already has a file `run.db`");
        workspace.With("t.csv", TableSearchTests.Table(242)).Run("runs", "resume", "runs/random").Fails(1, "error[NAS7405]", "its table digest was");
        workspace.Run("runs", "show", "runs").Fails(1, "error[NAS7404]: `runs` holds no run: it has no `run.db`");
    }

    /// <summary>Ends the process as hard as the system can, at 20 random moments of one run.</summary>
    [Fact]
    public void A_run_that_is_killed_ends_as_if_it_had_not_been()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var workspace = TableSearchTests.NewWorkspace();
        string[] search = [.. Search, "--strategy", "reinforce", "--seeds", "100", "--evaluations", "60", "--seed", "5"];
        workspace.Run([.. search, "--out", "whole"]).Succeeds();
        var random = new Random(11);
        var kills = 0;
        while (kills < 20)
        {
            // Killed before the record was made, a run begins again.
            string[] next = HasRecord(workspace) ? ["runs", "resume", "killed"] : [.. search, "--out", "killed", "--force"];
            var before = Recorded(workspace);
            using var process = Start(workspace, next);
            while (!process.HasExited && Recorded(workspace) == before)
                Thread.Sleep(1);
            Thread.Sleep(random.Next(0, 20 + 10 * kills));
            if (process.HasExited)
                break;
            process.Kill();
            process.WaitForExit();
            kills++;
        }
        Assert.Equal(20, kills);
        Assert.InRange(Proposals(workspace, "killed").Count, 3, 6000);
        workspace.Run("runs", "resume", "killed").Succeeds();
        Assert.Equal(Proposals(workspace, "whole"), Proposals(workspace, "killed"));
    }

    /// <summary>Everything but how long it took and when it ended.</summary>
    private static List<string> Proposals(Workspace workspace, string folder) =>
        [.. workspace.Run("runs", "export", folder).Succeeds().Out.Split('\n').Select(l => string.Join(',', l.Split(',').Take(8)))];

    private static bool HasRecord(Workspace workspace) => workspace.Run("runs", "show", "killed").ExitCode == ExitCodes.Success;

    /// <summary>How much was recorded since the record was last opened: it changes with each row.</summary>
    private static long Recorded(Workspace workspace) =>
        new FileInfo(workspace["killed/run.db-wal"]) is { Exists: true, Length: var length } ? length : 0;

    internal static Process Start(Workspace workspace, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "nasc.dll"), .. arguments])
        {
            WorkingDirectory = workspace.Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // Beside tests, which are built for all systems, the library of SQLite lies in a folder for each.
        var system = $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        start.Environment["LD_LIBRARY_PATH"] = Path.Combine(AppContext.BaseDirectory, "runtimes", system, "native");
        return Process.Start(start) ?? throw new InvalidOperationException("nasc does not start");
    }
}
