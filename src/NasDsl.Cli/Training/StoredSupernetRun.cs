using System.Runtime.CompilerServices;
using System.Text.Json;
using NasDsl.Cli.Files;
using NasDsl.Diagnostics;
using NasDsl.Torch;

namespace NasDsl.Cli.Training;

/// <summary>A search of a supernet whose folder has a checkpoint, from which it can go on.</summary>
internal static class StoredSupernetRun
{
    /// <summary>Whether the folder is that of a search or training on data.</summary>
    public static bool IsIn(Terminal terminal, string folder) =>
        File.Exists(RunFolder.At(terminal, folder).PathOf(RunFolder.Description));

    /// <summary>Goes on where the checkpoint was written; a search that is finished only tells its result again.</summary>
    /// <param name="json">Whether the result is written to standard output.</param>
    /// <exception cref="InputException">There is no checkpoint, or program or settings are not what they were.</exception>
    public static void Resume(Session session, string folder, bool json)
    {
        var run = RunFolder.At(session.Terminal, folder);
        if (File.Exists(run.PathOf(SearchRun.CheckpointFile)))
        {
            Resume(session, run, folder, json);
            return;
        }

        if (State(run) != "finished")
            throw new InputException(Diagnose.NotARun(folder, $"it has no `{SearchRun.CheckpointFile}` to go on from"));
        session.Note("the run is finished");
        if (json && File.Exists(run.PathOf(SearchFindings.Result)))
            session.Print(File.ReadAllText(run.PathOf(SearchFindings.Result)));
    }

    /// <summary>What differs between two descriptions of a run; null where nothing does.</summary>
    public static string? Change(string before, string now)
    {
        using var first = JsonDocument.Parse(before);
        using var second = JsonDocument.Parse(now);
        return Change("", first.RootElement, second.RootElement);
    }

    private static string? Change(string name, JsonElement before, JsonElement now)
    {
        if (before.ValueKind != JsonValueKind.Object || now.ValueKind != JsonValueKind.Object)
        {
            return before.GetRawText() == now.GetRawText() ? null
                : name == "program_sha256" ? "the program, or a file that it imports, was edited"
                : $"its {name.Replace('_', ' ')} was {before.GetRawText()}, now it is {now.GetRawText()}";
        }

        foreach (var property in before.EnumerateObject())
        {
            if (!now.TryGetProperty(property.Name, out var other))
                return $"it had a setting `{property.Name}`, which is gone";
            if (Change(property.Name, property.Value, other) is { } change)
                return change;
        }
        return now.EnumerateObject().Select(p => p.Name).FirstOrDefault(n => !before.TryGetProperty(n, out _)) is { } added
            ? $"it had no setting `{added}`"
            : null;
    }

    /// <summary>A method of its own, so that other commands need not load libtorch.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Resume(Session session, RunFolder run, string folder, bool json)
    {
        Checkpoint checkpoint;
        SearchRequest request;
        try
        {
            checkpoint = Checkpoint.Read(run.PathOf(SearchRun.CheckpointFile));
            request = SearchRequest.Read(checkpoint.Text(SearchRun.RequestEntry));
        }
        catch (Exception e) when (e is WeightsException or JsonException)
        {
            throw new InputException(Diagnose.NotARun(folder, $"its checkpoint cannot be used: {e.Message}"));
        }

        var inPlace = session.At(session.Terminal with { WorkingDirectory = request.Directory });
        var here = Path.GetFullPath(session.Terminal.PathOf(folder));
        var settings = request.Settings with
        {
            Json = json,
            Out = Path.GetFullPath(inPlace.Terminal.PathOf(request.Settings.Out)) == here ? request.Settings.Out : here,
        };
        TorchBoundary.Run(inPlace, settings, () => SearchRun.Resume(inPlace, request with { Settings = settings }, checkpoint));
        session.IsInterrupted |= inPlace.IsInterrupted;
    }

    private static string State(RunFolder run)
    {
        try
        {
            using var description = JsonDocument.Parse(File.ReadAllText(run.PathOf(RunFolder.Description)));
            return description.RootElement.GetProperty("state").GetString() ?? "";
        }
        catch (Exception e) when (IoProblem.Is(e) || e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "";
        }
    }
}
