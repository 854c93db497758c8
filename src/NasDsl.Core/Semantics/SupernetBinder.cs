using NasDsl.IR;

namespace NasDsl.Semantics;

/// <summary>The settings of the strategies that train a supernet: each with its type and range.</summary>
internal static class SupernetBinder
{
    private const int Most = 1_000_000;

    /// <param name="standard">The strategy as published.</param>
    public static SupernetPlan Bind(SupernetPlan standard, SettingsReader settings)
    {
        SupernetPlan plan = standard switch
        {
            DartsPlan darts => darts with
            {
                Order = settings.Integer("order", darts.Order, 1, 2),
                Alphas = settings.Optimizer("alphas", darts.Alphas),
            },
            SnasPlan snas => snas with
            {
                Alphas = settings.Optimizer("alphas", snas.Alphas),
                Temperature = settings.Temperature("temperature", snas.Temperature),
            },
            GdasPlan gdas => gdas with
            {
                Alphas = settings.Optimizer("alphas", gdas.Alphas),
                Temperature = settings.Temperature("temperature", gdas.Temperature),
            },
            ProxylessPlan proxyless => proxyless with
            {
                Alphas = settings.Optimizer("alphas", proxyless.Alphas),
                WarmUp = settings.Integer("warm_up", proxyless.WarmUp, 0, Most),
                Every = settings.Integer("every", proxyless.Every, 1, Most),
            },
            SinglePathPlan single => SinglePath(single, settings),
            EnasPlan enas => Enas(enas, settings),
            _ => standard,
        };
        plan = plan with
        {
            Epochs = settings.Integer("epochs", standard.Epochs, 1),
            Batch = settings.Integer("batch", standard.Batch, 1, 100_000),
            Split = settings.Real("split", standard.Split, 0.01, 0.99),
            Weights = settings.Optimizer("weights", standard.Weights),
            Affine = settings.Boolean("affine", standard.Affine),
        };
        settings.Finish();
        return plan;
    }

    private static SinglePathPlan SinglePath(SinglePathPlan standard, SettingsReader settings) => standard with
    {
        Population = settings.Integer("population", standard.Population, 1, Most),
        Generations = settings.Integer("generations", standard.Generations, 0, Most),
        Top = settings.Integer("top", standard.Top, 1, Most),
        Mutation = settings.Real("mutation", standard.Mutation, 0, 1),
        Calibration = settings.Integer("calibration", standard.Calibration, 1, Most),
    };

    private static EnasPlan Enas(EnasPlan standard, SettingsReader settings)
    {
        var plan = settings.Controller("controller", standard) with
        {
            Rate = settings.Real("lr", standard.Rate, 0, 100),
            Entropy = settings.Real("entropy", standard.Entropy, 0, 100),
            Baseline = settings.OptionalReal("baseline_decay", 0, 1) ?? settings.Real("baseline", standard.Baseline, 0, 1),
            Steps = settings.Integer("steps", standard.Steps, 1, Most),
            Aggregate = settings.Integer("aggregate", standard.Aggregate, 1, Most),
            Skips = settings.OptionalReal("skips", 0.001, 0.999),
            Samples = settings.Integer("samples", standard.Samples, 1, Most),
        };
        settings.NotCarriedOut("drop_path");
        return plan;
    }
}
