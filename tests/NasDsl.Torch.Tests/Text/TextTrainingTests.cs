using NasDsl.Torch.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace NasDsl.Torch.Tests.Text;

public sealed class TextTrainingTests
{
    private const int Steps = 4;

    /// <summary>Each word follows from the two before: only who remembers can guess it.</summary>
    private static readonly TextCorpus Corpus = TextCorpus.Of(
        new TextFiles("rhyme", Rhyme(120), Rhyme(20), Rhyme(20)), 12);

    private static readonly TrainSettings Training = new()
    {
        Epochs = 6,
        BatchSize = 8,
        Threads = 1,
        Optimizer = new() { Kind = OptimizerKind.Adam, LearningRate = new LearningRate.Constant(0.02), Clip = 1 },
    };

    private static readonly SearchSettings Searching = new()
    {
        Epochs = 3,
        BatchSize = 8,
        Threads = 1,
        Weights = new() { Kind = OptimizerKind.Sgd, LearningRate = new LearningRate.Constant(0.5), Clip = 1 },
        Alphas = new() { Kind = OptimizerKind.Adam, LearningRate = new LearningRate.Constant(0.05) },
    };

    [Fact]
    public void A_network_learns_a_text_and_its_loss_falls()
    {
        var (result, reader) = Train(Training);

        Assert.False(result.Stopped);
        Assert.All(result.Epochs, epoch => Assert.True(epoch.CountsTokens));
        Assert.True(result.Epochs[^1].TrainLoss < 0.5 * result.Epochs[0].TrainLoss, $"{result.Epochs[0].TrainLoss} to {result.Epochs[^1].TrainLoss}");
        Assert.True(result.Test is { Accuracy: > 0.7, Loss: < 0.6 }, $"{result.Test}");
        // States are carried in all windows but the first of each pass.
        Assert.Equal(2 * Training.Epochs + 1, reader.Carried.Count(c => !c));
    }

    [Fact]
    public void The_same_seed_gives_the_same_network()
    {
        Assert.Equal(Train(Training).Result.Test, Train(Training).Result.Test);
        Assert.NotEqual(Train(Training).Result.Test, Train(Training, seed: 2).Result.Test);
    }

    [Fact]
    public void Settings_limit_steps_and_tokens()
    {
        var recorder = new Recorder();
        var reader = TinyReader.Create(1, Corpus.Vocabulary.Count);
        var settings = Training with { Epochs = 2, MaxStepsPerEpoch = 3, TrainImages = 300, TestImages = 60 };
        var result = new TextTrainer(Model(reader), settings).Run(Corpus, Steps, recorder);

        Assert.Equal(6, recorder.Steps.Count);
        Assert.Equal(2 * 3 * 8 * Steps, recorder.Steps[^1].ImagesSeen);
        Assert.InRange(result.Test?.Images ?? 0, 30, 60);
    }

    [Fact]
    public void A_cancelled_training_stops_between_windows()
    {
        using var cancellation = new CancellationTokenSource();
        var recorder = new Recorder(step => { if (step.Step == 2) cancellation.Cancel(); });
        var result = new TextTrainer(Model(TinyReader.Create(1, Corpus.Vocabulary.Count)), Training)
            .Run(Corpus, Steps, recorder, cancellation.Token);

        Assert.True(result.Stopped);
        Assert.Null(result.Test);
        Assert.Equal(2, recorder.Steps.Count);
    }

    [Fact]
    public void Too_few_outputs_or_too_little_text_are_errors()
    {
        var few = Assert.Throws<TrainingException>(() => new TextTrainer(Model(TinyReader.Create(1, 3)), Training).Run(
            Corpus with { Train = new int[200], Validation = new int[200], Test = new int[200] }, Steps));
        Assert.Equal(TrainingException.TooFewOutputs, few.Code);
        var reader = TinyReader.Create(1, Corpus.Vocabulary.Count);
        var little = Assert.Throws<DataException>(
            () => new TextTrainer(Model(reader), Training with { BatchSize = 10_000 }).Run(Corpus, Steps));
        Assert.Equal(DataException.TooLittleText, little.Code);
    }

