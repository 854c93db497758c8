namespace NasDsl.Torch;

/// <summary>A random change of a training image, made in place on its normalised values [C, H, W].</summary>
public abstract record Augmentation
{
    /// <param name="image">the values, C * H * W.</param>
    /// <param name="black">the value of a black pixel, one a channel.</param>
    public abstract void Apply(Span<float> image, ImageShape shape, ReadOnlySpan<float> black, SeededRandom random);
}

/// <summary>
/// Pads the image with black on all sides and takes a random window of the original size: a shift by up to
/// <c>Pad</c> pixels each way.
/// </summary>
public sealed record RandomCrop(int Pad) : Augmentation
{
    public override void Apply(Span<float> image, ImageShape shape, ReadOnlySpan<float> black, SeededRandom random)
    {
        var (down, right) = (random.Next(2 * Pad + 1) - Pad, random.Next(2 * Pad + 1) - Pad);
        var from = Math.Max(0, right);
        var width = shape.Width - Math.Abs(right);
        var source = image.ToArray();
        for (var channel = 0; channel < shape.Channels; channel++)
        {
            var plane = image.Slice(channel * shape.Area, shape.Area);
            plane.Fill(black[channel]);
            for (var y = Math.Max(0, down); width > 0 && y < Math.Min(shape.Height, shape.Height + down); y++)
            {
                var row = channel * shape.Area + (y - down) * shape.Width;
                source.AsSpan(row + from - right, width).CopyTo(plane[(y * shape.Width + from)..]);
            }
        }
    }
}

/// <summary>Mirrors the image left to right, every other time.</summary>
public sealed record HorizontalFlip : Augmentation
{
    public override void Apply(Span<float> image, ImageShape shape, ReadOnlySpan<float> black, SeededRandom random)
    {
        if (random.Next(2) == 0)
            return;
        for (var row = 0; row < image.Length; row += shape.Width)
            image.Slice(row, shape.Width).Reverse();
    }
}

/// <summary>
/// Sets a square of <c>Length</c> pixels around a random pixel to 0, the mean colour; the image's border cuts it
/// (DeVries and Taylor, 2017).
/// </summary>
public sealed record Cutout(int Length) : Augmentation
{
    public override void Apply(Span<float> image, ImageShape shape, ReadOnlySpan<float> black, SeededRandom random)
    {
        var (top, left) = (random.Next(shape.Height) - Length / 2, random.Next(shape.Width) - Length / 2);
        var (from, to) = (Math.Max(0, left), Math.Min(shape.Width, left + Length));
        for (var channel = 0; channel < shape.Channels; channel++)
        {
            for (var y = Math.Max(0, top); y < Math.Min(shape.Height, top + Length); y++)
                image.Slice(channel * shape.Area + y * shape.Width + from, to - from).Clear();
        }
    }
}
