using System.Collections.Immutable;
using System.Globalization;
using NasDsl.Cli.Commands;
using NasDsl.Diagnostics;
using NasDsl.Search;

namespace NasDsl.Cli.Searching;

/// <summary>A run beside random search.</summary>
/// <param name="Welch">How likely means so far apart are by chance; NaN where that cannot be said.</param>
/// <param name="MannWhitney">The same of ranks.</param>
internal sealed record ComparedRun(
    string Name, string Strategy, SampleStatistics Best, SampleStatistics Ranks, double Welch, double MannWhitney);

/// <summary>Runs held against each other by the best metric of their seeds, with random search as the baseline.</summary>
internal sealed record RunComparison(Goal Goal, string Baseline, ImmutableArray<ComparedRun> Runs)
{
    /// <summary>
    /// The baseline is the first random search among the runs. Where there is none, random search is done as the first run was, from its table
    /// and with its seeds.
    /// </summary>
    /// <exception cref="InputException">The runs differ in goal or space, or one has no finished search.</exception>
    public static RunComparison Of(Session session, ImmutableArray<RecordedRun> runs)
    {
        foreach (var run in runs)
            ExpectComparable(runs[0], run);
        var random = runs.FirstOrDefault(r => r.Strategy == "random");
        var (bests, ranks) = random is null ? SearchAtRandom(session, runs[0]) : ([.. random.Bests.Values], random.Ranks);
        var baseline = SampleStatistics.Of(bests);
        var compared = runs.Select(r => new ComparedRun(
            r.Folder, r.Strategy, r.Best, r.Ranks,
            SignificanceTest.Welch(r.Best, baseline), SignificanceTest.MannWhitney([.. r.Bests.Values], bests)));
        if (random is null)
            compared = compared.Append(new ComparedRun("random search", "random", baseline, ranks, 1, 1));
        return new RunComparison(runs[0].Goals[0], random?.Folder ?? "random search", [.. compared]);
    }

    private static void ExpectComparable(RecordedRun first, RecordedRun run)
    {
        var problem = first.Goals[0] != run.Goals[0] ? $"the one is of `{first.Goals[0].Name}`, the other of `{run.Goals[0].Name}`"
            : Differs("fingerprint") ? "they search different spaces"
            : Differs("table_digest") ? "they searched different tables"
            : Differs("training") ? "they trained children differently"
            : run.Bests.IsEmpty ? $"`{run.Folder}` has no finished search"
            : null;
        if (problem is not null)
            throw new InputException(Diagnose.NotComparable(first.Folder, run.Folder, problem));

        bool Differs(string setting) => first.Settings.GetValueOrDefault(setting) != run.Settings.GetValueOrDefault(setting);
    }

    private static (double[] Bests, SampleStatistics Ranks) SearchAtRandom(Session session, RecordedRun run)
    {
        var (inPlace, settings) = StoredSearchRun.Guard(run.Folder, () => StoredSearchRun.SettingsOf(session, run.Settings));
        if (settings.Table is null)
            throw new InputException(Diagnose.NoBaseline(run.Folder, RandomCommand(settings, EpochsOf(inPlace, settings), EvaluationsOf(run))));
        var result = SampledSearch.Load(inPlace, settings with { Strategy = "random", Evaluations = EvaluationsOf(run) }).Run();
        return ([.. result.Seeds.Select(s => s.Best).OfType<double>()], result.Ranks);
    }

    /// <summary>Where `search` says how long children are trained, random search has to be told; null where nothing does but `train`.</summary>
    private static int? EpochsOf(Session session, SampledSearchSettings settings)
    {
        if (settings.Training is not { Epochs: null })
            return settings.Training?.Epochs;
        return SampledSearch.PlanOf(ProgramLoader.Load(session, settings.Program, settings.Set, settings.Network), settings).Epochs;
    }

    /// <summary>What makes the baseline of a run whose children were trained: the same search at random.</summary>
    private static string RandomCommand(SampledSearchSettings settings, int? epochs, int evaluations)
    {
        var training = settings.Training;
        (string Option, object? Value)[] options =
        [
            ("--network", settings.Network), ("--data", training?.Data), ("--strategy", "random"), ("--evaluations", evaluations),
            ("--epochs", epochs), ("--batch", training?.Batch), ("--train-images", training?.TrainImages), ("--steps", training?.Steps),
            ("--evaluator", training?.Evaluator), ("--supernet", training?.Supernet), ("--inherit", training?.Inherit),
            ("--held-out", training is { HeldOut: not 0.1 and var share } ? share : null),
            ("--threads", training is { Threads: not 1 and var threads } ? threads : null),
            ("--device", training is { Device: not TrainingOptions.Processor and var device } ? device : null),
            ("--level", training is { ReadsCharacters: true } ? "char" : null), ("--metric", settings.Metric),
            ("--seeds", settings.Seeds > 1 ? settings.Seeds : null), ("--seed", settings.Seed != 0 ? settings.Seed : null),
            (settings.LowersDepthwise ? "-O" : "-O0", settings.LowersDepthwise != settings.LowersByDefault ? "" : null),
            .. settings.Minimize.Select(m => ("--minimize", (object?)m)), .. settings.Set.Select(s => ("--set", (object?)s)), ("--out", "DIR"),
        ];
        return string.Join(' ', options.Where(o => o.Value is not null)
            .Select(o => o.Value is "" ? o.Option : string.Create(CultureInfo.InvariantCulture, $"{o.Option} {o.Value}")).Prepend($"nasc search {settings.Program}"));
    }

    /// <summary>As many as the first search of the run made.</summary>
    private static int EvaluationsOf(RecordedRun run) => Math.Max(1, run.Evaluations / Math.Max(1, run.Searches.Length));
}
