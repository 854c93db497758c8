namespace NasDsl.Torch;

/// <summary>
/// Data for comparing networks with each other: a part of the training data is kept back to test them on, so that the test data proper
/// say nothing about which network is chosen.
/// </summary>
public static class HeldOut
{
    private enum Streams : ulong { Sample = 101, Divide }

    /// <summary>The training images in two: those to train on, and those held out in the place of the test images.</summary>
    /// <param name="images">takes only so many training images, chosen by the seed; null for all.</param>
    /// <param name="share">of them is held out, between 0 and 1.</param>
    /// <exception cref="DataException">a part would be empty (NAS7011)</exception>
    public static ImageDataset Of(ImageDataset dataset, double share, int? images, long seed)
    {
        var sample = dataset.Train.Sample(images, SeededRandom.Derive((ulong)seed, (ulong)Streams.Sample));
        var (train, held) = sample.Divide(1 - share, SeededRandom.Derive((ulong)seed, (ulong)Streams.Divide));
        return dataset with { Train = train, Test = held };
    }

    /// <summary>
    /// The training images as a search of a supernet divides them: what judged architectures there stands in the place of the test images, and no
    /// weight of the supernet has learned from it.
    /// </summary>
    /// <param name="share">of the images trains weights, between 0 and 1.</param>
    /// <inheritdoc cref="Of(ImageDataset, double, int?, long)"/>
    public static ImageDataset AsInSearch(ImageDataset dataset, double share, int? images, long seed)
    {
        var (train, held) = ImageSearchData.Divide(dataset, share, images, seed);
        return dataset with { Train = train, Test = held };
    }

    /// <summary>The text with its validation part in the place of the test part.</summary>
    public static TextCorpus Of(TextCorpus corpus) => corpus with { Test = corpus.Validation };
}
