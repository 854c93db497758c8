using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using NasDsl.Analysis;
using NasDsl.Architectures;
using NasDsl.Cli.Commands;
using NasDsl.Cli.Files;
using NasDsl.Cli.Training;
using NasDsl.Diagnostics;
using NasDsl.Search;

namespace NasDsl.Cli.Searching;

/// <summary>A search by sampling that keeps a record in a folder, and can go on from it.</summary>
internal static class StoredSearchRun
{
    public const string Record = "run.db";

    private const string Best = "best.arch.json", Result = "result.json", Log = Record + "-wal", Index = Record + "-shm",
        Unfinished = Record + RunStore.Unfinished;

    /// <exception cref="InputException">The folder holds a run, or something cannot be used.</exception>
    public static SampledSearchResult Start(
        Session session, SampledSearchSettings settings, string folder, bool force, LoadedProgram? program = null)
    {
        string[] files = [Record, Log, Index, Unfinished, Best, Result];
        if ((settings.Training?.Supernet ?? settings.Training?.Inherit) is { } used && IsSame(session.Terminal, used, folder))
            throw new UsageException($"`{folder}` holds the supernet that this search needs", "give `--out` another folder");
        RunFolder.ExpectFree(session.Terminal, folder, force, files);
        return Guard(folder, () => InBoundary(session, settings, folder, () =>
        {
            var search = SampledSearch.Load(session, settings, program);
            var run = RunFolder.Open(session.Terminal, folder, force, files);
            using var store = RunStore.Create(run.PathOf(Record), Describe(session.Terminal, settings, search), search.Experiment.Evaluator.Goals);
            return Execute(search, store, run);
        }));
    }

    private static bool IsSame(Terminal terminal, string folder, string other) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(terminal.PathOf(folder))) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(terminal.PathOf(other)));

    /// <summary>What trains children runs within the bounds of libtorch, and can be stopped by Ctrl-C between two steps.</summary>
    public static T InBoundary<T>(Session session, SampledSearchSettings settings, string folder, Func<T> body) =>
        settings.Training is { } training ? InTorch(session, training, folder, body) : body();

    /// <summary>A method of its own, so that a search in a table need not load libtorch.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T InTorch<T>(Session session, ChildSettings training, string folder, Func<T> body)
    {
        T? result = default;
        TorchBoundary.Run(
            session, new RunSettings(training.Data, folder, false, null, null, 0, 0, training.Device, false), () => result = body());
        return result ?? throw new OperationCanceledException(session.Cancellation);
    }

    /// <summary>Goes on where the record ends; a search that is complete is only summed up.</summary>
    /// <exception cref="InputException">There is no record, or program, table or settings are not what they were.</exception>
    public static SampledSearchResult Resume(Session session, string folder) => Guard(folder, () =>
    {
        var run = RunFolder.At(session.Terminal, folder);
        using var store = RunStore.Open(run.PathOf(Record));
        var stored = store.Settings;
        var (inPlace, settings) = SettingsOf(session, stored);
        return InBoundary(inPlace, settings, folder, () => GoOn(session, inPlace, settings, store, run, folder));
    });

    private static SampledSearchResult GoOn(
        Session session, Session inPlace, SampledSearchSettings settings, RunStore store, RunFolder run, string folder)
    {
        var stored = store.Settings;
        var search = SampledSearch.Load(inPlace, settings);
        foreach (var (name, value) in Describe(inPlace.Terminal, settings, search))
            if (stored.GetValueOrDefault(name) is var before && before != value)
                throw new InputException(Diagnose.RunChanged(folder, $"its {name.Replace('_', ' ')} was {before ?? "not recorded"}, now it is {value}"));
        try
        {
            var result = Execute(search, store, run);
            session.IsInterrupted |= inPlace.IsInterrupted;
            return result;
        }
        catch (JournalMismatchException e)
        {
            throw new InputException(Diagnose.RunChanged(
                folder, FormattableString.Invariant($"this version of the program proposes something else at evaluation {e.Number}")));
        }
    }

    /// <summary>How a recorded run was started, and a session where it was.</summary>
    /// <exception cref="RunStoreException">The record does not say it.</exception>
    public static (Session InPlace, SampledSearchSettings Settings) SettingsOf(
        Session session, IReadOnlyDictionary<string, string> stored)
    {
        var directory = stored.GetValueOrDefault("directory", session.Terminal.WorkingDirectory);
        var settings = JsonSerializer.Deserialize<SampledSearchSettings>(stored.GetValueOrDefault("options", "null"));
        return (
            session.At(session.Terminal with { WorkingDirectory = directory }),
            settings ?? throw new RunStoreException("`run.db` does not say how it was started"));
    }

    /// <summary>Runs <paramref name="body"/>; what is wrong with a record is the user's to know.</summary>
    public static T Guard<T>(string folder, Func<T> body)
    {
        try
        {
            return body();
        }
        catch (RunStoreException e)
        {
            throw new InputException(e.IsWriteFailure
                ? Diagnose.CannotWrite(Path.Combine(folder, Record), e.Message, $"`nasc runs resume {folder}` goes on when there is room")
                : Diagnose.NotARun(folder, e.Message));
        }
    }

    private static SampledSearchResult Execute(SampledSearch search, RunStore store, RunFolder run)
    {
        var result = search.Run(store);
        if (result.Winner is { Summary.Best: { } winner })
        {
            var space = search.Experiment.Space;
            run.WriteText(Best, ArchitectureFile.Write(space.Source, space.ArchitectureOf(winner.Proposal.Candidate)));
        }
        run.WriteText(Result, SampledSearchReport.Json(result));
        return result;
    }

    /// <summary>What a run is made of: each of these must be the same where it goes on.</summary>
    private static SortedDictionary<string, string> Describe(Terminal terminal, SampledSearchSettings settings, SampledSearch search) => new(StringComparer.Ordinal)
    {
        [settings.Table is null ? "training" : "table_digest"] =
            settings.Table is { } table ? TableFile.DigestOf(terminal, table) : search.TrainingText,
        ["directory"] = Path.GetFullPath(terminal.WorkingDirectory),
        ["options"] = JsonSerializer.Serialize(settings),
        ["network"] = search.Program.Space.Name,
        ["fingerprint"] = Fingerprint.Of(search.Program.Space),
        ["constraints"] = string.Join("; ", search.Program.Compilation.Constraints.Select(c => c.Text)),
        ["strategy"] = search.Experiment.Plan.Name,
        ["strategy_settings"] = search.Experiment.Plan.ToString(),
        ["seeds"] = settings.Seeds.ToString(CultureInfo.InvariantCulture),
        ["limits"] = search.Experiment.Limits.ToString(),
    };
}
