using System.Text.Json;

namespace NasDsl.Cli.Tests;

/// <summary>A short real search by each strategy that trains a supernet, and searches that were stopped and go on.</summary>
[Collection(nameof(Libtorch))]
public sealed class OneShotTests
{
    private static readonly string[] Search = ["search", "tiny.nas", "--data", "images", "--threads", "1", "--seed", "3"];

    public static TheoryData<string> Strategies =>
    [
        "darts { epochs = 2, batch = 8 }",
        "snas { epochs = 2, batch = 8 }",
        "gdas { epochs = 2, batch = 8, temperature = linear(2, 0.5) }",
        "proxylessnas { epochs = 2, warm_up = 1, batch = 8, every = 1, split = 50% }",
        "single_path { epochs = 2, batch = 8, split = 50%, population = 3, generations = 1, top = 2, calibration = 2 }",
        "enas { epochs = 2, batch = 8, split = 50%, controller = lstm(8, tanh: 1.5), steps = 2, aggregate = 2, samples = 3 }",
    ];

    [Theory, MemberData(nameof(Strategies))]
    public void Each_strategy_finds_an_architecture_of_the_space(string search)
    {
        using var workspace = NewWorkspace(search);
        using var found = JsonDocument.Parse(workspace.Run([.. Search, "--out", "o", "--json"]).Succeeds().Out);
        Assert.False(found.RootElement.GetProperty("stopped").GetBoolean());
        Assert.True(found.RootElement.GetProperty("parameters").GetInt64() > 0);
        workspace.Run("arch", "validate", "tiny.nas", "o/best.arch.json").Succeeds();
        Assert.True(workspace.Has("o/Tiny.cs"));
        Assert.False(workspace.Has("o/checkpoint.safetensors"));
        using var run = JsonDocument.Parse(workspace.Read("o/run.json"));
        Assert.Equal(search.Split(' ')[0], run.RootElement.GetProperty("plan").GetProperty("strategy").GetString());
        var json = workspace.Run("runs", "resume", "o", "--json").Succeeds();
        Assert.Equal(workspace.Read("o/result.json"), json.Out);
    }

    [Theory, MemberData(nameof(Strategies))]
    public void A_stopped_search_goes_on_and_ends_the_same(string search)
    {
        using var workspace = NewWorkspace(search);
        workspace.Run([.. Search, "--out", "whole"]).Succeeds();
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var stopped = workspace.Run("", [.. Search, "--out", "part"], cancellation: stop.Token);
        Assert.Equal(ExitCodes.Interrupted, stopped.ExitCode);
        Assert.Contains("`nasc runs resume part` goes on", stopped.Error, StringComparison.Ordinal);
        Assert.True(workspace.Has("part/checkpoint.safetensors"));

        workspace.Run("runs", "resume", "part").Succeeds();
        Assert.False(workspace.Has("part/checkpoint.safetensors"));
        foreach (var file in new[] { "supernet.safetensors", "best.arch.json", "run.json", "Tiny.cs" })
            Assert.Equal(File.ReadAllBytes(workspace[$"whole/{file}"]), File.ReadAllBytes(workspace[$"part/{file}"]));
        Assert.Equal(WithoutSeconds(workspace, "whole"), WithoutSeconds(workspace, "part"));
    }

    [Fact]
    public void A_search_whose_cells_are_computed_again_goes_on_so()
    {
        using var workspace = NewWorkspace("darts { epochs = 2, batch = 8 }");
        string[] recomputing = [.. Search, "--recompute", "cells"];
        workspace.Run([.. recomputing, "--out", "whole"]).Succeeds();
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        workspace.Run("", [.. recomputing, "--out", "part"], cancellation: stop.Token);
        Assert.Contains("\"RecomputesCells\":true", File.ReadAllText(workspace["part/checkpoint.safetensors"]).Replace("\\", "", StringComparison.Ordinal));
        workspace.Run("runs", "resume", "part").Succeeds();
        Assert.Equal(File.ReadAllBytes(workspace["whole/supernet.safetensors"]), File.ReadAllBytes(workspace["part/supernet.safetensors"]));
    }

