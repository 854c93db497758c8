using System.Diagnostics;
using System.Text.Json;

namespace NasDsl.Cli.Tests;

/// <summary>`nasc` as a process of its own.</summary>
public sealed class ProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public void Artefacts_go_to_stdout_and_the_rest_to_stderr()
    {
        using var workspace = new Workspace().With("tiny.nas", Programs.Tiny).With("broken.nas", Programs.Broken);
        var compiled = Run(workspace, "compile", "tiny.nas").Succeeds();
        Assert.Equal(workspace.Run("compile", "tiny.nas").Out, compiled.Out);
        Assert.Empty(compiled.Error);
        Run(workspace, "check", "broken.nas").Fails(1, "error[NAS2003]");
        Run(workspace, "check").Fails(2);
    }

    [Fact]
    public async Task An_interrupted_search_keeps_what_it_found()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var workspace = new Workspace().With("tiny.nas", Programs.Tiny).WithImages();
        using var process = Start(workspace, "search", "tiny.nas", "--data", "images", "--out", "o", "--epochs", "100000");
        var first = await process.StandardError.ReadLineAsync();
        Assert.StartsWith("epoch 1/100000", first, StringComparison.Ordinal);
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        var reading = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            Assert.Fail("it did not stop");
        }

        var rest = await reading;
        Assert.Equal(ExitCodes.Interrupted, process.ExitCode);
        Assert.Contains("stopped; the architecture so far is o/best.arch.json", rest, StringComparison.Ordinal);
        using var run = JsonDocument.Parse(workspace.Read("o/run.json"));
        Assert.Equal("stopped", run.RootElement.GetProperty("state").GetString());
        workspace.Run("arch", "validate", "tiny.nas", "o/best.arch.json").Succeeds();
        Assert.DoesNotContain(workspace.Files, f => f.EndsWith(".tmp", StringComparison.Ordinal));
    }

    private static CliResult Run(Workspace workspace, params string[] arguments)
    {
        using var process = Start(workspace, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(Patience), "it did not end");
        return new CliResult(process.ExitCode, output, error.Result);
    }

    private static Process Start(Workspace workspace, params string[] arguments)
    {
        // Tests that run in the background of a shell ignore Ctrl-C, and so would what they start.
        string[] command = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        var start = new ProcessStartInfo(
            command[0], [.. command[1..], "exec", Path.Combine(AppContext.BaseDirectory, "nasc.dll"), .. arguments])
        {
            WorkingDirectory = workspace.Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
    }
}
