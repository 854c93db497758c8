using System.Diagnostics;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Search;

namespace NasDsl.Cli.Searching;

/// <summary>One `nasc search --table`: the same search from each seed, in a table of results.</summary>
internal sealed class TableSearch
{
    private const int UsualEvaluations = 100;

    private readonly Session session;
    private readonly TableSearchSettings settings;

    private TableSearch(Session session, TableSearchSettings settings, LoadedProgram program, TableEvaluator table, Experiment experiment) =>
        (this.session, this.settings, Program, Table, Experiment) = (session, settings, program, table, experiment);

    public LoadedProgram Program { get; }

    public TableEvaluator Table { get; }

    public Experiment Experiment { get; }

    /// <exception cref="InputException">The program or the table cannot be used.</exception>
    /// <exception cref="UsageException">The options do not go together.</exception>
    public static TableSearch Load(Session session, TableSearchSettings settings)
    {
        if (settings is { Cost: null, Budget: not null })
            throw new UsageException("`--budget` needs a clock", "add `--cost COLUMN`, what each evaluation costs in seconds");
        var program = ProgramLoader.Load(session, settings.Program, settings.Set, settings.Network);
        if (program.Space.Decisions.IsEmpty)
            throw new InputException(Diagnose.NothingToSearch(default, program.Space.Name));
        var constraints = new ConstraintCheck(program);
        var space = DecisionSpace.Of(
            program.Space, constraints.Constraints.IsEmpty ? null : a => constraints.Satisfies(a, program.Space));
        var table = TableFile.Read(session.Terminal, settings, space);
        var plan = PlanOf(program, settings);
        var evaluations = settings.Evaluations ?? plan.Samples ?? (settings.Budget is null ? UsualEvaluations : table.Count);
        var limits = new SearchLimits(
            evaluations, settings.Budget ?? double.PositiveInfinity, settings.Failures ?? Math.Max(10, evaluations / 10));
        return new TableSearch(session, settings, program, table, new Experiment(space, plan, table, limits));
    }

    /// <summary>All seeds, one after another; fewer where the search is interrupted.</summary>
    /// <param name="store">Where everything is recorded, and from where what is recorded is taken; or null.</param>
    /// <exception cref="InputException">Too many evaluations failed, or nothing is allowed.</exception>
    public TableSearchResult Run(RunStore? store = null)
    {
        var start = Stopwatch.GetTimestamp();
        var results = new List<SeedResult>();
        foreach (var seed in Enumerable.Range(0, settings.Seeds).Select(i => settings.Seed + i))
        {
            if (session.Cancellation.IsCancellationRequested)
                break;
            if (RunSeed(seed, store) is not { } result)
                break;
            results.Add(result);
        }
        session.IsInterrupted |= results.Count < settings.Seeds;
        return new TableSearchResult(this, results, Stopwatch.GetElapsedTime(start));
    }

    private SeedResult? RunSeed(long seed, RunStore? store)
    {
        Trial? failed = null;
        try
        {
            var start = Stopwatch.GetTimestamp();
            var result = Experiment.Run(
                seed, store?.JournalOf(seed), t => failed = t.Evaluation.HasFailed ? t : failed, session.Cancellation);
            if (result.Summary.End == SearchEnd.Cancelled)
                return null;
            store?.Finish(result, Stopwatch.GetElapsedTime(start));
            return result.Summary.End == SearchEnd.Failures ? throw Failed(result, failed) : result;
        }
        catch (NoCandidateException e)
        {
            throw new InputException(Diagnose.NoSuchArchitecture(
                Program.Space.Name, e.Attempts, new ConstraintCheck(Program).Binding(Program.Space)));
        }
        catch (NoBudgetsException e)
        {
            throw new InputException(Diagnose.NeedsBudgets(e.Strategy));
        }
    }

    private static InputException Failed(SeedResult result, Trial? last) => new(Diagnose.TooManyFailures(
        result.Summary.Failures, result.Summary.Evaluations, result.Seed, last?.Evaluation.Failure ?? "it is not known"));

    /// <summary>What the program says, where it speaks of the strategy; else the strategy as published.</summary>
    private static StrategyPlan PlanOf(LoadedProgram program, TableSearchSettings settings)
    {
        var written = program.Compilation.Strategy;
        if (settings.Strategy is not { } name)
            return written ?? new RandomPlan();
        return written?.Name == name
            ? written
            : StrategyPlans.Find(name) ?? throw new UsageException($"there is no strategy `{name}`");
    }
}

/// <summary>What the seeds came to.</summary>
/// <param name="Elapsed">Of the searches alone, without reading program and table.</param>
internal sealed record TableSearchResult(TableSearch Search, IReadOnlyList<SeedResult> Seeds, TimeSpan Elapsed)
{
    public SampleStatistics Best => SampleStatistics.Of([.. Seeds.Select(s => s.Best).OfType<double>()]);

    public SampleStatistics Ranks => SampleStatistics.Of([.. Seeds.Select(s => (double?)s.Rank).OfType<double>()]);

    public double Evaluations => Seeds.Count == 0 ? 0 : Seeds.Average(s => s.Summary.Evaluations);

    /// <summary>The seed that found the best; null where all evaluations failed.</summary>
    public SeedResult? Winner
    {
        get
        {
            var goal = Search.Table.Goals[0];
            return Seeds.Where(s => s.Best is not null).MaxBy(s => goal.FitnessOf(s.Best ?? 0));
        }
    }
}
