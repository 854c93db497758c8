namespace NasDsl.Torch;

/// <summary>How a supernet is searched; the defaults are those of DARTS on CIFAR-10 (Liu et al., 2019).</summary>
public sealed record SearchSettings
{
    /// <summary>How architectures are searched; null for DARTS of this <see cref="Order"/>.</summary>
    public SearchMethod? Method { get; init; }

    /// <summary>Of DARTS. 1: the architecture gradient at the current weights; 2: through one virtual step of the weights.</summary>
    public int Order { get; init; } = 1;

    public int Epochs { get; init; } = 50;

    public int BatchSize { get; init; } = 64;

    /// <summary>The part of the training images that trains weights; the rest trains alphas.</summary>
    public double TrainFraction { get; init; } = 0.5;

    public OptimizerSettings Weights { get; init; } = new()
    {
        Kind = OptimizerKind.Sgd,
        LearningRate = new LearningRate.Cosine(0.025, 0.001),
        Momentum = 0.9,
        WeightDecay = 3e-4,
        Clip = 5,
    };

    public OptimizerSettings Alphas { get; init; } = new()
    {
        Kind = OptimizerKind.Adam,
        LearningRate = new LearningRate.Constant(3e-4),
        Beta1 = 0.5,
        WeightDecay = 1e-3,
    };

    /// <summary>Made to every image of both parts, in this order.</summary>
    public IReadOnlyList<Augmentation> Augment { get; init; } = [];

    /// <summary>Decides the split and the order of the images, and everything drawn at random while training.</summary>
    public long Seed { get; init; }

    /// <summary>Threads of one operation; 0 leaves libtorch's choice.</summary>
    public int Threads { get; init; }

    /// <summary>See <see cref="Devices.Parse"/>.</summary>
    public string Device { get; init; } = Devices.Default;

    /// <summary>Ends an epoch early; null takes all batches.</summary>
    public int? MaxStepsPerEpoch { get; init; }

    /// <summary>Takes only that many training images, chosen by the seed; null takes all.</summary>
    public int? TrainImages { get; init; }

    internal void Validate()
    {
        Method?.Validate();
        Settings.Require(Order is 1 or 2, "order", "1 or 2", Order);
        Settings.Require(Order == 1 || Weights.Kind == OptimizerKind.Sgd, "order", "1 unless `weights` are trained by `sgd`", Order);
        Settings.Require(Epochs > 0, "epochs", "1 or more", Epochs);
        Settings.Require(BatchSize > 0, "batch", "1 or more", BatchSize);
        Settings.Require(TrainFraction is > 0 and < 1, "split", "between 0% and 100%", TrainFraction);
        Settings.Require(MaxStepsPerEpoch is null or > 0, "max_steps", "1 or more", MaxStepsPerEpoch ?? 0);
        Settings.Require(TrainImages is null or > 1, "train_images", "2 or more", TrainImages ?? 0);
        Settings.Require(Threads >= 0, "threads", "0 or more", Threads);
        Weights.Validate("weights");
        Alphas.Validate("alphas");
    }
}
