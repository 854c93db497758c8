namespace NasDsl.Torch.Tests.Data;

public sealed class ImageFitTests
{
    private static readonly Normalization Unit = new([0, 0, 0], [1 / 255.0, 1 / 255.0, 1 / 255.0]);

    [Fact]
    public void A_small_gray_image_is_centred_and_given_three_channels()
    {
        ImageFit fit = new(new(1, 1, 2), new(3, 3, 4));
        var target = new float[36];
        fit.Write([8, 9], Unit, target);
        float[] plane = [0, 0, 0, 0, 0, 8, 9, 0, 0, 0, 0, 0];
        Assert.Equal([.. plane, .. plane, .. plane], target);
        Assert.Equal(
            "images are padded with black from 1 x 2 to 3 x 4 pixels and given 3 channels by repeating the gray one", fit.FitNote);
    }

    [Fact]
    public void Padding_is_black_not_the_mean()
    {
        ImageFit fit = new(new(1, 1, 1), new(1, 1, 3));
        var target = new float[3];
        fit.Write([255], new Normalization([0.25], [0.5]), target);
        Assert.Equal([-0.5f, 1.5f, -0.5f], target);
    }

    [Fact]
    public void A_fitting_image_needs_no_note() => Assert.Null(new ImageFit(new(3, 8, 8), new(3, 8, 8)).FitNote);

    [Theory]
    [InlineData(1, 28, 28, 1, 27, 28, "images of 28 x 28 pixels are larger than the network's 27 x 28")]
    [InlineData(3, 8, 8, 1, 8, 8, "images of 3 channels cannot enter a network of 1")]
    [InlineData(3, 8, 8, 4, 8, 8, "images of 3 channels cannot enter a network of 4")]
    public void An_image_that_cannot_enter_is_refused(int c, int h, int w, int dc, int dh, int dw, string message)
    {
        var error = Assert.Throws<DataException>(() => new ImageFit(new(c, h, w), new(dc, dh, dw)));
        Assert.Equal((DataException.DoesNotFit, message), (error.Code, error.Message));
        Assert.StartsWith("declare the network's image as [", error.Help, StringComparison.Ordinal);
    }

    [Fact]
    public void A_smaller_shape_takes_means_of_blocks()
    {
        // 3 x 4 pixels by 2: the blocks of the last row have two pixels each.
        DataSplit split = new([0, 4, 10, 20, 8, 4, 30, 41, 100, 200, 7, 8], [3], new(1, 3, 4));
        var small = split.Shrunk(2);
        Assert.Equal((new ImageShape(1, 2, 2), 3), (small.Shape, small.Label(0)));
        Assert.Equal<byte>([4, 25, 150, 8], small.Image(0).ToArray());
    }

    [Fact]
    public void Shrinking_and_padding_are_told()
    {
        ImageFit fit = new(new(1, 28, 28), new(3, 16, 16));
        Assert.Equal((2, new ImageShape(1, 14, 14)), (fit.Factor, fit.Image));
        Assert.Equal(
            "images are shrunk 2 times from 28 x 28 to 14 x 14 pixels and padded with black from 14 x 14 to 16 x 16 pixels"
            + " and given 3 channels by repeating the gray one",
            fit.FitNote);
    }

    [Fact]
    public void Batches_hold_shrunk_images()
    {
        DataSplit split = new([10, 20, 30, 40], [0], new(1, 2, 2));
        ImageBatches batches = new(split, new Normalization([0], [1]), new(1, 1, 1), 1);
        Assert.Equal([25 / 255f], batches.Evaluation().Single().Pixels);
    }

    [Fact]
    public void Normalization_measures_each_channel()
    {
        DataSplit split = new([0, 255, 10, 10, 255, 0, 10, 10], [0, 1], new(2, 1, 2));
        var normalization = Normalization.Of(split);
        Assert.Equal([0.5, 10 / 255.0], normalization.Mean.Select(value => Math.Round(value, 12)), new Near());
        Assert.Equal([0.5, 1.0], normalization.Deviation);
    }

    private sealed class Near : IEqualityComparer<double>
    {
        public bool Equals(double a, double b) => Math.Abs(a - b) < 1e-9;

        public int GetHashCode(double value) => 0;
    }
}
