using System.Buffers.Binary;
using System.Text;

namespace NasDsl.Torch.Tests.Weights;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Every_type_is_read_as_it_was_written()
    {
        SafetensorsEntry[] entries =
        [
            .. Enum.GetValues<SafetensorsType>().Select((type, i) =>
                new SafetensorsEntry($"layer.{i}.weight", type, [3, 1], IdxBytes(3 * type.Size()))),
            new("scalar", SafetensorsType.I64, [], IdxBytes(8)),
            new("nothing", SafetensorsType.F32, [0, 4], []),
        ];
        SafetensorsFile.Write(folder["a.safetensors"], entries);

        var read = SafetensorsFile.Read(folder["a.safetensors"]);
        Assert.Equal(entries.Select(entry => entry.Name), read.Select(entry => entry.Name));
        foreach (var (written, found) in entries.Zip(read))
        {
            Assert.Equal((written.Type, written.Name), (found.Type, found.Name));
            Assert.Equal(written.Shape, found.Shape);
            Assert.Equal(written.Data, found.Data);
        }
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        SafetensorsFile.Write(folder["a"], [new("b", SafetensorsType.U8, [3], [1, 2, 3]), new("w", SafetensorsType.F32, [1], [4, 5, 6, 7])]);

        const string header =
            """{"b":{"dtype":"U8","shape":[3],"data_offsets":[4,7]},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";
        var bytes = File.ReadAllBytes(folder["a"]);
        var length = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal(header, Encoding.UTF8.GetString(bytes, 8, (int)length).TrimEnd(' '));
        Assert.Equal([4, 5, 6, 7, 1, 2, 3], bytes[(8 + (int)length)..]);
    }

    [Fact]
    public void Metadata_is_written_and_passed_over()
    {
        SafetensorsFile.Write(folder["a"], [Vector("w")], new Dictionary<string, string> { ["format"] = "pt" });
        Assert.Contains("""{"__metadata__":{"format":"pt"},""", File.ReadAllText(folder["a"]), StringComparison.Ordinal);
        Assert.Equal("w", Assert.Single(SafetensorsFile.Read(folder["a"])).Name);
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file()
    {
        SafetensorsFile.Write(folder["a"], [Vector("old")]);
        Directory.CreateDirectory(folder["a.partial"]);
        var error = Assert.Throws<WeightsException>(() => SafetensorsFile.Write(folder["a"], [Vector("new")]));
        Assert.Equal(WeightsException.Unwritable, error.Code);
        Assert.Equal("old", Assert.Single(SafetensorsFile.Read(folder["a"])).Name);
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, WeightsException.Truncated, "4 bytes before the end of `w`")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, WeightsException.BadOffsets, "needs 8 bytes, has 4")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, WeightsException.BadOffsets, "rising `data_offsets`")]
    [InlineData("""{"w":{"dtype":"F99","shape":[1],"data_offsets":[0,4]}}""", 4, WeightsException.UnknownType, "unknown type `F99`")]
    [InlineData("""{"w":{"dtype":"1","shape":[1],"data_offsets":[0,4]}}""", 4, WeightsException.UnknownType, "unknown type `1`")]
    [InlineData("""{"w":{"shape":[1],"data_offsets":[0,4]}}""", 4, WeightsException.BadHeader, "has no `dtype`")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, WeightsException.BadHeader, "has `-1` in its `shape`")]
    [InlineData("""{"w":{"dtype":"U8","shape":[9999999999,9999999999],"data_offsets":[0,4]}}""", 4, WeightsException.BadOffsets, "impossible shape")]
    [InlineData("""{"w":7}""", 4, WeightsException.BadHeader, "expected an object for `w`, found number")]
    [InlineData("""[]""", 4, WeightsException.BadHeader, "expected a JSON object, found array")]
    [InlineData("""{"w":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"v":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}""", 4,
        WeightsException.BadOffsets, "`v` overlaps the tensor before it")]
    [InlineData("""{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"v":{"dtype":"U8","shape":[1],"data_offsets":[3,4]}}""", 4,
        WeightsException.BadOffsets, "a hole before `v`")]
    [InlineData("""{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 4, WeightsException.BadOffsets, "3 bytes belong to no tensor")]
    [InlineData("""{"w":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 4,
        WeightsException.BadHeader, "`w` is there twice")]
    public void A_bad_header_says_what_is_wrong(string header, int dataLength, string code, string message)
    {
        var error = ReadFails([.. Length(header.Length), .. Encoding.UTF8.GetBytes(header), .. new byte[dataLength]]);
        Assert.Equal(code, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_json_is_reported_at_its_byte()
    {
        var error = ReadFails([.. Length(16), .. "{\n\"w\": nonsense}"u8]);
        Assert.Equal(WeightsException.BadHeader, error.Code);
        Assert.Contains("byte 16: the header is not valid JSON", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_a_whole_length_is_truncated() =>
        Assert.Contains("byte 3: the file ends here", ReadFails([1, 2, 3]).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_without_a_whole_header_is_truncated()
    {
        var error = ReadFails([.. Length(100), .. "{}"u8]);
        Assert.Equal(WeightsException.Truncated, error.Code);
        Assert.Contains("byte 10: the file ends here: expected a header of 100 bytes, found 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains(folder["none"], Assert.Throws<WeightsException>(() => SafetensorsFile.Read(folder["none"])).Message, StringComparison.Ordinal);

    public void Dispose() => folder.Dispose();

    private static byte[] IdxBytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i + 1))];

    private static SafetensorsEntry Vector(string name) => new(name, SafetensorsType.F32, [1], [1, 2, 3, 4]);

    private static byte[] Length(long length)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        return bytes;
    }

    private WeightsException ReadFails(byte[] bytes)
    {
        File.WriteAllBytes(folder["bad"], bytes);
        return Assert.Throws<WeightsException>(() => SafetensorsFile.Read(folder["bad"]));
    }
}
