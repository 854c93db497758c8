using System.Text.Json;

namespace NasDsl.Torch;

/// <summary>Checks and reads the JSON header of a safetensors file.</summary>
/// <param name="path">for messages.</param>
/// <param name="dataLength">bytes after the header.</param>
/// <param name="dataStart">the first of them, counted from the file's start.</param>
internal sealed class SafetensorsHeader(string path, long dataLength, long dataStart)
{
    /// <summary>Where a tensor is; the offsets count from the end of the header.</summary>
    internal sealed record Item(string Name, SafetensorsType Type, long[] Shape, long Begin, long End);

    public IReadOnlyList<Item> Parse(byte[] header)
    {
        using var json = ParseJson(header);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
            throw Bad(WeightsException.BadHeader, 8, $"expected a JSON object, found {Kind(json.RootElement)}");

        List<Item> items = [];
        HashSet<string> names = [];
        foreach (var property in json.RootElement.EnumerateObject())
        {
            if (!names.Add(property.Name))
                throw Bad(WeightsException.BadHeader, 8, $"the tensor `{property.Name}` is there twice");
            if (property.Name != "__metadata__")
                items.Add(ParseItem(property.Name, property.Value));
        }

        CheckCoverage(items);
        return items;
    }

    private JsonDocument ParseJson(byte[] header)
    {
        try
        {
            return JsonDocument.Parse(header);
        }
        catch (JsonException cause)
        {
            throw WeightsException.At(WeightsException.BadHeader, path, 8 + Position(header, cause),
                "the header is not valid JSON", cause);
        }
    }

    private Item ParseItem(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw Bad(WeightsException.BadHeader, 8, $"expected an object for `{name}`, found {Kind(value)}");
        var shape = Numbers(name, value, "shape");
        var offsets = Numbers(name, value, "data_offsets");
        var type = Type(name, value);
        if (offsets.Length != 2 || offsets[0] > offsets[1])
            throw Bad(WeightsException.BadOffsets, 8, $"`{name}` needs two rising `data_offsets`, found [{string.Join(", ", offsets)}]");
        if (offsets[1] > dataLength)
        {
            throw Bad(WeightsException.Truncated, dataStart + dataLength,
                $"the file ends here, {offsets[1] - dataLength} bytes before the end of `{name}`");
        }

        var needed = Length(name, shape, type);
        if (offsets[1] - offsets[0] != needed)
        {
            throw Bad(WeightsException.BadOffsets, dataStart + offsets[0],
                $"`{name}` of shape [{string.Join(", ", shape)}] and type {type} needs {needed} bytes, has {offsets[1] - offsets[0]}");
        }

        return new Item(name, type, shape, offsets[0], offsets[1]);
    }

    private long Length(string name, long[] shape, SafetensorsType type)
    {
        try
        {
            return shape.Aggregate((long)type.Size(), (product, size) => checked(product * size));
        }
        catch (OverflowException)
        {
            throw Bad(WeightsException.BadOffsets, 8, $"`{name}` has an impossible shape [{string.Join(", ", shape)}]");
        }
    }

    private SafetensorsType Type(string name, JsonElement value)
    {
        if (!value.TryGetProperty("dtype", out var type) || type.ValueKind != JsonValueKind.String)
            throw Bad(WeightsException.BadHeader, 8, $"`{name}` has no `dtype`");
        var text = type.GetString() ?? "";
        return Enum.GetNames<SafetensorsType>().Contains(text)
            ? Enum.Parse<SafetensorsType>(text)
            : throw Bad(WeightsException.UnknownType, 8,
                $"`{name}` has the unknown type `{text}`, expected one of {string.Join(", ", Enum.GetNames<SafetensorsType>())}");
    }

    private long[] Numbers(string name, JsonElement value, string property)
    {
        if (!value.TryGetProperty(property, out var array) || array.ValueKind != JsonValueKind.Array)
            throw Bad(WeightsException.BadHeader, 8, $"`{name}` has no array `{property}`");
        return [.. array.EnumerateArray().Select(item =>
            item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number) && number >= 0
                ? number
                : throw Bad(WeightsException.BadHeader, 8, $"`{name}` has `{item}` in its `{property}`, expected a whole number"))];
    }

    // The format asks that tensors neither overlap nor leave holes, so that nothing hides in a file.
    private void CheckCoverage(List<Item> items)
    {
        var next = 0L;
        foreach (var item in items.OrderBy(item => item.Begin).ThenBy(item => item.End))
        {
            if (item.Begin != next)
            {
                throw Bad(WeightsException.BadOffsets, dataStart + item.Begin,
                    item.Begin < next ? $"`{item.Name}` overlaps the tensor before it" : $"there is a hole before `{item.Name}`");
            }

            next = item.End;
        }

        if (next != dataLength)
            throw Bad(WeightsException.BadOffsets, dataStart + next, $"{dataLength - next} bytes belong to no tensor");
    }

    private static string Kind(JsonElement element) => element.ValueKind.ToString().ToLowerInvariant();

    private static long Position(byte[] header, JsonException cause)
    {
        var start = 0;
        for (var line = cause.LineNumber ?? 0; line > 0; line--)
            start = Array.IndexOf(header, (byte)'\n', start) + 1;
        return start + (cause.BytePositionInLine ?? 0);
    }

    private WeightsException Bad(string code, long offset, string problem) => WeightsException.At(code, path, offset, problem);
}
