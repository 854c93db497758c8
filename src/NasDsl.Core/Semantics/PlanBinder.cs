using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>`search` and `train` blocks to plans.</summary>
internal static class PlanBinder
{
    /// <summary>Strategies of the language; the ones that this compiler cannot run yet are named, too.</summary>
    private static readonly string[] Strategies =
    [
        "darts", "random", "grid", "evolution", "nsga2", "reinforce", "ppo", "enas", "gdas", "snas", "spos", "proxylessnas", "bayes",
        "pnas", "nao", "local", "halving", "hyperband", "asha", "bohb", "ddpg", "petridish",
    ];

    public static System.Collections.Immutable.ImmutableArray<string> StrategyNames { get; } = [.. Strategies];

    private static readonly OptimizerPlan DartsWeights = new(
        OptimizerKind.Sgd, new LearningRate(ScheduleKind.Cosine, 0.025, 0.001), Momentum: 0.9, WeightDecay: 3e-4, Clip: 5);

    private static readonly OptimizerPlan DartsAlphas = new(
        OptimizerKind.Adam, new LearningRate(ScheduleKind.Constant, 3e-4, 3e-4), Beta1: 0.5, WeightDecay: 1e-3);

    private static readonly OptimizerPlan ChildWeights = new(
        OptimizerKind.Sgd, new LearningRate(ScheduleKind.Cosine, 0.025, 0), Momentum: 0.9, WeightDecay: 3e-4, Clip: 5);

    public static DartsPlan DefaultSearch { get; } = new(1, 50, 64, 0.5, DartsWeights, DartsAlphas, Affine: false);

    public static TrainPlan DefaultTrain { get; } = new(600, 96, ChildWeights, [], 0, 0, 0);

    /// <summary>The plan of another strategy than DARTS; null where there is none, or it was reported.</summary>
    public static StrategyPlan? Strategy(SearchSyntax syntax, Elaborator elaborator, DiagnosticBag diagnostics)
    {
        var name = syntax.Strategy;
        if (name.Text == "darts")
            return null;
        if (StrategyPlans.Find(name.Text) is { } standard)
            return StrategyBinder.Bind(standard, new SettingsReader(name.Text, syntax.Settings, elaborator, diagnostics));
        diagnostics.Add(Array.IndexOf(Strategies, name.Text) >= 0
            ? Diagnose.NotCarriedOut(name.Span, $"search {name.Text}")
            : Diagnose.UnknownStrategy(name.Span, name.Text, SpellChecker.Suggest(name.Text, Strategies),
                string.Join(", ", Strategies.Select(s => $"`{s}`"))));
        return null;
    }

    public static DartsPlan? Darts(SearchSyntax syntax, Elaborator elaborator, DiagnosticBag diagnostics)
    {
        if (syntax.Strategy.Text != "darts")
            return null;
        var standard = DefaultSearch;
        var settings = new SettingsReader("darts", syntax.Settings, elaborator, diagnostics);
        var plan = new DartsPlan(
            settings.Integer("order", standard.Order, 1, 2),
            settings.Integer("epochs", standard.Epochs, 1),
            settings.Integer("batch", standard.Batch, 1, 100_000),
            settings.Real("split", standard.Split, 0.01, 0.99),
            settings.Optimizer("weights", standard.Weights),
            settings.Optimizer("alphas", standard.Alphas),
            settings.Boolean("affine", standard.Affine));
        settings.Finish();
        return plan;
    }

    public static TrainPlan Train(TrainSyntax syntax, Elaborator elaborator, DiagnosticBag diagnostics)
    {
        var standard = DefaultTrain;
        var settings = new SettingsReader("train", syntax.Settings, elaborator, diagnostics);
        var plan = new TrainPlan(
            settings.Integer("epochs", standard.Epochs, 1),
            settings.Integer("batch", standard.Batch, 1, 100_000),
            settings.Optimizer("weights", standard.Weights),
            settings.Augment("augment"),
            settings.Real("drop_path", standard.DropPath, 0, 0.99),
            settings.Real("auxiliary", standard.Auxiliary, 0, 100),
            settings.Real("label_smoothing", standard.LabelSmoothing, 0, 0.99));
        settings.Finish();
        return plan;
    }
}
