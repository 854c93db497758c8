using System.Buffers.Binary;

namespace NasDsl.Torch;

/// <summary>
/// The IDX format of MNIST and its relatives: a big-endian magic number (0x00000803 for images, 0x00000801 for
/// labels), the dimensions, then one byte a value. Files may be gzipped.
/// </summary>
public static class IdxFormat
{
    private const uint ImagesMagic = 0x803;
    private const uint LabelsMagic = 0x801;

    /// <summary>Reads a pair of files: gray images [1, H, W] and their labels.</summary>
    /// <param name="classes">labels must be less; when null, 1 + the largest label.</param>
    /// <exception cref="DataException">a file is missing or damaged, or the two do not belong together</exception>
    public static DataSplit Read(string imagesFile, string labelsFile, int? classes = null)
    {
        var (shape, count, images) = ReadImages(imagesFile);
        var labels = ReadLabels(labelsFile);
        if (labels.Length != count)
        {
            throw DataException.At(DataException.CountMismatch, labelsFile, 4,
                $"expected {count} labels, one for each image of `{imagesFile}`, found {labels.Length}",
                "take both files from the same data set");
        }

        CheckLabels(labels, classes ?? 256, labelsFile, headerLength: 8);
        return new DataSplit(images, labels, shape);
    }

    /// <summary>True when the file begins like IDX images (`labels` false) or like IDX labels.</summary>
    internal static bool Recognises(string path, bool labels)
    {
        try
        {
            using var file = DataFile.OpenRead(path);
            return Word(file, "magic number") == (labels ? LabelsMagic : ImagesMagic);
        }
        catch (DataException)
        {
            return false;
        }
    }

    internal static void CheckLabels(ReadOnlySpan<byte> labels, int classes, string path, int headerLength)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= classes)
            {
                throw DataException.At(DataException.LabelOutOfRange, path, headerLength + i,
                    $"expected a label from 0 to {classes - 1}, found {labels[i]}");
            }
        }
    }

    private static (ImageShape Shape, int Count, byte[] Images) ReadImages(string path)
    {
        using var file = DataFile.OpenRead(path);
        ExpectMagic(file, ImagesMagic, "images");
        var count = Dimension(file, "number of images", int.MaxValue);
        var height = Dimension(file, "height", 16384);
        var width = Dimension(file, "width", 16384);
        if ((long)count * height * width > Array.MaxLength)
        {
            throw DataException.At(DataException.BadHeader, path, 4,
                $"{count} images of {height} x {width} pixels are more than 2 GB");
        }

        var images = file.Read(count * height * width, $"{count} images of {height} x {width} pixels");
        file.ExpectEnd();
        return (new ImageShape(1, height, width), count, images);
    }

    private static byte[] ReadLabels(string path)
    {
        using var file = DataFile.OpenRead(path);
        ExpectMagic(file, LabelsMagic, "labels");
        var count = Dimension(file, "number of labels", Array.MaxLength);
        var labels = file.Read(count, $"{count} labels");
        file.ExpectEnd();
        return labels;
    }

    private static void ExpectMagic(DataFile file, uint expected, string what)
    {
        var magic = Word(file, "magic number");
        if (magic != expected)
        {
            throw DataException.At(DataException.WrongMagic, file.Path, 0,
                $"expected 0x{expected:x8}, the magic number of IDX {what}, found 0x{magic:x8}");
        }
    }

    private static int Dimension(DataFile file, string what, int largest)
    {
        var offset = file.Offset;
        var value = Word(file, what);
        return value >= 1 && value <= largest
            ? (int)value
            : throw DataException.At(DataException.BadHeader, file.Path, offset,
                $"expected the {what}, 1 to {largest}, found {value}");
    }

    private static uint Word(DataFile file, string what) => BinaryPrimitives.ReadUInt32BigEndian(file.Read(4, what));
}
