using System.Globalization;
using System.Text.Json;
using NasDsl.Analysis;
using NasDsl.Architectures;
using NasDsl.Cli.Files;
using NasDsl.Cli.Training;
using NasDsl.Diagnostics;
using NasDsl.Search;

namespace NasDsl.Cli.Searching;

/// <summary>A search in a table that keeps a record in a folder, and can go on from it.</summary>
internal static class StoredSearchRun
{
    public const string Record = "run.db";

    private const string Best = "best.arch.json", Result = "result.json", Log = Record + "-wal", Index = Record + "-shm";

    /// <exception cref="InputException">The folder holds a run, or something cannot be used.</exception>
    public static TableSearchResult Start(Session session, TableSearchSettings settings, string folder, bool force)
    {
        string[] files = [Record, Log, Index, Best, Result];
        RunFolder.ExpectFree(session.Terminal, folder, force, files);
        var search = TableSearch.Load(session, settings);
        var run = RunFolder.Open(session.Terminal, folder, force, files);
        return Guard(folder, () =>
        {
            using var store = RunStore.Create(run.PathOf(Record), Describe(session.Terminal, settings, search), search.Table.Goals);
            return Execute(search, store, run);
        });
    }

    /// <summary>Goes on where the record ends; a search that is complete is only summed up.</summary>
    /// <exception cref="InputException">There is no record, or program, table or settings are not what they were.</exception>
    public static TableSearchResult Resume(Session session, string folder) => Guard(folder, () =>
    {
        var run = RunFolder.At(session.Terminal, folder);
        using var store = RunStore.Open(run.PathOf(Record));
        var stored = store.Settings;
        var (inPlace, settings) = SettingsOf(session, stored);
        var search = TableSearch.Load(inPlace, settings);
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
    });

    /// <summary>How a recorded run was started, and a session where it was.</summary>
    /// <exception cref="RunStoreException">The record does not say it.</exception>
    public static (Session InPlace, TableSearchSettings Settings) SettingsOf(
        Session session, IReadOnlyDictionary<string, string> stored)
    {
        var directory = stored.GetValueOrDefault("directory", session.Terminal.WorkingDirectory);
        var settings = JsonSerializer.Deserialize<TableSearchSettings>(stored.GetValueOrDefault("options", "null"));
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
            throw new InputException(Diagnose.NotARun(folder, e.Message));
        }
    }

    private static TableSearchResult Execute(TableSearch search, RunStore store, RunFolder run)
    {
        var result = search.Run(store);
        if (result.Winner is { Summary.Best: { } winner })
        {
            var space = search.Experiment.Space;
            run.WriteText(Best, ArchitectureFile.Write(space.Source, space.ArchitectureOf(winner.Proposal.Candidate)));
        }
        run.WriteText(Result, TableSearchReport.Json(result));
        return result;
    }

    /// <summary>What a run is made of: each of these must be the same where it goes on.</summary>
    private static SortedDictionary<string, string> Describe(Terminal terminal, TableSearchSettings settings, TableSearch search) => new(StringComparer.Ordinal)
    {
        ["directory"] = Path.GetFullPath(terminal.WorkingDirectory),
        ["options"] = JsonSerializer.Serialize(settings),
        ["network"] = search.Program.Space.Name,
        ["fingerprint"] = Fingerprint.Of(search.Program.Space),
        ["constraints"] = string.Join("; ", search.Program.Compilation.Constraints.Select(c => c.Text)),
        ["strategy"] = search.Experiment.Plan.Name,
        ["strategy_settings"] = search.Experiment.Plan.ToString(),
        ["seeds"] = settings.Seeds.ToString(CultureInfo.InvariantCulture),
        ["limits"] = search.Experiment.Limits.ToString(),
        ["table_digest"] = TableFile.DigestOf(terminal, settings.Table),
    };
}
