using System.Collections.Immutable;

namespace NasDsl.IR;

/// <summary>`search NAME { ... }` of a strategy that trains one supernet, in which all architectures share their weights.</summary>
/// <param name="Epochs">Passes over the training part of the data.</param>
/// <param name="Batch">Examples a step.</param>
/// <param name="Split">Share of the training data for the weights, in (0, 1); architectures are judged by the rest.</param>
/// <param name="Weights">The optimizer of the weights.</param>
/// <param name="Affine">Whether batch normalizations inside cells have weights during the search.</param>
public abstract record SupernetPlan(int Epochs, int Batch, double Split, OptimizerPlan Weights, bool Affine)
{
    /// <summary>As written after `search`.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it weighs the alternatives of each decision; otherwise it takes whole architectures.</summary>
    public abstract bool Relaxes { get; }
}

/// <summary>`search darts { ... }` (Liu, Simonyan and Yang, "DARTS: differentiable architecture search", 2019).</summary>
/// <param name="Order">1: the first-order approximation; 2: the unrolled step.</param>
public sealed record DartsPlan(
    int Order, int Epochs, int Batch, double Split, OptimizerPlan Weights, OptimizerPlan Alphas, bool Affine)
    : SupernetPlan(Epochs, Batch, Split, Weights, Affine)
{
    public override string Name => "darts";

    public override bool Relaxes => true;
}

/// <summary>A number that moves over the epochs: `0.5`, `linear(10, 0.1)`, `exponential(1, 0.03)`.</summary>
public sealed record TemperaturePlan(ScheduleKind Schedule, double From, double To);

/// <summary>
/// `search snas { ... }`: the alternatives weigh as a relaxed sample of the architecture (Xie, Zheng, Liu and Lin, "SNAS:
/// stochastic neural architecture search", 2019).
/// </summary>
/// <param name="Temperature">Of the Gumbel-softmax; published: annealed from 1 towards 0.03.</param>
public sealed record SnasPlan(
    int Epochs, int Batch, double Split, OptimizerPlan Weights, OptimizerPlan Alphas, TemperaturePlan Temperature, bool Affine)
    : SupernetPlan(Epochs, Batch, Split, Weights, Affine)
{
    public override string Name => "snas";

    public override bool Relaxes => true;
}

/// <summary>
/// `search gdas { ... }`: one sampled path is computed, its gradient taken as that of the relaxed sample (Dong and Yang, "Searching
/// for a robust neural architecture in four GPU hours", 2019).
/// </summary>
/// <param name="Temperature">Of the Gumbel-softmax; published: 10 down to 0.1 in a straight line.</param>
public sealed record GdasPlan(
    int Epochs, int Batch, double Split, OptimizerPlan Weights, OptimizerPlan Alphas, TemperaturePlan Temperature, bool Affine)
    : SupernetPlan(Epochs, Batch, Split, Weights, Affine)
{
    public override string Name => "gdas";

    public override bool Relaxes => true;
}

/// <summary>
/// `search proxylessnas { ... }`: weights are trained on one sampled path, alphas on two that compete (Cai, Zhu and Han,
/// "ProxylessNAS: direct neural architecture search on target task and hardware", 2019).
/// </summary>
/// <param name="WarmUp">Epochs before those of the search, in which only weights are trained, on evenly drawn paths.</param>
/// <param name="Every">Steps of the weights before one of the alphas.</param>
public sealed record ProxylessPlan(
    int Epochs, int Batch, double Split, OptimizerPlan Weights, OptimizerPlan Alphas, int WarmUp, int Every, bool Affine)
    : SupernetPlan(Epochs, Batch, Split, Weights, Affine)
{
    public override string Name => "proxylessnas";

    public override bool Relaxes => true;
}

/// <summary>
/// `search single_path { ... }`: weights are trained on evenly drawn paths, then the best one is searched by evolution
/// (Guo et al., "Single path one-shot neural architecture search with uniform sampling", 2020).
/// </summary>
/// <param name="Population">Architectures of a generation; published: 50.</param>
/// <param name="Generations">Published: 20. With 0 the best of one random population is taken.</param>
/// <param name="Top">So many of the best have children; published: 10.</param>
/// <param name="Mutation">The chance that a decision changes; published: 0.1.</param>
/// <param name="Calibration">Batches from which an architecture's normalization statistics are measured anew.</param>
public sealed record SinglePathPlan(
    int Epochs, int Batch, double Split, OptimizerPlan Weights, int Population, int Generations, int Top, double Mutation,
    int Calibration, bool Affine)
    : SupernetPlan(Epochs, Batch, Split, Weights, Affine)
{
    public override string Name => "single_path";

    public override bool Relaxes => false;
}

