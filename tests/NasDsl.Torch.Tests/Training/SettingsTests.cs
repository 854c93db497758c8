namespace NasDsl.Torch.Tests.Training;

public sealed class SettingsTests
{
    public static TheoryData<string, SearchSettings> BadSearches => new()
    {
        { "`order` must be 1 or 2, found 3", new SearchSettings { Order = 3 } },
        { "`epochs` must be 1 or more, found 0", new SearchSettings { Epochs = 0 } },
        { "`batch` must be 1 or more, found -1", new SearchSettings { BatchSize = -1 } },
        { "`split` must be between 0% and 100%, found 1", new SearchSettings { TrainFraction = 1 } },
        { "`alphas.lr` must be more than 0, found 0", new SearchSettings { Alphas = Adam(0) } },
        { "`alphas.betas` must be from 0 to less than 1, found 1", new SearchSettings { Alphas = Adam(1) with { Beta2 = 1 } } },
        { "`order` must be 1 unless `weights` are trained by `sgd`, found 2", new SearchSettings { Order = 2, Weights = Adam(1) } },
        { "`weights.momentum` must be more than 0 with `nesterov`, found 0",
            new SearchSettings { Weights = Adam(1) with { Nesterov = true } } },
    };

    [Theory, MemberData(nameof(BadSearches))]
    public void A_setting_out_of_range_is_refused(string message, SearchSettings settings)
    {
        SupernetSearch trainer = new(TinySupernet.Create(0), settings);
        var error = Assert.Throws<TrainingException>(() => trainer.Run(new ImageSource(SyntheticData.Create(), SyntheticData.Shape)));
        Assert.Equal((TrainingException.BadSetting, message), (error.Code, error.Message));
    }

    [Fact]
    public void A_probability_of_one_drops_everything()
    {
        ChildTrainer trainer = new(TinyChild.Create(0).Child, new TrainSettings { DropPath = 1 });
        var error = Assert.Throws<TrainingException>(() => trainer.Run(SyntheticData.Create(), SyntheticData.Shape));
        Assert.Equal("`drop_path` must be from 0 to less than 1, found 1", error.Message);
    }

    [Fact]
    public void Learning_rates_follow_their_curves()
    {
        Assert.Equal([0.5, 0.5], Curve(new LearningRate.Constant(0.5), 2));
        Assert.Equal([1.0, 0.625, 0.25], Curve(new LearningRate.Cosine(1, 0.25), 2, extra: 1));
        Assert.Equal([1.0, 0.6, 0.2], Curve(new LearningRate.Linear(1, 0.2), 2, extra: 1));
        Assert.Equal([1.0, 1.0, 0.1, 0.1, 0.01], Curve(new LearningRate.Step(1, 0.1, 2), 5));
    }

    [Fact]
    public void Entropy_is_in_nats()
    {
        Assert.Equal(Math.Log(4), AlphaEntropy.Of([2, 2, 2, 2]), 12);
        Assert.Equal(0, AlphaEntropy.Of([1000, 0, 0]), 12);
        Assert.Equal(Math.Log(3), AlphaEntropy.Mean(TinySupernet.Create(0)), 4);
    }

    [Theory, InlineData("gpu"), InlineData("cuda:"), InlineData("cuda:x"), InlineData("cuda:1:2"), InlineData("")]
    public void An_unknown_device_is_refused(string name) =>
        Assert.Equal(DeviceException.Unknown, Assert.Throws<DeviceException>(() => Devices.Parse(name)).Code);

    [Fact]
    public void A_device_beyond_the_last_is_refused_with_help()
    {
        var error = Assert.Throws<DeviceException>(() => Devices.Parse("cuda:4096"));
        Assert.Equal(DeviceException.Unavailable, error.Code);
        Assert.NotNull(error.Help);
    }

    [Fact]
    public void The_processor_is_a_device() => Assert.Equal(TorchSharp.DeviceType.CPU, Devices.Parse("cpu").type);

    private static OptimizerSettings Adam(double rate) => new() { Kind = OptimizerKind.Adam, LearningRate = new LearningRate.Constant(rate) };

    private static IEnumerable<double> Curve(LearningRate rate, int epochs, int extra = 0) =>
        Enumerable.Range(0, epochs + extra).Select(epoch => Math.Round(rate.At(epoch, epochs), 12));
}
