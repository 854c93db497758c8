using System.Collections.Immutable;
using NasDsl.Cli.Files;
using NasDsl.Diagnostics;
using NasDsl.Search;

namespace NasDsl.Cli.Searching;

/// <summary>What the record of a run says.</summary>
/// <param name="Folder">As the user named it.</param>
/// <param name="Bests">The best metric of each finished search, by seed.</param>
/// <param name="Evaluations">Of all seeds.</param>
/// <param name="Trials">Everything, where it was asked for.</param>
internal sealed record RecordedRun(
    string Folder,
    ImmutableSortedDictionary<string, string> Settings,
    ImmutableArray<Goal> Goals,
    ImmutableArray<StoredSearch> Searches,
    ImmutableSortedDictionary<long, double> Bests,
    int Evaluations,
    int Failures,
    ImmutableArray<StoredTrial> Trials)
{
    public string Strategy => Settings.GetValueOrDefault("strategy", "");

    public int Finished => Searches.Count(s => s.State == StoredState.Finished);

    /// <summary>`finished`, `failed`, or how many of how many searches are finished.</summary>
    public string State
    {
        get
        {
            var wanted = Settings.TryGetValue("seeds", out var seeds) ? seeds : "?";
            if (Searches.Any(s => s.State == StoredState.Failed))
                return "failed";
            return FormattableString.Invariant($"{Finished}") == wanted ? "finished" : FormattableString.Invariant($"{Finished} of {wanted}");
        }
    }

    public SampleStatistics Best => SampleStatistics.Of([.. Bests.Values]);

    public SampleStatistics Ranks => SampleStatistics.Of([.. Searches.Select(s => (double?)s.Rank).OfType<double>()]);

    /// <exception cref="InputException">The folder holds no record.</exception>
    public static RecordedRun Open(Terminal terminal, string folder, bool withTrials = false) => StoredSearchRun.Guard(folder, () =>
    {
        using var store = RunStore.Open(Path.Combine(terminal.PathOf(folder), StoredSearchRun.Record), isReadOnly: true);
        var trials = store.Trials();
        var (goals, searches) = (store.Goals, store.Searches);
        var finished = searches.Where(s => s.State == StoredState.Finished).Select(s => s.Seed).ToHashSet();
        return new RecordedRun(
            folder, store.Settings, goals, searches,
            trials.Where(t => finished.Contains(t.Seed)).GroupBy(t => t.Seed)
                .Select(g => (Seed: g.Key, Best: BestOf(goals[0], g)))
                .Where(b => b.Best is not null)
                .ToImmutableSortedDictionary(b => b.Seed, b => b.Best ?? 0),
            trials.Count(t => t.Evaluation is not null),
            trials.Count(t => t.Evaluation is { HasFailed: true }),
            withTrials ? trials : []);
    });

    /// <summary>All runs in a folder and the folders inside, by path. A record that cannot be read is reported and left out.</summary>
    /// <exception cref="InputException">There is no such folder.</exception>
    public static ImmutableArray<RecordedRun> Find(Session session, string folder)
    {
        var terminal = session.Terminal;
        var root = terminal.PathOf(folder);
        try
        {
            return
            [
                .. Directory.EnumerateFiles(root, StoredSearchRun.Record, SearchOption.AllDirectories)
                    .Select(f => Path.GetRelativePath(root, Path.GetDirectoryName(f) ?? root))
                    .Order(StringComparer.Ordinal)
                    .Select(f => TryOpen(session, folder == "." ? f : Path.Combine(folder, f)))
                    .OfType<RecordedRun>(),
            ];
        }
        catch (Exception e) when (IoProblem.Is(e))
        {
            throw new InputException(Diagnose.FileUnreadable(folder, IoProblem.Of(e)));
        }
    }

    private static RecordedRun? TryOpen(Session session, string folder)
    {
        try
        {
            return Open(session.Terminal, folder);
        }
        catch (InputException e)
        {
            session.Report(e.Sources, e.Diagnostics);
            return null;
        }
    }

    /// <summary>On the first goal, with the largest budget.</summary>
    private static double? BestOf(Goal goal, IEnumerable<StoredTrial> trials)
    {
        var succeeded = trials.Where(t => t.Evaluation is { HasFailed: false }).ToList();
        if (succeeded.Count == 0)
            return null;
        var most = succeeded.Max(t => t.Proposal.Budget);
        return succeeded.Where(t => t.Proposal.Budget == most)
            .Select(t => t.Evaluation?.Metrics[0] ?? 0).MaxBy(goal.FitnessOf);
    }
}
