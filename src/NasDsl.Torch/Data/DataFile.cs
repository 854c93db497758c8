using System.IO.Compression;

namespace NasDsl.Torch;

/// <summary>Reads a data file, gzipped or raw, and says where it stopped when it is damaged.</summary>
internal sealed class DataFile : IDisposable
{
    private readonly Stream file;
    private readonly Stream stream;

    private DataFile(string path)
    {
        Path = path;
        file = Open(path);
        IsCompressed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        stream = IsCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    public string Path { get; }

    /// <summary>How many (decompressed) bytes were read.</summary>
    public long Offset { get; private set; }

    public bool IsCompressed { get; }

    /// <summary>An upper bound of the bytes inside: deflate never packs more than 1032 bytes into one.</summary>
    public long LargestLength => IsCompressed ? file.Length * 1032 : file.Length;

    /// <exception cref="DataException">there is no such file (NAS7002), or it may not be read (NAS7012)</exception>
    public static DataFile OpenRead(string path) => new(path);

    /// <summary>The next <paramref name="count"/> bytes.</summary>
    /// <exception cref="DataException">the file ends before (NAS7004), or its compression is damaged (NAS7006)</exception>
    public byte[] Read(int count, string what)
    {
        // A damaged header may ask for gigabytes: believe it only where the file could hold them.
        var bytes = new byte[Offset + count <= LargestLength ? count : 0];
        var found = bytes.Length == 0 ? (int)Math.Max(0, Math.Min(count, file.Length - Offset)) : Fill(bytes);
        if (found < count)
        {
            throw DataException.At(DataException.Truncated, Path, Offset + found,
                $"the file ends here, {count - found} bytes short: expected {count} bytes of {what}");
        }

        Offset += count;
        return bytes;
    }

    /// <summary>All bytes to the end of the file.</summary>
    /// <exception cref="DataException">
    /// there are more than <paramref name="most"/> (NAS7012), or the compression is damaged (NAS7006)
    /// </exception>
    public byte[] ReadAll(int most)
    {
        var bytes = new byte[(int)Math.Min(most, file.Length + 1)];
        for (var count = 0; ;)
        {
            count += Fill(bytes.AsSpan(count));
            if (count < bytes.Length)
                return bytes[..count];
            if (count >= most)
            {
                throw new DataException(
                    DataException.Unreadable, FormattableString.Invariant($"`{Path}` holds more than {most} bytes"), "take a smaller file");
            }

            Array.Resize(ref bytes, (int)Math.Min(most, 2L * bytes.Length));
        }
    }

    /// <exception cref="DataException">bytes follow (NAS7005)</exception>
    public void ExpectEnd()
    {
        if (Fill(new byte[1]) > 0)
            throw DataException.At(DataException.TrailingBytes, Path, Offset, "expected the end of the file, found more bytes");
    }

    public void Dispose()
    {
        stream.Dispose();
        file.Dispose();
    }

    private int Fill(Span<byte> bytes)
    {
        try
        {
            return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException cause)
        {
            throw new DataException(
                DataException.CorruptCompression,
                $"`{Path}`, near byte {file.Position} of the compressed file: the gzip data are damaged ({Lower(cause.Message)})",
                "copy or download the file again",
                cause);
        }
    }

    private static string Lower(string sentence) =>
        sentence.Length == 0 ? sentence : char.ToLowerInvariant(sentence[0]) + sentence[1..].TrimEnd('.');

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException(DataException.MissingFile, $"`{path}` does not exist", "check the path", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DataException(DataException.Unreadable, $"`{path}` cannot be read", "check its permissions", cause);
        }
    }
}
