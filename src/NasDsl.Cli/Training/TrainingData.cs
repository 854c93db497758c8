using NasDsl.Cli.Commands;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Torch;

namespace NasDsl.Cli.Training;

/// <summary>What a run trains on: images or a text, as the network's input says.</summary>
internal abstract class TrainingData
{
    /// <summary>What the data of a search or training that no weight learns from are called in the metrics.</summary>
    public abstract string HeldOut { get; }

    /// <summary>What is counted: images or tokens.</summary>
    public abstract string Unit { get; }

    /// <summary>Opens the data for a network and says how they are fitted to it.</summary>
    /// <exception cref="InputException">The network takes neither images nor tokens (NAS9016).</exception>
    /// <exception cref="DataException">The data set is missing, damaged or does not fit.</exception>
    public static TrainingData Load(Session session, SearchSpace space, RunSettings settings)
    {
        if (space.Network.Inputs is [{ Shape: { Vocabulary: not null } tokens }])
            return TextData.Load(session, space, tokens, settings);
        return ImageData.Load(session, space, settings.Data);
    }

    /// <summary>The same data for comparing networks: tested is on a part of the training data that is kept back.</summary>
    /// <param name="share">Of the training images; a text has a validation part of its own.</param>
    /// <param name="images">Takes only so many training images; null for all.</param>
    /// <exception cref="DataException">A part would be empty.</exception>
    public abstract TrainingData HoldOut(double share, int? images, long seed);

    /// <summary>The same, in the two parts into which a search of a supernet divides the training data.</summary>
    /// <param name="split">The share of the images that trains the weights of the supernet.</param>
    /// <exception cref="DataException">A part would be empty.</exception>
    public abstract TrainingData HoldOutAsInSearch(double split, int? images, long seed);

    /// <summary>A batch of the training data, without augmentation, on the CPU; the caller disposes of it.</summary>
    public abstract ScoreBatch Batch(int size, long seed);

    public abstract TrainResult Train(
        ChildModel model, TrainSettings settings, ITrainingObserver observer, CancellationToken cancellation);

    /// <summary>What the images are given before the network sees them; null for a text.</summary>
    public virtual Normalization? Normalization => null;

    /// <summary>The same, for a search.</summary>
    public abstract SearchSource Source { get; }

    protected static InputException NotTrainable(SearchSpace space, string problem) =>
        new(Diagnose.NotTrainable(space.Name, problem));
}

/// <summary>The images of a run, and the shape in which the network takes them.</summary>
internal sealed class ImageData(ImageDataset dataset, ImageShape shape) : TrainingData
{
    public override string HeldOut => "test";

    public override string Unit => "images";

    public static ImageData Load(Session session, SearchSpace space, string name)
    {
        var shape = ShapeOf(space);
        var isKnown = DatasetCatalog.Names.Contains(name);
        var dataset = DatasetCatalog.Open(isKnown ? name : session.Terminal.PathOf(name));
        if (new ImageFit(dataset.Shape, shape).FitNote is { } note)
            session.Note($"note: {note}");
        return new ImageData(dataset, shape);
    }

    public override TrainingData HoldOut(double share, int? images, long seed) =>
        new ImageData(Torch.HeldOut.Of(dataset, share, images, seed), shape);

    public override TrainingData HoldOutAsInSearch(double split, int? images, long seed) =>
        new ImageData(Torch.HeldOut.AsInSearch(dataset, split, images, seed), shape);

    public override ScoreBatch Batch(int size, long seed)
    {
        var batches = new ImageBatches(dataset.Train, Normalization.Of(dataset.Train), shape, size);
        var batch = batches.Training((ulong)seed, 0, []).First();
        var device = Devices.Parse(Devices.Default);
        return new ScoreBatch(batch.Images(device, TorchSharp.torch.ScalarType.Float32), batch.Targets(device));
    }

    public override TrainResult Train(
        ChildModel model, TrainSettings settings, ITrainingObserver observer, CancellationToken cancellation) =>
        new ChildTrainer(model, settings).Run(dataset, shape, observer, cancellation);

    public override Normalization Normalization => Normalization.Of(dataset.Train);

    public override SearchSource Source => new ImageSource(dataset, shape);

    private static ImageShape ShapeOf(SearchSpace space)
    {
        var network = space.Network;
        if (network.Inputs is not [{ Shape: { IsImage: true } image }])
            throw NotTrainable(space, "it must take one image [channels, height, width], or tokens [steps] of a vocabulary");
        if (network.Outputs is not [var output] || network.ShapeOf(output).Rank != 1)
            throw NotTrainable(space, "its output must be one vector with a value for each class");
        return new ImageShape((int)image.Channels, (int)image.Height, (int)image.Width);
    }
}

/// <summary>The text of a run, as numbers of the network's tokens.</summary>
internal sealed class TextData(TextCorpus corpus, int steps) : TrainingData
{
    public override string HeldOut => "validation";

    public override string Unit => "tokens";

    public static TextData Load(Session session, SearchSpace space, Shape tokens, RunSettings settings)
    {
        var network = space.Network;
        if (network.Outputs is not [var output] || network.ShapeOf(output) is not { IsSequence: true } logits
            || logits.Steps != tokens.Steps)
            throw NotTrainable(space, "its output must be a sequence with a value for each token at each step");
        var isKnown = TextCatalog.Names.Contains(settings.Data);
        var files = TextCatalog.Open(isKnown ? settings.Data : session.Terminal.PathOf(settings.Data));
        var corpus = TextCorpus.Of(files, (int)Math.Min(tokens.Vocabulary ?? 0, int.MaxValue), settings.ReadsCharacters ? TextLevel.Characters : TextLevel.Words);
        if (corpus.Vocabulary.Count < tokens.Vocabulary)
            session.Note(FormattableString.Invariant(
                $"note: the text has {corpus.Vocabulary.Count} different tokens, the network is declared for {tokens.Vocabulary}"));
        return new TextData(corpus, (int)tokens.Steps);
    }

    public override TrainingData HoldOut(double share, int? images, long seed) => new TextData(Torch.HeldOut.Of(corpus), steps);

    public override TrainingData HoldOutAsInSearch(double split, int? images, long seed) =>
        new TextData(Torch.HeldOut.Of(corpus with { Train = corpus.Train[..Math.Min(images ?? int.MaxValue, corpus.Train.Length)] }), steps);

    public override ScoreBatch Batch(int size, long seed)
    {
        var batch = new TextBatches(corpus.Train, size, steps, "training part").All().First();
        var device = Devices.Parse(Devices.Default);
        return new ScoreBatch(batch.Inputs(device), batch.Targets(device));
    }

    public override TrainResult Train(
        ChildModel model, TrainSettings settings, ITrainingObserver observer, CancellationToken cancellation) =>
        new TextTrainer(model, settings).Run(corpus, steps, observer, cancellation);

    public override SearchSource Source => new TextSource(corpus, steps);
}
