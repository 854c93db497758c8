namespace NasDsl.Torch;

/// <summary>How a network is trained from scratch; the defaults are those of DARTS on CIFAR-10 (Liu et al., 2019).</summary>
public sealed record TrainSettings
{
    public int Epochs { get; init; } = 600;

    public int BatchSize { get; init; } = 96;

    public OptimizerSettings Optimizer { get; init; } = new()
    {
        Kind = OptimizerKind.Sgd,
        LearningRate = new LearningRate.Cosine(0.025),
        Momentum = 0.9,
        WeightDecay = 3e-4,
        Clip = 5,
    };

    /// <summary>Made to every training image, in this order.</summary>
    public IReadOnlyList<Augmentation> Augment { get; init; } = [];

    /// <summary>The probability that a path is dropped, reached linearly over the epochs from 0.</summary>
    public double DropPath { get; init; }

    /// <summary>The weight of the auxiliary tower's loss; 0 trains without the tower.</summary>
    public double Auxiliary { get; init; }

    /// <summary>The share of the target spread over all classes (Szegedy et al., 2016).</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Decides the order of the images, and everything drawn at random while training.</summary>
    public long Seed { get; init; }

    /// <summary>Threads of one operation; 0 leaves libtorch's choice.</summary>
    public int Threads { get; init; }

    /// <summary>See <see cref="Devices.Parse"/>.</summary>
    public string Device { get; init; } = Devices.Default;

    /// <summary>Ends an epoch early; null takes all batches.</summary>
    public int? MaxStepsPerEpoch { get; init; }

    /// <summary>Takes only that many training images, chosen by the seed; null takes all.</summary>
    public int? TrainImages { get; init; }

    /// <summary>Takes only that many test images, chosen by the seed; null takes all.</summary>
    public int? TestImages { get; init; }

    /// <summary>Tests after every epoch instead of after the last one only.</summary>
    public bool TestEveryEpoch { get; init; } = true;

    internal void Validate()
    {
        Settings.Require(Epochs > 0, "epochs", "1 or more", Epochs);
        Settings.Require(BatchSize > 0, "batch", "1 or more", BatchSize);
        Settings.Require(DropPath is >= 0 and < 1, "drop_path", "from 0 to less than 1", DropPath);
        Settings.Require(Auxiliary >= 0, "auxiliary", "0 or more", Auxiliary);
        Settings.Require(LabelSmoothing is >= 0 and < 1, "label_smoothing", "from 0 to less than 1", LabelSmoothing);
        Settings.Require(MaxStepsPerEpoch is null or > 0, "max_steps", "1 or more", MaxStepsPerEpoch ?? 0);
        Settings.Require(TrainImages is null or > 0, "train_images", "1 or more", TrainImages ?? 0);
        Settings.Require(TestImages is null or > 0, "test_images", "1 or more", TestImages ?? 0);
        Settings.Require(Threads >= 0, "threads", "0 or more", Threads);
        Optimizer.Validate("weights");
    }
}
