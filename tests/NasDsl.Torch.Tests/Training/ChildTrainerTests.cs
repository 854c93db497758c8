using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch.Tests.Training;

public sealed class ChildTrainerTests
{
    private static readonly ImageDataset Dataset = SyntheticData.Create();
    private static readonly TrainSettings Settings = new() { Epochs = 8, BatchSize = 16, Threads = 1 };

    [Fact]
    public void A_child_learns_from_scratch()
    {
        var result = Train(Settings);
        Assert.False(result.Stopped);
        Assert.Equal(8, result.Epochs.Count);
        Assert.True(result.Test is { Accuracy: > 0.9, Images: 48 }, $"{result.Test}");
        Assert.True(result.Seconds > 0);
        Assert.Equal(result.Test, result.Epochs[^1].HeldOut);
        Assert.All(result.Epochs, epoch => Assert.Null(epoch.AlphaEntropy));
    }

    [Fact]
    public void The_same_seed_gives_the_same_network()
    {
        var settings = Settings with { Augment = [new RandomCrop(1), new HorizontalFlip(), new Cutout(2)] };
        Assert.Equal(Train(settings).Test, Train(settings).Test);
        Assert.NotEqual(Train(settings).Test?.Loss, Train(settings with { Seed = 1 }).Test?.Loss);
    }

    [Fact]
    public void Drop_path_rises_linearly_over_the_epochs()
    {
        var (child, network) = TinyChild.Create(0);
        new ChildTrainer(child, Settings with { Epochs = 4, DropPath = 0.2 }).Run(Dataset, SyntheticData.Shape);
        Assert.Equal([0, 0.05, 0.1, 0.15], network.DropPaths.Select(p => Math.Round(p, 12)));
    }

    [Fact]
    public void The_auxiliary_tower_is_trained_with_its_weight()
    {
        var (child, _) = TinyChild.Create(0);
        var before = child.Auxiliary?.parameters().First().detach().clone();
        var with = new ChildTrainer(child, Settings with { Auxiliary = 0.4 }).Run(Dataset, SyntheticData.Shape);
        var after = child.Auxiliary?.parameters().First();

        Assert.NotNull(before);
        Assert.NotNull(after);
        Assert.False(before.SameAs(after));
        Assert.NotEqual(Train(Settings).Test?.Loss, with.Test?.Loss);
    }

    [Fact]
    public void An_auxiliary_loss_needs_a_tower()
    {
        var (child, _) = TinyChild.Create(0);
        ChildTrainer trainer = new(child with { Auxiliary = null }, Settings with { Auxiliary = 0.4 });
        var error = Assert.Throws<TrainingException>(() => trainer.Run(Dataset, SyntheticData.Shape));
        Assert.Equal(TrainingException.NoAuxiliary, error.Code);
    }

    [Fact]
    public void Label_smoothing_changes_the_loss() =>
        Assert.NotEqual(Train(Settings).Epochs[0].TrainLoss, Train(Settings with { LabelSmoothing = 0.1 }).Epochs[0].TrainLoss);

    [Theory, InlineData(OptimizerKind.Adam), InlineData(OptimizerKind.AdamW), InlineData(OptimizerKind.Sgd)]
    public void Every_optimizer_trains(OptimizerKind kind)
    {
        OptimizerSettings optimizer = new()
        {
            Kind = kind, LearningRate = new LearningRate.Cosine(0.02), WeightDecay = 1e-4, Momentum = 0.9, Nesterov = true, Clip = 1,
        };
        Assert.True(Train(Settings with { Optimizer = optimizer }).Test?.Accuracy > 0.9);
    }

    [Fact]
    public void Testing_may_wait_for_the_last_epoch()
    {
        var result = Train(Settings with { Epochs = 3, TestEveryEpoch = false, TestImages = 10 });
        Assert.Equal([null, null, 10L], result.Epochs.Select(epoch => epoch.HeldOut?.Images));
    }

    [Fact]
    public void Limits_are_kept()
    {
        Recorder recorder = new();
        Train(Settings with { Epochs = 2, TrainImages = 40 }, recorder);
        Assert.Equal(4, recorder.Steps.Count);
        recorder = new();
        Train(Settings with { Epochs = 2, MaxStepsPerEpoch = 3 }, recorder);
        Assert.Equal(6, recorder.Steps.Count);
    }

    [Fact]
    public void A_cancelled_training_says_so()
    {
        using CancellationTokenSource cancellation = new();
        var result = Train(Settings, new Recorder(step => { if (step.Step == 2) cancellation.Cancel(); }), cancellation.Token);
        Assert.True(result.Stopped);
        Assert.Null(result.Test);
        Assert.Empty(result.Epochs);
    }

    [Fact]
    public void Steps_leave_no_tensor_behind()
    {
        List<long> live = [];
        Train(Settings with { Auxiliary = 0.4 }, new Recorder(_ => live.Add(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount)));
        Assert.Equal(48, live.Count);
        Assert.Single(live.Skip(1).Distinct());
    }

    [Fact]
    public void A_loss_that_is_not_a_number_ends_training()
    {
        var settings = Settings with { Optimizer = Settings.Optimizer with { LearningRate = new LearningRate.Constant(1e30), Clip = 0 } };
        Assert.Equal(TrainingException.NotFinite, Assert.Throws<TrainingException>(() => Train(settings)).Code);
    }

    [Fact]
    public void Evaluation_changes_nothing_and_restores_the_mode()
    {
        var (child, network) = TinyChild.Create(0);
        network.train();
        var before = network.buffers().Select(buffer => buffer.clone()).ToList();
        ImageBatches batches = new(Dataset.Test, Normalization.Of(Dataset.Train), SyntheticData.Shape, 7);
        var once = Classifier.Evaluate(child.Network, batches, Devices.Parse("cpu"));

        Assert.Equal(once, Classifier.Evaluate(child.Network, batches, Devices.Parse("cpu")));
        Assert.Equal(48, once.Images);
        Assert.InRange(once.Loss, 0.5, 3);
        Assert.True(network.training);
        Assert.All(network.buffers().Zip(before), pair => Assert.True(pair.First.SameAs(pair.Second)));
    }

    [RealDataFact("fashion-mnist")]
    public void A_small_network_learns_fashion_mnist_padded_to_32_pixels()
    {
        manual_seed(0);
        ChildModel child = new(Sequential(Flatten(), Linear(1024, 64), ReLU(), Linear(64, 10)));
        var settings = Settings with { Epochs = 2, BatchSize = 64, TrainImages = 4000, TestImages = 1000, TestEveryEpoch = false };
        var result = new ChildTrainer(child, settings).Run(DatasetCatalog.Open("fashion-mnist"), new ImageShape(1, 32, 32));
        Assert.InRange(result.Test?.Accuracy ?? 0, 0.72, 0.9);
    }

    private static TrainResult Train(
        TrainSettings settings, ITrainingObserver? observer = null, CancellationToken cancellation = default) =>
        new ChildTrainer(TinyChild.Create(settings.Seed).Child, settings).Run(Dataset, SyntheticData.Shape, observer, cancellation);
}
