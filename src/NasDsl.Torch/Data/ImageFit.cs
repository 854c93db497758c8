namespace NasDsl.Torch;

/// <summary>
/// How images of one shape enter a network that declares another: a smaller shape takes them shrunk by a whole factor
/// (means of f x f pixels), what is then missing is padded with black around the image, a gray channel is repeated.
/// Anything else does not fit.
/// </summary>
public sealed class ImageFit
{
    private readonly int top, left;

    /// <exception cref="DataException">
    /// images cannot be shrunk to the declared shape, or have other channels (NAS7009)
    /// </exception>
    public ImageFit(ImageShape original, ImageShape declared)
    {
        (Original, Declared) = (original, declared);
        Factor = Math.Max(DivideUp(original.Height, declared.Height), DivideUp(original.Width, declared.Width));
        var image = Image = original with { Height = DivideUp(original.Height, Factor), Width = DivideUp(original.Width, Factor) };
        // Shrinking is meant to fill the shape: an image a little too large for it is a mistake in the program.
        if (Factor > 1 && (4 * image.Height < 3 * declared.Height || 4 * image.Width < 3 * declared.Width))
        {
            image = original;
            throw Misfit($"images of {image.Height} x {image.Width} pixels are larger than the network's "
                + $"{declared.Height} x {declared.Width}", image with { Channels = declared.Channels });
        }

        if (image.Channels != declared.Channels && image.Channels != 1)
        {
            throw Misfit($"images of {image.Channels} channels cannot enter a network of {declared.Channels}",
                declared with { Channels = image.Channels });
        }

        (top, left) = ((declared.Height - image.Height) / 2, (declared.Width - image.Width) / 2);
    }

    /// <summary>The images as they are.</summary>
    public ImageShape Original { get; }

    /// <summary>By how much they are shrunk, 1 for not at all.</summary>
    public int Factor { get; }

    /// <summary>The images as <see cref="Write"/> takes them: shrunk.</summary>
    public ImageShape Image { get; }

    public ImageShape Declared { get; }

    /// <summary>One sentence on what is done to every image, or null where the shapes agree.</summary>
    public string? FitNote
    {
        get
        {
            List<string> changes = [];
            if (Factor > 1)
                changes.Add($"shrunk {Factor} times from {Original.Height} x {Original.Width} to {Image.Height} x {Image.Width} pixels");
            if (Image.Area != Declared.Area)
                changes.Add($"padded with black from {Image.Height} x {Image.Width} to {Declared.Height} x {Declared.Width} pixels");
            if (Image.Channels != Declared.Channels)
                changes.Add($"given {Declared.Channels} channels by repeating the gray one");
            return changes.Count == 0 ? null : $"images are {string.Join(" and ", changes)}";
        }
    }

    /// <summary>Writes an image's pixels, normalised, into <paramref name="target"/>, [C, H, W] as declared.</summary>
    public void Write(ReadOnlySpan<byte> pixels, Normalization normalization, Span<float> target)
    {
        for (var channel = 0; channel < Declared.Channels; channel++)
        {
            var from = Image.Channels == 1 ? 0 : channel;
            var plane = target.Slice(channel * Declared.Area, Declared.Area);
            plane.Fill(normalization.Black(from));
            for (var y = 0; y < Image.Height; y++)
            {
                var row = pixels.Slice(from * Image.Area + y * Image.Width, Image.Width);
                normalization.Apply(from, row, plane.Slice((top + y) * Declared.Width + left, Image.Width));
            }
        }
    }

    private static int DivideUp(int size, int divisor) => (size + divisor - 1) / divisor;

    private static DataException Misfit(string problem, ImageShape fitting) =>
        new(DataException.DoesNotFit, problem, $"declare the network's image as {fitting}, or take another data set");
}
