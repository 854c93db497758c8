using System.Buffers.Binary;

namespace NasDsl.Cli.Tests;

/// <summary>A data set that anything learns: images of 8 x 8 pixels, bright on the left (class 0) or on the right (class 1).</summary>
internal static class SyntheticImages
{
    public static Workspace WithImages(this Workspace workspace, string folder = "images") => workspace
        .With($"{folder}/train-images-idx3-ubyte", Images(64))
        .With($"{folder}/train-labels-idx1-ubyte", Labels(64))
        .With($"{folder}/t10k-images-idx3-ubyte", Images(32))
        .With($"{folder}/t10k-labels-idx1-ubyte", Labels(32));

    private static byte[] Images(int count)
    {
        var random = new Random(count);
        return
        [
            .. Words(0x803, count, 8, 8),
            .. Enumerable.Range(0, count * 64).Select(i =>
                (byte)(i % 8 < 4 == (i / 64 % 2 == 0) ? random.Next(180, 256) : random.Next(60))),
        ];
    }

    private static byte[] Labels(int count) => [.. Words(0x801, count), .. Enumerable.Range(0, count).Select(i => (byte)(i % 2))];

    private static byte[] Words(params int[] words)
    {
        var bytes = new byte[4 * words.Length];
        for (var i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), words[i]);
        return bytes;
    }
}
