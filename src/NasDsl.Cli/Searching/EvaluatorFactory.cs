using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.Cli.Commands;
using NasDsl.Cli.Files;
using NasDsl.Cli.Training;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Search;
using NasDsl.Text;

namespace NasDsl.Cli.Searching;

/// <summary>Says how a search finds out what an architecture is worth: from a table, by training, in a trained supernet, or by a score.</summary>
internal sealed class EvaluatorFactory(Session session, SampledSearchSettings settings, LoadedProgram program, DecisionSpace space)
{
    private const string Training = "train";

    /// <summary>What `--evaluator` takes.</summary>
    public static ImmutableArray<string> Evaluators { get; } = [Training, .. Metric.Scores];

    /// <summary>Examples in the batch of scores.</summary>
    private const int ScoreBatch = 64;

    private TrainedSupernet? supernet;

    /// <summary>The table, where results are looked up; <see cref="Create"/> reads it.</summary>
    public TableEvaluator? Table { get; private set; }

    /// <exception cref="InputException">The table, the data or a metric cannot be used.</exception>
    /// <exception cref="UsageException">The options name no metric, or one that there is not.</exception>
    public IEvaluator Create(StrategyPlan plan)
    {
        if (settings.Table is { } file)
            return IsByProgram ? Objective(file) : Table = TableFile.Read(session.Terminal, settings, space);
        return Children(settings.Training ?? throw new UsageException("there is nothing to search on"), plan);
    }

    /// <summary>Whether the goals are those of the program: options say more than it.</summary>
    public bool IsByProgram =>
        settings is { Metric: null, Minimize: [], Fidelity: [] } && settings.Training?.Evaluator is null or Training
        && !program.Compilation.Objective.IsEmpty;

    private ObjectiveEvaluator Objective(string file)
    {
        if (settings.Cost is not null)
            throw new UsageException("`--cost` needs a metric that is a column", "add `--metric COLUMN`");
        var goals = program.Compilation.Objective;
        ImmutableArray<Metric> columns = [.. goals.SelectMany(g => g.Term.Metrics).Where(TableSource.IsLookedUp).Distinct()];
        var table = Table = TableFile.Read(
            session.Terminal, file, space, new TableColumns([.. columns.Select(c => new Goal(TableSource.ColumnOf(c)))], settings.Architecture));
        return new ObjectiveEvaluator(goals, [new TableSource(table, columns), new SizeSource(space), Latencies(goals)]);
    }

    private ObjectiveEvaluator Children(ChildSettings training, StrategyPlan plan)
    {
        var goals = GoalsOf(training);
        if (goals.SelectMany(g => g.Term.Metrics).FirstOrDefault(m => m.Kind == MetricKind.Column) is { } column)
            throw new InputException(program.Compilation.Sources, [Diagnose.NeedsTable(SpanOf(column, goals), column.ToString())]);
        if (goals.SelectMany(g => g.Term.Metrics).Any(m => m is { Kind: MetricKind.Latency, Argument: null }))
            throw new UsageException("`latency` needs a table of operations", "write `objective minimize latency(\"FILE\")`; `nasc profile` makes one");
        if (program.Space.Network.Inputs is [{ Shape.IsTokens: true }]
            && goals.SelectMany(g => g.Term.Metrics).FirstOrDefault(m => Torch.ZeroCostScore.Find(m.Name) is { NeedsImages: true }) is { } score)
            throw new UsageException($"`{score}` is a score of networks that take images", "this network takes tokens");
        var train = TrainPlanOf(training, plan);
        supernet = SupernetOf(training, plan);
        var run = RunOf(training);
        var data = TrainingData.Load(session, program.Space, run);
        return new ObjectiveEvaluator(
            goals,
            [
                new SizeSource(space),
                Latencies(goals),
                new ScoreSource(space, data, train.Batch is > 1 and < ScoreBatch ? train.Batch : ScoreBatch, settings.Seed, training.Threads),
                Measurement(training, train, run, data),
            ],
            training.Supernet is null ? BudgetsOf(plan, train.Epochs) : []);
    }

    /// <exception cref="UsageException">The strategy trains some architectures longer than others.</exception>
    private TrainedSupernet? SupernetOf(ChildSettings training, StrategyPlan plan)
    {
        if (training.Supernet is not null && plan is HalvingPlan)
            throw new UsageException($"`{plan.Name}` trains some architectures longer, and with `--supernet` none is trained", "take another strategy");
        return (training.Supernet ?? training.Inherit) is { } folder ? TrainedSupernet.Open(session, folder, program, training.Data) : null;
    }

