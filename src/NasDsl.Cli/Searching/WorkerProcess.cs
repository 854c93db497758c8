using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using NasDsl.Search;

namespace NasDsl.Cli.Searching;

/// <summary>What a worker is asked, a line of JSON.</summary>
/// <param name="Candidate">As the store keeps it.</param>
internal sealed record WorkerRequest(long Seed, string Candidate, double Budget);

/// <summary>What it answers, a line of JSON.</summary>
internal sealed record WorkerAnswer(double[] Metrics, double Cost, string? Failure, Dictionary<string, double> Measures)
{
    public static WorkerAnswer Of(Evaluation evaluation) => new(
        [.. evaluation.Metrics], evaluation.Cost, evaluation.Failure, evaluation.Measures.ToDictionary(m => m.Key, m => m.Value));
}

/// <summary>A worker ended instead of answering.</summary>
internal sealed class WorkerEndedException(string message) : Exception(message);

/// <summary>A process of `nasc` that evaluates what it is asked.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>The command, which nobody calls by hand.</summary>
    public const string Command = "evaluation-worker";

    private readonly Process process;
    private string lastError = "";

    private WorkerProcess(Process process) => this.process = process;

    /// <exception cref="WorkerEndedException">It does not start.</exception>
    public static WorkerProcess Start(Terminal terminal, SampledSearchSettings settings)
    {
        var (program, arguments) = Program();
        var start = new ProcessStartInfo(program, [.. arguments, Command])
        {
            WorkingDirectory = Path.GetFullPath(terminal.WorkingDirectory),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = new UTF8Encoding(false),
        };
        try
        {
            var worker = new WorkerProcess(Process.Start(start) ?? throw new WorkerEndedException("no process can be started"));
            worker.process.ErrorDataReceived += (_, e) =>
                worker.lastError = e.Data is { Length: > 0 } line && !line.StartsWith("note:", StringComparison.Ordinal) ? line : worker.lastError;
            worker.process.BeginErrorReadLine();
            worker.Send(JsonSerializer.Serialize(settings));
            return worker;
        }
        catch (Win32Exception e)
        {
            throw new WorkerEndedException($"no process can be started: {e.Message}");
        }
    }

    /// <exception cref="WorkerEndedException">It ends before it answers.</exception>
    public Evaluation Ask(WorkerRequest request)
    {
        Send(JsonSerializer.Serialize(request));
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (Read(line) is not { } answer)
                continue;
            return new Evaluation([.. answer.Metrics], answer.Cost, answer.Failure)
            {
                Measures = System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, answer.Measures),
            };
        }
        throw Ended();
    }

    /// <summary>Null for what is no answer: libraries may print where the answers are.</summary>
    private static WorkerAnswer? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<WorkerAnswer>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Ends it at once, and what it started.</summary>
    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended already.
        }
    }

    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    private void Send(string line)
    {
        try
        {
            process.StandardInput.WriteLine(line);
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            throw Ended();
        }
    }

    private WorkerEndedException Ended()
    {
        process.WaitForExit();
        return new WorkerEndedException(FormattableString.Invariant(
            $"the process that evaluated it ended with code {process.ExitCode}{(lastError.Length > 0 ? $": {lastError}" : "")}"));
    }

    /// <summary>This program again: the executable, or the library where something else has loaded it.</summary>
    private static (string Program, string[] Arguments) Program() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "nasc"
            ? (path, [])
            : ("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "nasc.dll")]);
}
