namespace NasDsl.Torch;

/// <summary>
/// Cuts a split into batches of the network's shape. The order of the images and what augmentation does to each
/// depend on the seed and the epoch alone.
/// </summary>
public sealed class ImageBatches
{
    private readonly DataSplit split;
    private readonly Normalization normalization;
    private readonly float[] black;

    /// <exception cref="DataException">the images do not fit the shape (NAS7009), or there are none (NAS7011)</exception>
    public ImageBatches(DataSplit split, Normalization normalization, ImageShape shape, int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        if (split.Count == 0)
            throw new DataException(DataException.TooFewImages, "there are no images", "take more images");
        Fit = new ImageFit(split.Shape, shape);
        this.split = Fit.Factor > 1 ? split.Shrunk(Fit.Factor) : split;
        this.normalization = normalization;
        BatchSize = Math.Min(batchSize, split.Count);
        black = [.. Enumerable.Range(0, shape.Channels).Select(c => normalization.Black(split.Shape.Channels == 1 ? 0 : c))];
    }

    /// <summary>How the images are fitted to the network's shape.</summary>
    public ImageFit Fit { get; }

    /// <summary>Images in a full batch; never more than there are.</summary>
    public int BatchSize { get; }

    public int ImageCount => split.Count;

    /// <summary>Full batches in an epoch of training.</summary>
    public int TrainingBatches => split.Count / BatchSize;

    /// <summary>
    /// One epoch of full batches in random order. Images that do not fill a batch are left out of this epoch: a
    /// batch of one or two would upset batch normalisation.
    /// </summary>
    /// <param name="skip">how many batches at the beginning to leave out.</param>
    public IEnumerable<ImageBatch> Training(ulong seed, int epoch, IReadOnlyList<Augmentation> augmentations, int skip = 0)
    {
        var epochSeed = SeededRandom.Derive(seed, (ulong)epoch);
        int[] order = [.. Enumerable.Range(0, split.Count)];
        new SeededRandom(epochSeed).Shuffle(order);
        for (var start = skip * BatchSize; start + BatchSize <= order.Length; start += BatchSize)
            yield return Prepare(order.AsSpan(start, BatchSize), epochSeed, augmentations);
    }

    /// <summary>Every image once, in the order of the split, without augmentation.</summary>
    public IEnumerable<ImageBatch> Evaluation()
    {
        int[] order = [.. Enumerable.Range(0, split.Count)];
        for (var start = 0; start < order.Length; start += BatchSize)
            yield return Prepare(order.AsSpan(start, Math.Min(BatchSize, order.Length - start)), 0, []);
    }

    private ImageBatch Prepare(ReadOnlySpan<int> indices, ulong epochSeed, IReadOnlyList<Augmentation> augmentations)
    {
        var shape = Fit.Declared;
        var (pixels, labels) = (new float[indices.Length * shape.Size], new long[indices.Length]);
        for (var i = 0; i < indices.Length; i++)
        {
            var image = pixels.AsSpan(i * shape.Size, shape.Size);
            labels[i] = split.Label(indices[i]);
            Fit.Write(split.Image(indices[i]), normalization, image);
            // An image's own stream: what happens to it does not depend on the batch it is in.
            var random = new SeededRandom(SeededRandom.Derive(epochSeed, (ulong)indices[i]));
            foreach (var augmentation in augmentations)
                augmentation.Apply(image, shape, black, random);
        }

        return new ImageBatch(pixels, labels, shape);
    }
}
