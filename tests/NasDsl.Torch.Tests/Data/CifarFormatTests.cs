namespace NasDsl.Torch.Tests.Data;

public sealed class CifarFormatTests : IDisposable
{
    private const int RecordLength = 3073;
    private readonly TemporaryFolder folder = new();

    public CifarFormatTests()
    {
        for (byte i = 1; i <= 5; i++)
            folder.Write($"data_batch_{i}.bin", [.. Record(i), .. Record((byte)(i + 4))]);
        folder.Write("test_batch.bin", Record(3));
    }

    [Fact]
    public void Five_training_files_and_a_test_file_are_one_data_set()
    {
        var dataset = CifarFormat.Read("cifar10", folder.Path);

        Assert.Equal((10, 1, 10), (dataset.Train.Count, dataset.Test.Count, dataset.Classes));
        Assert.Equal(new ImageShape(3, 32, 32), dataset.Shape);
        Assert.Equal([1, 5, 2, 6, 3, 7, 4, 8, 5, 9], Enumerable.Range(0, 10).Select(dataset.Train.Label));
        Assert.Equal(Record(6)[1..], dataset.Train.Image(3).ToArray());
    }

    [Fact]
    public void The_catalog_recognises_the_folder() =>
        Assert.Equal(10, DatasetCatalog.Open(folder.Path).Train.Count);

    [Fact]
    public void A_record_cut_short_is_reported_where_the_file_ends()
    {
        folder.Write("data_batch_3.bin", Record(1)[..^100]);
        Fails(DataException.Truncated, "data_batch_3.bin`, byte 2973: the file ends here, 100 bytes short");
    }

    [Fact]
    public void A_label_above_nine_is_reported_at_its_byte()
    {
        folder.Write("test_batch.bin", [.. Record(1), .. Record(10)]);
        Fails(DataException.LabelOutOfRange, $"test_batch.bin`, byte {RecordLength}: expected a label from 0 to 9, found 10");
    }

    [Fact]
    public void An_empty_file_is_an_error()
    {
        folder.Write("data_batch_2.bin", []);
        Fails(DataException.BadHeader, "data_batch_2.bin`, byte 0: expected records of 3073 bytes");
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        File.Delete(folder["data_batch_4.bin"]);
        Fails(DataException.MissingFile, "data_batch_4.bin` does not exist");
    }

    public void Dispose() => folder.Dispose();

    private static byte[] Record(byte label) =>
        [label, .. Enumerable.Range(0, RecordLength - 1).Select(i => (byte)(i * label))];

    private void Fails(string code, string message)
    {
        var error = Assert.Throws<DataException>(() => CifarFormat.Read("cifar10", folder.Path));
        Assert.Equal(code, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
