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

    /// <summary>
    /// The images with each <paramref name="factor"/> x <paramref name="factor"/> block as one pixel, its rounded mean; a block
    /// at the edge has the pixels that are there.
    /// </summary>
    public DataSplit Shrunk(int factor)
    {
        var small = Shape with { Height = (Shape.Height + factor - 1) / factor, Width = (Shape.Width + factor - 1) / factor };
        var (pixels, classes) = (new byte[(long)Count * small.Size], new byte[Count]);
        for (var i = 0; i < Count; i++)
        {
            Shrink(Image(i), factor, small, pixels.AsSpan(i * small.Size, small.Size));
            classes[i] = (byte)Label(i);
        }

        return new DataSplit(pixels, classes, small);
    }

    private void Shrink(ReadOnlySpan<byte> image, int factor, ImageShape small, Span<byte> target)
    {
        for (var at = 0; at < target.Length; at++)
        {
            var (channel, y, x) = (at / small.Area, at / small.Width % small.Height * factor, at % small.Width * factor);
            var (bottom, right) = (Math.Min(y + factor, Shape.Height), Math.Min(x + factor, Shape.Width));
            var sum = 0;
            for (var row = y; row < bottom; row++)
                foreach (var pixel in image[(channel * Shape.Area + row * Shape.Width + x)..(channel * Shape.Area + row * Shape.Width + right)])
                    sum += pixel;
            var count = (bottom - y) * (right - x);
            target[at] = (byte)((sum + count / 2) / count);
        }
    }

    private int[] Shuffled(ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        new SeededRandom(seed).Shuffle(order);
        return order;
    }

    private DataSplit Select(int[] order) => new(images, labels, Shape, [.. order.Select(index => selection[index])]);
}
