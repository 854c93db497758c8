namespace NasDsl.Torch.Tests.Training;

/// <summary>Noisy 4 x 4 images of three classes: bright on top, at the bottom, or on the left.</summary>
internal static class SyntheticData
{
    public static readonly ImageShape Shape = new(1, 4, 4);

    public static ImageDataset Create(int train = 96, int test = 48) =>
        new("synthetic", 3, Split(train, seed: 1), Split(test, seed: 2));

    private static DataSplit Split(int count, ulong seed)
    {
        SeededRandom random = new(seed);
        byte[] labels = [.. Enumerable.Range(0, count).Select(i => (byte)(i % 3))];
        return new DataSplit([.. labels.SelectMany(label => Image(label, random))], labels, Shape);
    }

    private static IEnumerable<byte> Image(int label, SeededRandom random) =>
        from y in Enumerable.Range(0, 4)
        from x in Enumerable.Range(0, 4)
        let bright = label switch { 0 => y < 2, 1 => y >= 2, _ => x < 2 }
        select (byte)(random.Next(100) + (bright ? 120 : 20));
}
