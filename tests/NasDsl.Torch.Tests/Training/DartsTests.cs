using TorchSharp;

namespace NasDsl.Torch.Tests.Training;

public sealed class DartsTests
{
    private static readonly ImageDataset Dataset = SyntheticData.Create();

    private static readonly SearchSettings Settings = new()
    {
        Epochs = 3,
        BatchSize = 16,
        Alphas = new() { Kind = OptimizerKind.Adam, LearningRate = new LearningRate.Constant(0.01), Beta1 = 0.5, WeightDecay = 1e-3 },
        Threads = 1,
    };

    [Theory, InlineData(1), InlineData(2)]
    public void A_seed_decides_the_alphas_to_the_bit(int order)
    {
        var settings = Settings with { Order = order, Augment = [new RandomCrop(1), new HorizontalFlip()] };
        var once = Search(settings).Alphas;
        var again = Search(settings).Alphas;
        var other = Search(settings with { Seed = 1 }).Alphas;
        Assert.Equal(Bits(once), Bits(again));
        Assert.NotEqual(Bits(once), Bits(other));
    }

    [Fact]
    public void The_second_order_finds_other_alphas_than_the_first() =>
        Assert.NotEqual(Bits(Search(Settings).Alphas), Bits(Search(Settings with { Order = 2 }).Alphas));

    [Fact]
    public void A_search_learns_and_decides()
    {
        var result = Search(Settings with { Epochs = 12 });
        var (first, last) = (result.Epochs[0], result.Epochs[^1]);

        Assert.False(result.Stopped);
        Assert.Equal(12, result.Epochs.Count);
        Assert.True(last.TrainLoss < 0.5 * first.TrainLoss, $"{first.TrainLoss} -> {last.TrainLoss}");
        Assert.True(last.HeldOut?.Accuracy > 0.9, $"{last.HeldOut}");
        Assert.InRange(first.AlphaEntropy ?? 0, 1.08, Math.Log(3));
        Assert.True(last.AlphaEntropy < first.AlphaEntropy);
        Assert.Equal(last.Alphas["first"], result.Alphas["first"]);
    }

    [Fact]
    public void Every_step_and_epoch_is_reported()
    {
        Recorder recorder = new();
        Search(Settings with { MaxStepsPerEpoch = 2 }, recorder);

        Assert.Equal([(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (3, 2)], recorder.Steps.Select(step => (step.Epoch, step.Step)));
        Assert.Equal([16, 32, 48, 64, 80, 96], recorder.Steps.Select(step => step.ImagesSeen));
        Assert.All(recorder.Steps, step => Assert.Equal((3, 2), (step.Epochs, step.Steps)));
        Assert.Equal([1, 2, 3], recorder.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(0.025, recorder.Steps[0].LearningRate);
        Assert.Equal(0.001 + 0.024 * 0.75, recorder.Steps[2].LearningRate, 12);
        Assert.Equal(TimeSpan.Zero, recorder.Steps[^1].Remaining);
        Assert.True(recorder.Steps[0].Remaining > TimeSpan.Zero);
        Assert.All(recorder.Epochs, epoch => Assert.Equal(32, epoch.HeldOut?.Images));
    }

    [Fact]
    public void A_cancelled_search_returns_what_it_has()
    {
        using CancellationTokenSource cancellation = new();
        Recorder recorder = new(step => { if (step.ImagesSeen == 64) cancellation.Cancel(); });
        var result = Search(Settings, recorder, cancellation.Token);

        Assert.True(result.Stopped);
        Assert.Equal(4, recorder.Steps.Count);
        Assert.Single(result.Epochs);
        Assert.NotEqual(result.Epochs[0].Alphas["first"], result.Alphas["first"]);
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Steps_leave_no_tensor_behind(int order)
    {
        List<long> live = [];
        Recorder recorder = new(_ => live.Add(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount));
        Search(Settings with { Order = order, Epochs = 10 }, recorder);

        // The first step creates the optimizers' state.
        Assert.Equal(30, live.Count);
        Assert.Single(live.Skip(1).Distinct());
    }

    [Fact]
    public void A_loss_that_is_not_a_number_ends_the_search()
    {
        var settings = Settings with { Weights = Settings.Weights with { LearningRate = new LearningRate.Constant(1e30), Clip = 0 } };
        var error = Assert.Throws<TrainingException>(() => Search(settings));
        Assert.Equal(TrainingException.NotFinite, error.Code);
        Assert.Matches("^the loss became .* in epoch 1, step [0-9]+$", error.Message);
        Assert.Contains("lower the learning rate", error.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_without_decisions_is_refused()
    {
        var supernet = TinySupernet.Create(0);
        SupernetSearch trainer = new(supernet with { Alphas = new Dictionary<string, TorchSharp.Modules.Parameter>() }, Settings);
        var error = Assert.Throws<TrainingException>(() => trainer.Run(new ImageSource(Dataset, SyntheticData.Shape)));
        Assert.Equal(TrainingException.NothingToSearch, error.Code);
    }

    [Fact]
    public void A_network_with_too_few_outputs_is_refused()
    {
        TinySupernet network = new(classes: 2);
        SupernetSearch trainer = new(new SupernetModel(network, network.Alphas), Settings);
        var error = Assert.Throws<TrainingException>(() => trainer.Run(new ImageSource(Dataset, SyntheticData.Shape)));
        Assert.Equal("the network has 2 outputs, the data set has 3 classes", error.Message);
    }

    [Fact]
    public void The_weights_are_all_parameters_but_the_alphas()
    {
        var supernet = TinySupernet.Create(0);
        Assert.Equal(supernet.Network.parameters().Count() - 2, supernet.Weights().Count);
        Assert.DoesNotContain(supernet.Alphas["first"].Handle, supernet.Weights().Select(weight => weight.Handle));
    }

    [Fact]
    public void Alphas_move_on_the_validation_part_and_weights_on_the_training_part()
    {
        var frozen = Settings.Alphas with { LearningRate = new LearningRate.Constant(1e-30), WeightDecay = 0 };
        var supernet = TinySupernet.Create(0);
        var before = supernet.AlphaValues();
        var weight = supernet.Weights()[0].detach().clone();
        new SupernetSearch(supernet, Settings with { Alphas = frozen }).Run(new ImageSource(Dataset, SyntheticData.Shape));

        Assert.Equal(Bits(before), Bits(supernet.AlphaValues()));
        Assert.False(weight.SameAs(supernet.Weights()[0]));
    }

    private static SearchResult Search(
        SearchSettings settings, ITrainingObserver? observer = null, CancellationToken cancellation = default) =>
        new SupernetSearch(TinySupernet.Create(settings.Seed), settings).Run(new ImageSource(Dataset, SyntheticData.Shape), observer, cancellation);

    private static IEnumerable<long> Bits(IReadOnlyDictionary<string, double[]> alphas) =>
        alphas.OrderBy(item => item.Key).SelectMany(item => item.Value).Select(BitConverter.DoubleToInt64Bits);
}
