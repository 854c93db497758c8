using System.Buffers.Binary;
using System.IO.Compression;

namespace NasDsl.Torch.Tests.Data;

/// <summary>Makes small IDX files.</summary>
internal static class IdxFiles
{
    public static byte[] Images(int count, int height, int width) =>
        [.. Words(0x803, (uint)count, (uint)height, (uint)width), .. Pixels(count * height * width)];

    public static byte[] Labels(params byte[] labels) => [.. Words(0x801, (uint)labels.Length), .. labels];

    public static byte[] Pixels(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 37))];

    public static byte[] Words(params uint[] words)
    {
        var bytes = new byte[4 * words.Length];
        for (var i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * i), words[i]);
        return bytes;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>A whole data set: four training images and two test images of 5 x 4 pixels.</summary>
    public static void WriteTo(TemporaryFolder folder, string prefix = "")
    {
        folder.Write(prefix + "train-images-idx3-ubyte.gz", Gzip(Images(4, 5, 4)));
        folder.Write(prefix + "train-labels-idx1-ubyte.gz", Gzip(Labels(0, 1, 2, 1)));
        folder.Write(prefix + "t10k-images-idx3-ubyte", Images(2, 5, 4));
        folder.Write(prefix + "t10k-labels-idx1-ubyte", Labels(2, 0));
    }
}
