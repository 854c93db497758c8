using System.Collections.Immutable;

namespace NasDsl.IR;

/// <summary>How a learning rate moves over a run.</summary>
public enum ScheduleKind
{
    Constant,

    /// <summary>Half a cosine from <see cref="LearningRate.From"/> to <see cref="LearningRate.To"/> over the epochs.</summary>
    Cosine,

    /// <summary>A straight line from one to the other.</summary>
    Linear,

    /// <summary>The same factor after each epoch, from one to the other.</summary>
    Exponential,
}

/// <summary>A learning rate: `3e-4`, `cosine(0.025, 0.001)`, `linear(0.5, 0)`.</summary>
public sealed record LearningRate(ScheduleKind Schedule, double From, double To);

public enum OptimizerKind
{
    Sgd,
    Adam,
    AdamW,
}

/// <summary>An optimizer with its settings: `sgd(lr: cosine(0.025, 0.001), momentum: 0.9, weight_decay: 3e-4, clip: 5)`.</summary>
/// <param name="Clip">The largest gradient norm (L2, over all weights), or null.</param>
public sealed record OptimizerPlan(
    OptimizerKind Kind,
    LearningRate LearningRate,
    double Momentum = 0,
    bool Nesterov = false,
    double Beta1 = 0.9,
    double Beta2 = 0.999,
    double WeightDecay = 0,
    double? Clip = null);

/// <summary>An item of `augment`: `random_crop(pad: 4)`, `flip`, `cutout(16)`. Sizes in pixels.</summary>
public abstract record Augmentation;

public sealed record RandomCrop(int Pad) : Augmentation;

public sealed record HorizontalFlip : Augmentation;

public sealed record Cutout(int Length) : Augmentation;

/// <summary>`train N(...) { ... }`: how the architecture found is trained from scratch.</summary>
/// <param name="DropPath">Largest probability of dropping an edge, reached linearly at the last epoch; 0 for none.</param>
/// <param name="Auxiliary">Weight of the auxiliary tower's loss; 0 for no tower.</param>
public sealed record TrainPlan(
    int Epochs,
    int Batch,
    OptimizerPlan Weights,
    ImmutableArray<Augmentation> Augment,
    double DropPath,
    double Auxiliary,
    double LabelSmoothing);
