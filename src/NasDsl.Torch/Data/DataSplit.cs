namespace NasDsl.Torch;

/// <summary>
/// Labelled images, or a selection of them: pixels 0 to 255, image after image, each [C, H, W]; one label an image.
/// A selection shares the arrays of the whole.
/// </summary>
public sealed class DataSplit
{
    private readonly byte[] images;
    private readonly byte[] labels;
    private readonly int[] selection;

    /// <param name="images">N * C * H * W bytes.</param>
    /// <param name="labels">N class numbers.</param>
    /// <exception cref="ArgumentException">the two arrays do not hold the same number of images</exception>
    public DataSplit(byte[] images, byte[] labels, ImageShape shape)
        : this(images, labels, shape, [.. Enumerable.Range(0, labels.Length)])
    {
        if (images.LongLength != (long)labels.Length * shape.Size)
            throw new ArgumentException($"{images.Length} bytes are not {labels.Length} images of {shape}");
    }

    private DataSplit(byte[] images, byte[] labels, ImageShape shape, int[] selection)
    {
        this.images = images;
        this.labels = labels;
        this.selection = selection;
        Shape = shape;
    }

    public ImageShape Shape { get; }

    public int Count => selection.Length;

    /// <summary>The pixels of image <paramref name="index"/>, [C, H, W].</summary>
    public ReadOnlySpan<byte> Image(int index) => images.AsSpan(selection[index] * Shape.Size, Shape.Size);

    public int Label(int index) => labels[selection[index]];

    /// <summary>At most <paramref name="count"/> images, drawn without replacement; all of them when null.</summary>
    public DataSplit Sample(int? count, ulong seed) =>
        count is not { } limit || limit >= Count ? this : Select(Shuffled(seed)[..limit]);

    /// <summary>Divides the images at random into <paramref name="fraction"/> of them and the rest.</summary>
    /// <exception cref="DataException">a part would be empty (NAS7011)</exception>
    public (DataSplit First, DataSplit Second) Divide(double fraction, ulong seed)
    {
        var cut = (int)Math.Floor(Count * fraction);
        if (cut < 1 || cut >= Count)
        {
            throw new DataException(
                DataException.TooFewImages,
                FormattableString.Invariant($"{Count} images cannot be split at {fraction:P0}: one part would be empty"),
                "take more images, or a split nearer 50%");
        }

        var order = Shuffled(seed);
        return (Select(order[..cut]), Select(order[cut..]));
    }

    private int[] Shuffled(ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        new SeededRandom(seed).Shuffle(order);
        return order;
    }

    private DataSplit Select(int[] order) => new(images, labels, Shape, [.. order.Select(index => selection[index])]);
}