    /// <summary>
    /// Compiling a supernet takes a while. Where other processes evaluate, this one leaves it to them, unless its weights may be of another network.
    /// What is wrong with those is said before anything is evaluated.
    /// </summary>
    private IMetricSource Measurement(ChildSettings training, TrainPlan train, RunSettings run, TrainingData data)
    {
        var isAtOnce = settings.Jobs == 1 || supernet is { IsEdited: true };
        if (!isAtOnce)
            supernet?.ExpectWeights();
        if (training.Supernet is not null && supernet is { } trained)
        {
            var evaluator = new Lazy<Torch.SupernetEvaluator>(() => trained.Evaluator(data, run, training.Batch));
            return new SupernetSource(space, isAtOnce ? new(evaluator.Value) : evaluator, session.Cancellation);
        }
        if (isAtOnce)
            supernet?.Inheritance();
        return new ChildTraining(space, train, run, data, training.HeldOut, supernet, session.Cancellation);
    }

    /// <summary>The tables that the goals name, by files beside the program; a few architectures are tried, so that a wrong table is found now.</summary>
    private LatencySource Latencies(ImmutableArray<GoalPlan> goals)
    {
        const int tries = 20;
        var folder = Path.GetDirectoryName(settings.Program) ?? "";
        var tables = goals.SelectMany(g => g.Term.Metrics)
            .Where(m => m is { Kind: MetricKind.Latency, Argument: not null }).Select(m => m.Argument ?? "").Distinct()
            .ToDictionary(f => f, f => LatencyFile.Read(session.Terminal, Path.Combine(folder, f)));
        var sampler = ArchitectureSampler.For(space.Source, seed: 0);
        foreach (var (file, table) in tables)
            for (var i = 0; i < tries; i++)
                if (double.IsNaN(table.SecondsOf(ArchitectureResolver.Resolve(space.Source, sampler.Next()), out var missing)) && missing is not null)
                    throw new InputException(Diagnose.MissingLatency(file, missing.ToString()));
        return new LatencySource(space, tables);
    }

    private ImmutableArray<GoalPlan> GoalsOf(ChildSettings training)
    {
        var given = settings.Minimize.Select(m => GoalPlan.Of(MetricOf("--minimize", m), isMinimized: true)).ToImmutableArray();
        if (settings.Metric is { } metric)
            given = given.Insert(0, GoalPlan.Of(MetricOf("--metric", metric), isMinimized: false));
        if (training.Evaluator is { } score && score != Training)
        {
            if (settings.Metric is { } other && other != score)
                throw new UsageException($"`--evaluator {score}` and `--metric {other}` name two things to maximize", "leave one of them out");
            if (settings.Metric is null)
                given = given.Insert(0, GoalPlan.Of(MetricOf("--evaluator", score), isMinimized: false));
        }
        if (!given.IsEmpty)
            return given;
        return IsByProgram
            ? program.Compilation.Objective
            : [GoalPlan.Of(new Metric(MetricKind.Accuracy, "accuracy"), isMinimized: false)];
    }

    private static Metric MetricOf(string option, string name) => Metric.Find(name) ?? throw new UsageException(
        $"`{option}` names no metric of a network: `{name}`",
        SpellChecker.Suggest(name, Metric.Names) is { } close
            ? $"did you mean `{close}`?"
            : $"there are {string.Join(", ", Metric.Names.Select(n => $"`{n}`"))}");

    private static TextSpan SpanOf(Metric metric, ImmutableArray<GoalPlan> goals) =>
        goals.First(g => g.Term.Metrics.Contains(metric)).Span;

    /// <summary>
    /// As `train` says, for as many epochs as the command line or `search` do. An auxiliary tower is for the long training of what is kept: a
    /// short one is without it.
    /// </summary>
    private TrainPlan TrainPlanOf(ChildSettings training, StrategyPlan plan)
    {
        var train = program.Compilation.Train;
        return train with
        {
            Epochs = training.Epochs ?? plan.Epochs ?? train.Epochs,
            Batch = training.Batch ?? train.Batch,
            Auxiliary = 0,
        };
    }

    private RunSettings RunOf(ChildSettings training) => new(
        training.Data, "", false, training.TrainImages, training.Steps, settings.Seed, training.Threads, training.Device, false,
        supernet?.ReadsCharacters ?? training.ReadsCharacters, settings.LowersDepthwise);

    /// <summary>Epochs for strategies that end most trainings early: the last one is all, each before it one in eta of the next.</summary>
    internal static ImmutableArray<double> BudgetsOf(StrategyPlan plan, int epochs)
    {
        if (plan is not HalvingPlan { Eta: var eta })
            return [];
        var budgets = new List<double>();
        for (var budget = epochs; budget >= 1; budget /= eta)
            budgets.Insert(0, budget);
        return [.. budgets];
    }

    /// <summary>What decides how children are trained, for the record.</summary>
    public string TrainingText(StrategyPlan plan)
    {
        if (settings.Training is not { } training)
            return "";
        var train = TrainPlanOf(training, plan);
        // What options and program say of epochs and batch is in the plan.
        return $"{training with { Epochs = null, Batch = null }}, {train}, augment: {string.Join(" ", train.Augment)}{(supernet is null ? "" : $", weights: {supernet.Digest}")}";
    }
}
