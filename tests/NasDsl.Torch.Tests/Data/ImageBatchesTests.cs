namespace NasDsl.Torch.Tests.Data;

public sealed class ImageBatchesTests
{
    private static readonly ImageShape Shape = new(1, 4, 4);
    private static readonly IReadOnlyList<Augmentation> All = [new RandomCrop(1), new HorizontalFlip(), new Cutout(2)];

    [Fact]
    public void Evaluation_keeps_the_order_and_the_last_images()
    {
        var batches = Batches(10, 4).Evaluation().ToList();
        Assert.Equal([4, 4, 2], batches.Select(batch => batch.Count));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), batches.SelectMany(batch => batch.Labels));
    }

    [Fact]
    public void Training_shuffles_and_leaves_out_what_fills_no_batch()
    {
        var labels = Labels(Batches(10, 4).Training(1, 0, []));
        Assert.Equal(8, labels.Distinct().Count());
        Assert.NotEqual(labels.Order(), labels);
    }

    [Fact]
    public void Seed_and_epoch_decide_the_order_and_the_augmentation()
    {
        var batches = Batches(12, 4);
        Assert.Equal(Pixels(batches.Training(1, 0, All)), Pixels(batches.Training(1, 0, All)));
        Assert.NotEqual(Labels(batches.Training(1, 0, All)), Labels(batches.Training(1, 1, All)));
        Assert.NotEqual(Labels(batches.Training(1, 0, All)), Labels(batches.Training(2, 0, All)));
    }

    [Fact]
    public void What_happens_to_an_image_does_not_depend_on_the_batch_size()
    {
        var wide = Pixels(Batches(12, 6).Training(1, 0, All));
        var narrow = Pixels(Batches(12, 2).Training(1, 0, All));
        Assert.Equal(wide, narrow);
    }

    [Fact]
    public void A_batch_is_never_larger_than_the_data()
    {
        var batches = Batches(3, 64);
        Assert.Equal((3, 1), (batches.BatchSize, batches.TrainingBatches));
        Assert.Equal(3, Assert.Single(batches.Training(1, 0, [])).Count);
    }

    [Fact]
    public void A_sample_is_drawn_by_its_seed()
    {
        var split = Split(20);
        Assert.Same(split, split.Sample(20, 1));
        Assert.Equal(Of(split.Sample(5, 1)), Of(split.Sample(5, 1)));
        Assert.NotEqual(Of(split.Sample(5, 1)), Of(split.Sample(5, 2)));
        Assert.Equal(5, Of(split.Sample(5, 1)).Distinct().Count());
    }

    [Fact]
    public void A_division_puts_every_image_in_one_part()
    {
        var (first, second) = Split(20).Divide(0.25, 1);
        Assert.Equal((5, 15), (first.Count, second.Count));
        Assert.Equal(Enumerable.Range(0, 20), Of(first).Concat(Of(second)).Order());
        Assert.Equal(second.Label(3), second.Image(3)[0]);
    }

    [Fact]
    public void A_division_with_an_empty_part_is_refused()
    {
        var error = Assert.Throws<DataException>(() => Split(3).Divide(0.1, 1));
        Assert.Equal(DataException.TooFewImages, error.Code);
    }

    // Image i is labelled i and has i in every pixel.
    private static DataSplit Split(int count) => new(
        [.. Enumerable.Range(0, count).SelectMany(i => Enumerable.Repeat((byte)i, Shape.Size))],
        [.. Enumerable.Range(0, count).Select(i => (byte)i)],
        Shape);

    private static ImageBatches Batches(int count, int size) =>
        new(Split(count), new Normalization([0.1], [0.5]), new ImageShape(1, 6, 6), size);

    private static IEnumerable<int> Of(DataSplit split) => Enumerable.Range(0, split.Count).Select(split.Label);

    private static List<long> Labels(IEnumerable<ImageBatch> batches) => [.. batches.SelectMany(batch => batch.Labels)];

    private static List<float> Pixels(IEnumerable<ImageBatch> batches) => [.. batches.SelectMany(batch => batch.Pixels)];
}
