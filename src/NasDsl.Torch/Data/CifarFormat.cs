namespace NasDsl.Torch;

/// <summary>
/// The binary version of CIFAR-10: records of one label byte and 3 * 32 * 32 pixels (red, green, blue planes),
/// in <c>data_batch_1.bin</c> to <c>data_batch_5.bin</c> and <c>test_batch.bin</c>.
/// </summary>
public static class CifarFormat
{
    private const int Classes = 10;
    private static readonly ImageShape Shape = new(3, 32, 32);
    private static readonly int RecordLength = 1 + Shape.Size;
    private static readonly string[] TrainFiles = [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")];
    private const string TestFile = "test_batch.bin";

    /// <summary>Reads the six files of a folder.</summary>
    /// <exception cref="DataException">a file is missing, ends inside a record, or holds a label above 9</exception>
    public static ImageDataset Read(string name, string folder) => new(
        name, Classes, ReadFiles(TrainFiles.Select(file => Path.Combine(folder, file))), ReadFiles([Path.Combine(folder, TestFile)]));

    internal static bool IsIn(string folder) =>
        TrainFiles.Append(TestFile).Any(file => File.Exists(Path.Combine(folder, file)));

    private static DataSplit ReadFiles(IEnumerable<string> paths)
    {
        List<byte[]> files = [.. paths.Select(ReadRecords)];
        var count = files.Sum(file => file.Length / RecordLength);
        var (images, labels) = (new byte[count * Shape.Size], new byte[count]);
        var next = 0;
        foreach (var file in files)
        {
            for (var at = 0; at < file.Length; at += RecordLength, next++)
            {
                labels[next] = file[at];
                file.AsSpan(at + 1, Shape.Size).CopyTo(images.AsSpan(next * Shape.Size));
            }
        }

        return new DataSplit(images, labels, Shape);
    }

    private static byte[] ReadRecords(string path)
    {
        using var file = DataFile.OpenRead(path);
        if (file.LargestLength is 0 or > 1 << 30)
        {
            throw DataException.At(DataException.BadHeader, path, 0,
                $"expected records of {RecordLength} bytes, found a file of {file.LargestLength} bytes");
        }

        // A partial last record is asked for in full, so that it is reported as truncated.
        var records = (int)((file.LargestLength + RecordLength - 1) / RecordLength);
        var bytes = file.Read(records * RecordLength, $"{records} records of {RecordLength} bytes");
        for (var at = 0; at < bytes.Length; at += RecordLength)
            IdxFormat.CheckLabels(bytes.AsSpan(at, 1), Classes, path, at);
        return bytes;
    }
}
