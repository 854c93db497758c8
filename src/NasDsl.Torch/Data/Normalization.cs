namespace NasDsl.Torch;

/// <summary>
/// Brings every channel to mean 0 and standard deviation 1, measured over the training images as they are on file,
/// before padding. Padding is black in the original image, so it becomes -mean / deviation, like the background of a
/// digit; cutout writes 0 instead, the mean colour, as DARTS does.
/// </summary>
public sealed class Normalization
{
    private readonly float[][] tables;

    /// <param name="mean">one a channel, of pixels scaled to 0 to 1.</param>
    /// <param name="deviation">one a channel, of pixels scaled to 0 to 1.</param>
    public Normalization(IReadOnlyList<double> mean, IReadOnlyList<double> deviation)
    {
        (Mean, Deviation) = (mean, deviation);
        tables = [.. mean.Zip(deviation, (m, d) => Enumerable.Range(0, 256).Select(p => (float)((p / 255.0 - m) / d)).ToArray())];
    }

    public IReadOnlyList<double> Mean { get; }

    public IReadOnlyList<double> Deviation { get; }

    /// <summary>Measures the channels of all images of a split.</summary>
    public static Normalization Of(DataSplit split)
    {
        var channels = split.Shape.Channels;
        long[][] counts = [.. Enumerable.Range(0, channels).Select(_ => new long[256])];
        for (var i = 0; i < split.Count; i++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                foreach (var pixel in split.Image(i).Slice(channel * split.Shape.Area, split.Shape.Area))
                    counts[channel][pixel]++;
            }
        }

        var statistics = counts.Select(Measure).ToList();
        return new Normalization([.. statistics.Select(s => s.Mean)], [.. statistics.Select(s => s.Deviation)]);
    }

    /// <summary>The value of a black pixel.</summary>
    public float Black(int channel) => tables[channel][0];

    internal void Apply(int channel, ReadOnlySpan<byte> pixels, Span<float> target)
    {
        var table = tables[channel];
        for (var i = 0; i < pixels.Length; i++)
            target[i] = table[pixels[i]];
    }

    private static (double Mean, double Deviation) Measure(long[] counts)
    {
        var (n, sum, squares) = (0L, 0L, 0L);
        for (var pixel = 0; pixel < 256; pixel++)
        {
            var count = counts[pixel];
            (n, sum, squares) = (n + count, sum + count * pixel, squares + count * pixel * pixel);
        }

        var mean = (double)sum / n;
        var deviation = Math.Sqrt(Math.Max(0, (double)squares / n - mean * mean));
        // A channel of one value stays as it is instead of being divided by zero.
        return (mean / 255, deviation > 0 ? deviation / 255 : 1);
    }
}
