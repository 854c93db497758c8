namespace TorchSharp.Utils;

/// <summary>Whole numbers in seven bits a byte, the lowest first.</summary>
internal static class Leb128
{
    public static void WriteLeb128(this BinaryWriter writer, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        writer.Write7BitEncodedInt64(value);
    }

    public static long ReadLeb128(this BinaryReader reader) => reader.Read7BitEncodedInt64();
}