/// <summary>
/// `search enas { ... }`: a controller and the weights that its architectures share learn in turn (Pham, Guan, Zoph, Le and
/// Dean, "Efficient neural architecture search via parameter sharing", 2018).
/// </summary>
/// <param name="Tanh">Logits stay within plus and minus this; null leaves them as they are. Published: 1.10, whole networks 1.5.</param>
/// <param name="OperationTanh">Choices of one alternative get that divided by this; released: 2.5 for cells.</param>
/// <param name="Temperature">Logits are divided by it first; published: 5 where it is used.</param>
/// <param name="Rate">Of Adam; published: 0.0035 for cells, 0.00035 otherwise.</param>
/// <param name="Entropy">What a nat of the architecture's entropy is worth beside the accuracy; published: 1e-4.</param>
/// <param name="Baseline">How slowly the moving average of the rewards follows; released: 0.99.</param>
/// <param name="Steps">Updates of the controller after each epoch.</param>
/// <param name="Aggregate">Architectures for each update.</param>
/// <param name="Skips">The wanted share of what `any of` takes; null for none.</param>
/// <param name="Samples">Architectures at the end, of which the best on a batch of the held-out part is kept.</param>
public sealed record EnasPlan(
    int Epochs, int Batch, double Split, OptimizerPlan Weights, ControllerPlan Controller, double? Tanh, double OperationTanh,
    double Temperature, double Rate, double Entropy, double Baseline, int Steps, int Aggregate, double? Skips, int Samples,
    bool Affine)
    : SupernetPlan(Epochs, Batch, Split, Weights, Affine)
{
    public override string Name => "enas";

    public override bool Relaxes => false;
}

/// <summary>The strategies that train a supernet, by name, each as published.</summary>
public static class SupernetPlans
{
    private static readonly OptimizerPlan Sgd = new(
        OptimizerKind.Sgd, new LearningRate(ScheduleKind.Cosine, 0.025, 0.001), Momentum: 0.9, WeightDecay: 3e-4, Clip: 5);

    private static readonly OptimizerPlan Adam = new(
        OptimizerKind.Adam, new LearningRate(ScheduleKind.Constant, 3e-4, 3e-4), Beta1: 0.5, WeightDecay: 1e-3);

    public static DartsPlan Darts { get; } = new(1, 50, 64, 0.5, Sgd, Adam, Affine: false);

    public static SnasPlan Snas { get; } = new(
        150, 64, 0.5, Sgd with { LearningRate = new LearningRate(ScheduleKind.Cosine, 0.025, 0) }, Adam,
        new TemperaturePlan(ScheduleKind.Exponential, 1, 0.03), Affine: false);

    public static GdasPlan Gdas { get; } = new(
        250, 64, 0.5, Sgd, Adam, new TemperaturePlan(ScheduleKind.Linear, 10, 0.1), Affine: false);

    public static ProxylessPlan Proxyless { get; } = new(
        120, 256, 0.9,
        new OptimizerPlan(
            OptimizerKind.Sgd, new LearningRate(ScheduleKind.Cosine, 0.025, 0), Momentum: 0.9, Nesterov: true, WeightDecay: 4e-5),
        new OptimizerPlan(OptimizerKind.Adam, new LearningRate(ScheduleKind.Constant, 1e-3, 1e-3), Beta1: 0),
        40, 5, Affine: true);

    public static SinglePathPlan SinglePath { get; } = new(
        120, 1024, 0.96,
        new OptimizerPlan(OptimizerKind.Sgd, new LearningRate(ScheduleKind.Linear, 0.5, 0), Momentum: 0.9, WeightDecay: 4e-5),
        50, 20, 10, 0.1, 20, Affine: false);

    public static EnasPlan Enas { get; } = new(
        150, 160, 0.9,
        new OptimizerPlan(
            OptimizerKind.Sgd, new LearningRate(ScheduleKind.Cosine, 0.05, 0.0005), Momentum: 0.9, Nesterov: true, WeightDecay: 1e-4, Clip: 5),
        new ControllerPlan(100, 1), 1.1, 1, 1, 0.0035, 1e-4, 0.99, 30, 10, null, 10, Affine: true);

    public static ImmutableArray<SupernetPlan> All { get; } = [Darts, Snas, Gdas, SinglePath, Enas, Proxyless];

    public static SupernetPlan? Find(string name) => All.FirstOrDefault(p => p.Name == name);
}
