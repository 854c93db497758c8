using NasDsl.IR;

namespace NasDsl.Semantics;

/// <summary>The settings of the strategies that sample architectures: each with its type and range.</summary>
internal static class StrategyBinder
{
    private const int Most = 1_000_000;

    /// <param name="standard">The strategy as published.</param>
    public static StrategyPlan Bind(StrategyPlan standard, SettingsReader settings)
    {
        var samples = settings.OptionalInteger("samples", 1, 1_000_000_000);
        var epochs = settings.OptionalInteger("epochs", 1, Most);
        StrategyPlan plan = standard switch
        {
            LocalPlan local => new LocalPlan(settings.Integer("initial", local.Initial, 1)),
            EvolutionPlan evolution => Evolution(evolution, settings),
            Nsga2Plan nsga2 => new Nsga2Plan(
                settings.OptionalInteger("population", 2, Most),
                settings.Real("crossover", nsga2.Crossover, 0, 1),
                settings.OptionalReal("mutation", 0, 1)),
            ReinforcePlan reinforce => Reinforce(reinforce, settings),
            PpoPlan ppo => Ppo(ppo, settings),
            BayesPlan bayes => Bayes(bayes, settings),
            PnasPlan pnas => Pnas(pnas, settings),
            BohbPlan bohb => Bohb(bohb, settings),
            HalvingPlan halving => halving with { Eta = settings.Integer("eta", halving.Eta, 2, 100) },
            _ => standard,
        };
        settings.Finish();
        return plan with { Samples = samples, Epochs = epochs };
    }

    private static EvolutionPlan Evolution(EvolutionPlan standard, SettingsReader settings)
    {
        var plan = new EvolutionPlan(
            settings.OptionalInteger("population", 2, Most),
            settings.OptionalInteger("sample", 1, Most),
            settings.Real("identity", standard.Identity, 0, 1));
        settings.NotCarriedOut("parents", "mutation", "crossover");
        return plan;
    }

    private static ReinforcePlan Reinforce(ReinforcePlan standard, SettingsReader settings)
    {
        var plan = new ReinforcePlan(
            settings.Controller("controller", standard.Controller),
            settings.OptionalReal("lr", 0, 100) ?? settings.OptionalAdamRate("weights"),
            settings.OptionalReal("entropy", 0, 100),
            settings.Real("baseline", standard.Baseline, 0, 1));
        settings.NotCarriedOut("deeper");
        return plan;
    }

    private static PpoPlan Ppo(PpoPlan standard, SettingsReader settings) => new(
        settings.Controller("controller", standard.Controller),
        settings.OptionalReal("lr", 0, 100),
        settings.OptionalReal("entropy", 0, 100),
        settings.Real("baseline", standard.Baseline, 0, 1),
        settings.OptionalInteger("batch", 1, Most),
        settings.Integer("steps", standard.Steps, 1, 1000),
        settings.Real("clip", standard.Clip, 0, 100));

    private static PnasPlan Pnas(PnasPlan standard, SettingsReader settings)
    {
        var plan = new PnasPlan(settings.OptionalInteger("beam", 1, Most), settings.Integer("ensemble", standard.Ensemble, 1, 100));
        settings.NotCarriedOut("predictor", "batch", "weights");
        return plan;
    }

    private static BohbPlan Bohb(BohbPlan standard, SettingsReader settings) => new(
        settings.Integer("eta", standard.Eta, 2, 100),
        settings.OptionalInteger("min_points", 1, Most),
        settings.Real("top", standard.Top, 1e-3, 0.999),
        settings.Real("random_fraction", standard.RandomFraction, 0, 1),
        settings.Integer("model_samples", standard.ModelSamples, 1),
        settings.Real("bandwidth_factor", standard.BandwidthFactor, 1e-3, 1000),
        settings.Real("min_bandwidth", standard.MinBandwidth, 1e-9, 1));

    private static BayesPlan Bayes(BayesPlan standard, SettingsReader settings)
    {
        var plan = new BayesPlan(
            settings.Integer("initial", standard.Initial, 2), settings.Integer("pool", standard.Pool, 1));
        settings.NotCarriedOut("kernel", "acquisition", "mutations", "weights");
        return plan;
    }
}
