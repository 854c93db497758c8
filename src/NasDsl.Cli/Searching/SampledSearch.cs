using System.Diagnostics;
using System.Globalization;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Search;

namespace NasDsl.Cli.Searching;

/// <summary>One `nasc search` that samples architectures: the same search from each seed, in a table or by training children.</summary>
internal sealed class SampledSearch
{
    private const int UsualEvaluations = 100;

    private readonly Session session;
    private readonly SampledSearchSettings settings;

    private SampledSearch(
        Session session, SampledSearchSettings settings, LoadedProgram program, EvaluatorFactory evaluators, Experiment experiment)
    {
        (this.session, this.settings, Program, Table, Experiment) = (session, settings, program, evaluators.Table, experiment);
        TrainingText = evaluators.TrainingText(experiment.Plan);
    }

    public LoadedProgram Program { get; }

    /// <summary>Where results are looked up; null where children are trained.</summary>
    public TableEvaluator? Table { get; }

    public Experiment Experiment { get; }

    /// <summary>All that decides how children are trained; empty where they are not.</summary>
    public string TrainingText { get; }

    /// <exception cref="InputException">The program, the table or the data cannot be used.</exception>
    /// <exception cref="UsageException">The options do not go together.</exception>
    /// <param name="loaded">The program, where it was loaded already.</param>
    public static SampledSearch Load(Session session, SampledSearchSettings settings, LoadedProgram? loaded = null)
    {
        if (settings is { Cost: null, Budget: not null })
            throw new UsageException("`--budget` needs a clock", "add `--cost COLUMN`, what each evaluation costs in seconds");
        var program = loaded ?? ProgramLoader.Load(session, settings.Program, settings.Set, settings.Network);
        if (program.Space.Decisions.IsEmpty)
            throw new InputException(Diagnose.NothingToSearch(default, program.Space.Name));
        var constraints = new ConstraintCheck(program);
        var space = DecisionSpace.Of(
            program.Space, constraints.Constraints.IsEmpty ? null : a => constraints.Satisfies(a, program.Space));
        var plan = PlanOf(program, settings);
        var evaluators = new EvaluatorFactory(session, settings, program, space);
        var evaluator = evaluators.Create(plan);
        if (!plan.TakesSeveralGoals && evaluators.IsByProgram && evaluator.Goals.Length > 1)
            throw new InputException(
                program.Compilation.Sources,
                [Diagnose.OneGoalOnly(program.Compilation.Objective[1].Span, plan.Name, evaluator.Goals.Length)]);
        if (settings.Jobs > 1)
            evaluator = new WorkerPool(session.Terminal, settings, evaluator);
        var usual = settings.Budget is not null && evaluators.Table is { Count: var count } ? count : UsualEvaluations;
        var evaluations = settings.Evaluations ?? plan.Samples ?? usual;
        var limits = new SearchLimits(
            evaluations, settings.Budget ?? double.PositiveInfinity, settings.Failures ?? Math.Max(10, evaluations / 10),
            settings.Ask ?? settings.Jobs);
        return new SampledSearch(session, settings, program, evaluators, new Experiment(space, plan, evaluator, limits));
    }

    /// <summary>All seeds, one after another; fewer where the search is interrupted.</summary>
    /// <param name="store">Where everything is recorded, and from where what is recorded is taken; or null.</param>
    /// <exception cref="InputException">Too many evaluations failed, or nothing is allowed.</exception>
    public SampledSearchResult Run(RunStore? store = null)
    {
        using var processes = Experiment.Evaluator as IDisposable;
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
        return new SampledSearchResult(this, results, Stopwatch.GetElapsedTime(start));
    }

    private SeedResult? RunSeed(long seed, RunStore? store)
    {
        Trial? failed = null;
        try
        {
            var start = Stopwatch.GetTimestamp();
            var result = Experiment.Run(
                seed, store?.JournalOf(seed), t => failed = Follow(t) ?? failed, session.Cancellation);
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
            throw new InputException(settings.Table is null ? Diagnose.NeedsEpochs(e.Strategy) : Diagnose.NeedsBudgets(e.Strategy));
        }
    }

    /// <summary>Says how each training ended; the trial again where it failed.</summary>
    private Trial? Follow(Trial trial)
    {
        if (settings.Training is not null)
        {
            var (goals, evaluation) = (Experiment.Evaluator.Goals, trial.Evaluation);
            var found = evaluation.Failure is { } failure
                ? $"failed: {failure}"
                : string.Join(", ", goals.Select((g, i) => string.Create(CultureInfo.InvariantCulture, $"{g.Name} {evaluation.Metrics[i]:G5}")));
            session.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"{trial.Number + 1}/{Experiment.Limits.Evaluations}  {found}  ({evaluation.Cost:0.0} s)"));
        }
        return trial.Evaluation.HasFailed ? trial : null;
    }

    private static InputException Failed(SeedResult result, Trial? last) => new(Diagnose.TooManyFailures(
        result.Summary.Failures, result.Summary.Evaluations, result.Seed, last?.Evaluation.Failure ?? "it is not known"));

    /// <summary>What the program says, where it speaks of the strategy; else the strategy as published.</summary>
    internal static StrategyPlan PlanOf(LoadedProgram program, SampledSearchSettings settings)
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
internal sealed record SampledSearchResult(SampledSearch Search, IReadOnlyList<SeedResult> Seeds, TimeSpan Elapsed)
{
    public SampleStatistics Best => SampleStatistics.Of([.. Seeds.Select(s => s.Best).OfType<double>()]);

    public SampleStatistics Ranks => SampleStatistics.Of([.. Seeds.Select(s => (double?)s.Rank).OfType<double>()]);

    public double Evaluations => Seeds.Count == 0 ? 0 : Seeds.Average(s => s.Summary.Evaluations);

    /// <summary>The seed that found the best; null where all evaluations failed.</summary>
    public SeedResult? Winner
    {
        get
        {
            var goal = Search.Experiment.Evaluator.Goals[0];
            return Seeds.Where(s => s.Best is not null).MaxBy(s => goal.FitnessOf(s.Best ?? 0));
        }
    }
}
