using System.Buffers.Binary;
using System.Text.Json;

namespace NasDsl.Torch;

/// <summary>
/// Reads and writes the safetensors format (https://huggingface.co/docs/safetensors): eight bytes with the length of
/// a JSON header, the header, then the tensors' bytes without a gap.
/// </summary>
public static class SafetensorsFile
{
    /// <summary>
    /// Writes the entries, named in the header in the order given; the bytes are laid out widest type first, so that
    /// each tensor is aligned to its type. The file appears whole or not at all.
    /// </summary>
    /// <exception cref="WeightsException">the file cannot be written (NAS7107)</exception>
    public static void Write(
        string path, IReadOnlyList<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata = null)
    {
        SafetensorsEntry[] layout = [.. entries.OrderByDescending(entry => entry.Type.Size())];
        var header = Header(entries, layout, metadata);
        WriteAtomically(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var entry in layout)
                stream.Write(entry.Data);
        });
    }

    /// <summary>Reads the entries in the header's order.</summary>
    /// <exception cref="WeightsException">the file is missing or damaged; the message names the byte</exception>
    public static IReadOnlyList<SafetensorsEntry> Read(string path)
    {
        using var stream = Open(path);
        var headerLength = ReadHeaderLength(stream, path);
        var header = new byte[headerLength];
        stream.ReadExactly(header);
        var dataStart = 8 + headerLength;
        var located = new SafetensorsHeader(path, stream.Length - dataStart, dataStart).Parse(header);
        return [.. located.Select(item => ReadEntry(stream, dataStart, item))];
    }

    private static SafetensorsEntry ReadEntry(FileStream stream, long dataStart, SafetensorsHeader.Item item)
    {
        var data = new byte[item.End - item.Begin];
        stream.Position = dataStart + item.Begin;
        stream.ReadExactly(data);
        return new SafetensorsEntry(item.Name, item.Type, item.Shape, data);
    }

    private static int ReadHeaderLength(FileStream stream, string path)
    {
        Span<byte> bytes = stackalloc byte[8];
        var found = stream.ReadAtLeast(bytes, 8, throwOnEndOfStream: false);
        if (found < 8)
        {
            throw WeightsException.At(WeightsException.Truncated, path, found,
                $"the file ends here: expected 8 bytes with the header's length, found {found}");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length is < 2 or > 100_000_000)
            throw WeightsException.At(WeightsException.BadHeader, path, 0, $"expected the header's length, 2 to 100000000, found {length}");
        if ((long)length > stream.Length - 8)
        {
            throw WeightsException.At(WeightsException.Truncated, path, stream.Length,
                $"the file ends here: expected a header of {length} bytes, found {stream.Length - 8}");
        }

        return (int)length;
    }

    private static byte[] Header(
        IReadOnlyList<SafetensorsEntry> entries, SafetensorsEntry[] layout, IReadOnlyDictionary<string, string>? metadata)
    {
        Dictionary<SafetensorsEntry, long> begins = new(ReferenceEqualityComparer.Instance);
        var next = 0L;
        foreach (var entry in layout)
        {
            begins.Add(entry, next);
            next += entry.Data.Length;
        }

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            foreach (var entry in entries)
                WriteItem(json, entry, begins[entry]);
            json.WriteEndObject();
        }

        // Spaces after the header keep the tensors at a multiple of eight bytes.
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is null)
            return;
        json.WriteStartObject("__metadata__");
        foreach (var (key, value) in metadata)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter json, SafetensorsEntry entry, long begin)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", entry.Type.ToString());
        WriteNumbers(json, "shape", entry.Shape);
        WriteNumbers(json, "data_offsets", [begin, begin + entry.Data.Length]);
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static void WriteAtomically(string path, Action<FileStream> write)
    {
        var temporary = path + ".partial";
        try
        {
            using (var stream = File.Create(temporary))
                write(stream);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // On a full disk its own part is needed again.
            try
            {
                File.Delete(temporary);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // What failed first is what to report.
            }
            throw new WeightsException(
                WeightsException.Unwritable, $"`{path}` cannot be written", "check the folder and the free space", cause);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new WeightsException(
                WeightsException.MissingFile, $"`{path}` does not exist or cannot be read", "check the path", cause);
        }
    }
}