    [Theory, InlineData(1), InlineData(2)]
    public void A_search_moves_alphas_and_weights(int order)
    {
        var reader = TinyReader.Create(1, Corpus.Vocabulary.Count);
        var supernet = new SupernetModel(reader, reader.Alphas, reader.ForwardFrom);
        var before = supernet.AlphaValues()["function"];
        var result = new SupernetSearch(supernet, Searching with { Order = order }).Run(new TextSource(Corpus, Steps));

        Assert.False(result.Stopped);
        Assert.True(result.Epochs[^1].TrainLoss < result.Epochs[0].TrainLoss);
        Assert.All(result.Alphas["function"].Zip(before), a => Assert.NotEqual(a.First, a.Second));
        Assert.Contains(true, reader.Carried);
        Assert.NotNull(result.Epochs[^1].AlphaEntropy);
    }

    [Fact]
    public void The_same_seed_finds_the_same_alphas_to_the_bit()
    {
        Assert.Equal(Alphas(1), Alphas(1));
        Assert.NotEqual(Alphas(1), Alphas(2));

        static double[] Alphas(long seed)
        {
            var reader = TinyReader.Create(seed, Corpus.Vocabulary.Count);
            return new SupernetSearch(new SupernetModel(reader, reader.Alphas, reader.ForwardFrom), Searching with { Epochs = 1 })
                .Run(new TextSource(Corpus, Steps)).Alphas["function"];
        }
    }

    [Theory, InlineData(3), InlineData(5)]
    public void A_search_that_goes_on_ends_as_one_that_did_not_stop(int steps)
    {
        var reader = TinyReader.Create(1, Corpus.Vocabulary.Count);
        var whole = new SupernetSearch(Supernet(reader), Searching).Run(new TextSource(Corpus, Steps));

        Checkpoint? kept = null;
        using CancellationTokenSource stop = new();
        var first = TinyReader.Create(1, Corpus.Vocabulary.Count);
        new SupernetSearch(Supernet(first), Searching) { Keep = c => kept = c }.Run(
            new TextSource(Corpus, Steps), new Recorder(_ => { if (--steps == 0) stop.Cancel(); }), stop.Token);
        var second = TinyReader.Create(2, Corpus.Vocabulary.Count);
        var resumed = new SupernetSearch(Supernet(second), Searching) { From = kept }.Run(new TextSource(Corpus, Steps));

        Assert.Equal(whole.Alphas["function"], resumed.Alphas["function"]);
        Assert.Equal(whole.Epochs.Select(epoch => epoch.TrainLoss), resumed.Epochs.Select(epoch => epoch.TrainLoss));
        Assert.All(reader.state_dict(), item => Assert.True(item.Value.SameAs(second.state_dict()[item.Key]), item.Key));
    }

    private static SupernetModel Supernet(TinyReader reader) => new(reader, reader.Alphas, reader.ForwardFrom);

    private static ChildModel Model(TinyReader reader) => new(reader, ForwardFrom: reader.ForwardFrom);

    private static (TrainResult Result, TinyReader Reader) Train(TrainSettings settings, long seed = 1)
    {
        var reader = TinyReader.Create(seed, Corpus.Vocabulary.Count);
        return (new TextTrainer(Model(reader), settings with { Seed = seed }).Run(Corpus, Steps), reader);
    }

    private static string Rhyme(int lines)
    {
        var (a, b) = (1, 1);
        var words = new List<string>();
        for (var i = 0; i < 10 * lines; i++)
        {
            (a, b) = (b, (a + b) % 7);
            words.Add($"w{b}");
        }

        return string.Join(' ', words);
    }
}