    /// <summary>Ends the process as hard as the system can, at random moments after some epochs of each attempt.</summary>
    [Fact]
    public void A_search_that_is_killed_ends_as_if_it_had_not_been()
    {
        if (!OperatingSystem.IsLinux())
            return;
        const int wanted = 3;
        using var workspace = NewWorkspace(
            "single_path { epochs = 60, batch = 8, split = 50%, population = 3, generations = 1, top = 2, calibration = 2 }");
        workspace.Run([.. Search, "--out", "whole"]).Succeeds();
        var (random, kills) = (new Random(17), 0);
        while (kills < wanted)
        {
            // Killed before the first checkpoint, a search begins again.
            string[] next = workspace.Has("killed/checkpoint.safetensors") ? ["runs", "resume", "killed"] : [.. Search, "--out", "killed", "--force"];
            var before = Written(workspace);
            using var process = RunsTests.Start(workspace, next);
            while (!process.HasExited && Written(workspace) == before)
                Thread.Sleep(1);
            Thread.Sleep(random.Next(0, 100));
            if (process.HasExited)
                break;
            process.Kill();
            process.WaitForExit();
            kills++;
        }
        Assert.Equal(wanted, kills);
        Assert.True(workspace.Has("killed/checkpoint.safetensors"));
        workspace.Run("runs", "resume", "killed").Succeeds();
        foreach (var file in new[] { "supernet.safetensors", "best.arch.json", "run.json", "Tiny.cs" })
            Assert.Equal(File.ReadAllBytes(workspace[$"whole/{file}"]), File.ReadAllBytes(workspace[$"killed/{file}"]));
        Assert.Equal(WithoutSeconds(workspace, "whole"), WithoutSeconds(workspace, "killed"));
    }

    private static DateTime Written(Workspace workspace) => File.GetLastWriteTimeUtc(workspace["killed/checkpoint.safetensors"]);

    [Fact]
    public void A_changed_program_is_not_gone_on_with()
    {
        using var workspace = NewWorkspace("gdas { epochs = 2, batch = 8 }");
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        workspace.Run("", [.. Search, "--out", "o"], cancellation: stop.Token);
        var program = workspace.Read("tiny.nas");
        workspace.With("tiny.nas", program + "// edited\n");
        workspace.Run("runs", "resume", "o").Fails(1, "NAS7405", "the program, or a file that it imports, was edited");
        workspace.With("tiny.nas", program);
        workspace.Run("runs", "resume", "o").Succeeds();
    }

    [Fact]
    public void A_damaged_or_missing_checkpoint_is_said()
    {
        using var workspace = NewWorkspace("gdas { epochs = 2, batch = 8 }");
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        workspace.Run("", [.. Search, "--out", "o"], cancellation: stop.Token);
        File.WriteAllBytes(workspace["o/checkpoint.safetensors"], [1, 2, 3]);
        workspace.Run("runs", "resume", "o").Fails(1, "NAS7404", "its checkpoint cannot be used");
        File.Delete(workspace["o/checkpoint.safetensors"]);
        workspace.Run("runs", "resume", "o").Fails(1, "NAS7404", "it has no `checkpoint.safetensors` to go on from");
    }

    [Fact]
    public void The_order_is_for_darts()
    {
        using var workspace = NewWorkspace("gdas { epochs = 2, batch = 8 }");
        workspace.Run([.. Search, "--out", "o", "--order", "2"]).Fails(2, "`--order` does not go with `search gdas`");
    }

    internal static Workspace NewWorkspace(string search)
    {
        var (start, end) = (Programs.Tiny.IndexOf("search darts", StringComparison.Ordinal), Programs.Tiny.IndexOf("train Tiny", StringComparison.Ordinal));
        return new Workspace().With("tiny.nas", $"{Programs.Tiny[..start]}search {search}\n\n{Programs.Tiny[end..]}").WithImages();
    }

    private static IEnumerable<string> WithoutSeconds(Workspace workspace, string folder) =>
        File.ReadLines(workspace[$"{folder}/metrics.csv"]).Select(row => row[..row.LastIndexOf(',')]);
}
