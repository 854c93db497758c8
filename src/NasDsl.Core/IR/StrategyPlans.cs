using System.Collections.Immutable;

namespace NasDsl.IR;

/// <summary>
/// `search NAME { ... }` of a strategy that samples architectures and is told what they are worth. What is null is the published value, or
/// where a run is too short for that, one in proportion to the run.
/// </summary>
public abstract record StrategyPlan
{
    /// <summary>How many architectures to evaluate; null where the command line says it.</summary>
    public int? Samples { get; init; }

    /// <summary>How long each of them is trained; null for the evaluator's choice.</summary>
    public int? Epochs { get; init; }

    /// <summary>Whether it strives for several goals at once, or does not look at them at all.</summary>
    public virtual bool TakesSeveralGoals => false;

    /// <summary>As written after `search`.</summary>
    public abstract string Name { get; }
}

/// <summary>`search random`: architectures drawn evenly, none twice (Li and Talwalkar, 2019).</summary>
public sealed record RandomPlan : StrategyPlan
{
    public override string Name => "random";

    public override bool TakesSeveralGoals => true;
}

/// <summary>`search grid`: every architecture once, in the order of the decisions.</summary>
public sealed record GridPlan : StrategyPlan
{
    public override string Name => "grid";

    public override bool TakesSeveralGoals => true;
}

/// <summary>`search local`: hill climbing, begun anew at each local optimum (White, Nolen and Savani, 2021).</summary>
/// <param name="Initial">Random architectures of which the best is the first to climb from.</param>
public sealed record LocalPlan(int Initial) : StrategyPlan
{
    public static LocalPlan Default { get; } = new(10);

    public override string Name => "local";
}

/// <summary>`search evolution`: regularized evolution (Real et al., 2019).</summary>
/// <param name="Population">Published: 100.</param>
/// <param name="Sample">How many compete to be the parent; published: 25.</param>
/// <param name="Identity">The chance that a child is its parent unchanged; published: 0.05.</param>
public sealed record EvolutionPlan(int? Population, int? Sample, double Identity) : StrategyPlan
{
    /// <summary>A lookup of the same architecture tells nothing new, so the identity is left out unless asked for.</summary>
    public static EvolutionPlan Default { get; } = new(null, null, 0);

    public override string Name => "evolution";
}

/// <summary>`search nsga2`: non-dominated sorting (Deb et al., 2002).</summary>
/// <param name="Population">Published: 100.</param>
/// <param name="Crossover">The chance that a child has two parents; published: 0.9.</param>
/// <param name="Mutation">The chance that a decision changes; null for one in as many as there are, as published.</param>
public sealed record Nsga2Plan(int? Population, double Crossover, double? Mutation) : StrategyPlan
{
    public static Nsga2Plan Default { get; } = new(null, 0.9, null);

    public override string Name => "nsga2";

    public override bool TakesSeveralGoals => true;
}

/// <summary>The recurrent network that writes architectures down, decision after decision.</summary>
/// <param name="Units">Of each layer.</param>
public sealed record ControllerPlan(int Units, int Layers);

/// <summary>`search reinforce`: policy gradients with an LSTM controller (Zoph and Le, 2017).</summary>
/// <param name="Controller">Published: two layers of 35 units.</param>
/// <param name="LearningRate">Of Adam; published: 6e-4 over 12,800 architectures.</param>
/// <param name="Entropy">What a nat of the policy's entropy is worth, in standard deviations of the reward; published: 0.</param>
/// <param name="Baseline">How slowly the moving average of the rewards follows.</param>
public sealed record ReinforcePlan(ControllerPlan Controller, double? LearningRate, double? Entropy, double Baseline) : StrategyPlan
{
    public static ReinforcePlan Default { get; } = new(new ControllerPlan(35, 2), null, null, 0.9);

    public override string Name => "reinforce";
}

