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
        "darts", "random", "grid", "evolution", "nsga2", "reinforce", "ppo", "enas", "gdas", "snas", "single_path", "proxylessnas", "bayes",
        "pnas", "nao", "local", "halving", "hyperband", "asha", "bohb", "ddpg", "petridish",
    ];

    public static System.Collections.Immutable.ImmutableArray<string> StrategyNames { get; } = [.. Strategies];

    private static readonly OptimizerPlan ChildWeights = new(
        OptimizerKind.Sgd, new LearningRate(ScheduleKind.Cosine, 0.025, 0), Momentum: 0.9, WeightDecay: 3e-4, Clip: 5);

    public static TrainPlan DefaultTrain { get; } = new(600, 96, ChildWeights, [], 0, 0, 0);

    /// <summary>The plan of a strategy that trains no supernet; null where there is none, or it was reported.</summary>
    public static StrategyPlan? Strategy(SearchSyntax syntax, Elaborator elaborator, DiagnosticBag diagnostics)
    {
        var name = syntax.Strategy;
        if (SupernetPlans.Find(name.Text) is not null)
            return null;
        if (StrategyPlans.Find(name.Text) is { } standard)
            return StrategyBinder.Bind(standard, new SettingsReader(name.Text, syntax.Settings, elaborator, diagnostics));
        diagnostics.Add(Array.IndexOf(Strategies, name.Text) >= 0
            ? Diagnose.NotCarriedOut(name.Span, $"search {name.Text}")
            : Diagnose.UnknownStrategy(name.Span, name.Text, SpellChecker.Suggest(name.Text, Strategies),
                string.Join(", ", Strategies.Select(s => $"`{s}`"))));
        return null;
    }

    /// <summary>The plan of a strategy that trains a supernet; null where it is another.</summary>
    public static SupernetPlan? Supernet(SearchSyntax syntax, Elaborator elaborator, DiagnosticBag diagnostics) =>
        SupernetPlans.Find(syntax.Strategy.Text) is { } standard
            ? SupernetBinder.Bind(standard, new SettingsReader(standard.Name, syntax.Settings, elaborator, diagnostics))
            : null;

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
