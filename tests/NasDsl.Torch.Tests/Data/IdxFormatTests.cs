namespace NasDsl.Torch.Tests.Data;

public sealed class IdxFormatTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory, InlineData(false), InlineData(true)]
    public void Raw_and_gzipped_files_give_the_same_images(bool gzip)
    {
        var split = Read(IdxFiles.Images(3, 2, 4), IdxFiles.Labels(7, 0, 9), gzip);

        Assert.Equal(3, split.Count);
        Assert.Equal(new ImageShape(1, 2, 4), split.Shape);
        Assert.Equal([7, 0, 9], Enumerable.Range(0, 3).Select(split.Label));
        Assert.Equal(IdxFiles.Pixels(24)[8..16], split.Image(1).ToArray());
    }

    [Theory]
    [InlineData(0, "byte 0: the file ends here, 4 bytes short")]
    [InlineData(3, "byte 3: the file ends here, 1 bytes short")]
    [InlineData(13, "byte 13: the file ends here, 3 bytes short")]
    [InlineData(30, "byte 30: the file ends here, 10 bytes short")]
    public void A_truncated_file_is_reported_where_it_ends(int length, string message) =>
        Fails(IdxFiles.Images(3, 2, 4)[..length], IdxFiles.Labels(7, 0, 9), DataException.Truncated, message);

    [Fact]
    public void A_gzip_stream_that_stops_early_is_an_error()
    {
        var whole = IdxFiles.Gzip([.. IdxFiles.Words(0x803, 40, 28, 28), .. RandomPixels(40 * 28 * 28)]);
        var error = Fails(whole[..(whole.Length / 2)], IdxFiles.Labels(new byte[40]));
        Assert.Contains(error.Code, new[] { DataException.Truncated, DataException.CorruptCompression });
        Assert.Contains("byte ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_gzip_data_are_an_error()
    {
        var packed = IdxFiles.Gzip([.. IdxFiles.Words(0x803, 40, 28, 28), .. RandomPixels(40 * 28 * 28)]);
        packed.AsSpan(packed.Length / 2, 64).Fill(0xff);
        // Where a flipped bit still decodes, the checksum at the end gives it away.
        Fails(packed, IdxFiles.Labels(new byte[40]), DataException.CorruptCompression, "the gzip data are damaged");
    }

    [Fact]
    public void Labels_in_the_place_of_images_are_the_wrong_magic() =>
        Fails(IdxFiles.Labels(1, 2), IdxFiles.Labels(1, 2), DataException.WrongMagic,
            "byte 0: expected 0x00000803, the magic number of IDX images, found 0x00000801");

    [Fact]
    public void Bytes_after_the_end_are_an_error() =>
        Fails([.. IdxFiles.Images(1, 2, 2), 5], IdxFiles.Labels(1), DataException.TrailingBytes, "byte 20: expected the end");

    [Fact]
    public void One_label_too_few_is_a_count_mismatch() =>
        Fails(IdxFiles.Images(3, 2, 2), IdxFiles.Labels(1, 2), DataException.CountMismatch, "byte 4: expected 3 labels");

    [Fact]
    public void A_label_beyond_the_classes_is_reported_at_its_byte() =>
        Fails(IdxFiles.Images(3, 2, 2), IdxFiles.Labels(1, 10, 2), DataException.LabelOutOfRange,
            "byte 9: expected a label from 0 to 9, found 10");

    [Theory]
    [InlineData(0, 2, 2, 4)]
    [InlineData(3, 0, 2, 8)]
    [InlineData(3, 2, 99999, 12)]
    public void An_impossible_dimension_is_reported_at_its_byte(uint count, uint height, uint width, int offset) =>
        Fails(IdxFiles.Words(0x803, count, height, width), IdxFiles.Labels(1), DataException.BadHeader, $"byte {offset}: expected the");

    [Fact]
    public void A_header_that_asks_for_gigabytes_does_not_get_them() =>
        Fails(IdxFiles.Words(0x803, 2_000_000, 32, 32), IdxFiles.Labels(1), DataException.Truncated, "byte 16: the file ends here");

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<DataException>(() => IdxFormat.Read(folder["none"], folder["none"]));
        Assert.Equal(DataException.MissingFile, error.Code);
        Assert.Contains(folder["none"], error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static byte[] RandomPixels(int count)
    {
        SeededRandom random = new(1);
        return [.. Enumerable.Range(0, count).Select(_ => (byte)random.Next(256))];
    }

    private DataSplit Read(byte[] images, byte[] labels, bool gzip) => IdxFormat.Read(
        folder.Write("images", gzip ? IdxFiles.Gzip(images) : images),
        folder.Write("labels", gzip ? IdxFiles.Gzip(labels) : labels),
        classes: 10);

    private DataException Fails(byte[] images, byte[] labels) => Assert.Throws<DataException>(() => Read(images, labels, gzip: false));

    private void Fails(byte[] images, byte[] labels, string code, string message)
    {
        var error = Fails(images, labels);
        Assert.Equal(code, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Help);
    }
}