/// <summary>`search ppo`: proximal policy optimization (Schulman et al., 2017), as for NASNet (Zoph et al., 2018).</summary>
/// <param name="Controller">NASNet: one layer of 100 units.</param>
/// <param name="LearningRate">Of Adam; NASNet: 3.5e-4 over 20,000 architectures.</param>
/// <param name="Entropy">What a nat of the policy's entropy is worth, in standard deviations of the reward; NASNet: 1e-5.</param>
/// <param name="Baseline">NASNet: 0.95.</param>
/// <param name="Batch">Architectures between two updates.</param>
/// <param name="Steps">Passes over them in an update.</param>
/// <param name="Clip">How far a probability may move in one, as a share; published: 0.2.</param>
public sealed record PpoPlan(
    ControllerPlan Controller, double? LearningRate, double? Entropy, double Baseline, int? Batch, int Steps, double Clip) : StrategyPlan
{
    public static PpoPlan Default { get; } = new(new ControllerPlan(100, 1), null, null, 0.95, null, 4, 0.2);

    public override string Name => "ppo";
}

/// <summary>`search bayes`: Bayesian optimization with a Gaussian process and expected improvement (Snoek et al., 2012).</summary>
/// <param name="Initial">Random architectures before the first model.</param>
/// <param name="Pool">Architectures from which the acquisition chooses: half drawn evenly, half near the best.</param>
public sealed record BayesPlan(int Initial, int Pool) : StrategyPlan
{
    public static BayesPlan Default { get; } = new(10, 200);

    public override string Name => "bayes";
}

/// <summary>`search pnas`: a beam that grows by one binding after another, with predictors (Liu et al., 2018).</summary>
/// <param name="Beam">How many are evaluated in a stage; published: 256.</param>
/// <param name="Ensemble">How many predictors there are; published: 5.</param>
public sealed record PnasPlan(int? Beam, int Ensemble) : StrategyPlan
{
    public static PnasPlan Default { get; } = new(null, 5);

    public override string Name => "pnas";
}

/// <summary>`search halving`, `search hyperband` and `search asha`, which stop most architectures early.</summary>
/// <param name="Eta">Of so many, one goes on. Published: 3 for Hyperband (Li et al., 2018), 4 for ASHA (Li et al., 2020).</param>
public record HalvingPlan(HalvingKind Kind, int Eta) : StrategyPlan
{
    public override string Name => Kind switch
    {
        HalvingKind.Successive => "halving",
        HalvingKind.Hyperband => "hyperband",
        _ => "asha",
    };
}

/// <summary>`search bohb`: the brackets of Hyperband, filled by a model of what was good (Falkner, Klein and Hutter, 2018).</summary>
/// <param name="MinPoints">The least number of observations in each of the two densities; null for one more than there are decisions, as published.</param>
/// <param name="Top">The share of the observations that counts as good; published: 15 %.</param>
/// <param name="RandomFraction">The share of architectures that are drawn evenly; published: a third.</param>
/// <param name="ModelSamples">Architectures from which the model takes its favourite; published: 64.</param>
/// <param name="BandwidthFactor">How much wider the density is from which those are drawn; published: 3.</param>
/// <param name="MinBandwidth">Published: 1e-3.</param>
public sealed record BohbPlan(
    int Eta, int? MinPoints, double Top, double RandomFraction, int ModelSamples, double BandwidthFactor, double MinBandwidth)
    : HalvingPlan(HalvingKind.Hyperband, Eta)
{
    public static BohbPlan Default { get; } = new(3, null, 0.15, 1.0 / 3, 64, 3, 1e-3);

    public override string Name => "bohb";
}

public enum HalvingKind
{
    /// <summary>One bracket after another that begins with the least budget (Jamieson and Talwalkar, 2016).</summary>
    Successive,

    /// <summary>Brackets that begin with more and more budget (Li et al., 2018).</summary>
    Hyperband,

    /// <summary>An architecture goes on as soon as it is among the best so far (Li et al., 2020).</summary>
    Asynchronous,
}

/// <summary>The strategies that sample, by name, each as published.</summary>
public static class StrategyPlans
{
    public static ImmutableArray<StrategyPlan> All { get; } =
    [
        new RandomPlan(), new GridPlan(), LocalPlan.Default, EvolutionPlan.Default, Nsga2Plan.Default, ReinforcePlan.Default,
        PpoPlan.Default, BayesPlan.Default, PnasPlan.Default, new HalvingPlan(HalvingKind.Successive, 3), new HalvingPlan(HalvingKind.Hyperband, 3),
        new HalvingPlan(HalvingKind.Asynchronous, 4), BohbPlan.Default,
    ];

    public static ImmutableArray<string> Names { get; } = [.. All.Select(p => p.Name)];

    public static StrategyPlan? Find(string name) => All.FirstOrDefault(p => p.Name == name);
}
