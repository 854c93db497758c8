using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>
/// Saves and loads a module's parameters and buffers as safetensors under their state-dict names, which are
/// PyTorch's, so that <c>safetensors.torch.load_file</c> reads them.
/// </summary>
public static class ModuleWeights
{
    /// <summary>Writes every tensor of the module's state dict; the file appears whole or not at all.</summary>
    /// <exception cref="WeightsException">the file cannot be written (NAS7107)</exception>
    public static void SaveWeights(nn.Module module, string path)
    {
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(
            path,
            [.. module.state_dict().Select(item => Entry(item.Key, item.Value))],
            new Dictionary<string, string> { ["format"] = "pt" });
    }

    /// <summary>Copies the file's tensors into the module's, converting their type where it differs.</summary>
    /// <exception cref="WeightsException">the file is damaged, or its names and shapes differ from the module's (NAS7106)</exception>
    public static void LoadWeights(nn.Module module, string path)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var entries = SafetensorsFile.Read(path).ToDictionary(entry => entry.Name);
        var state = module.state_dict();
        Compare(path, state, entries);
        foreach (var (name, target) in state)
            Copy(entries[name], target);
    }

    internal static SafetensorsEntry Entry(string name, Tensor value)
    {
        using var plain = value.detach().cpu().contiguous();
        var bytes = new byte[plain.numel() * TypeOf(name, plain.dtype).Size()];
        if (bytes.Length > 0)
            plain.bytes.CopyTo(bytes);
        return new SafetensorsEntry(name, TypeOf(name, plain.dtype), plain.shape, bytes);
    }

    internal static void Copy(SafetensorsEntry entry, Tensor target)
    {
        using var source = empty([.. entry.Shape], dtype: ScalarTypeOf(entry.Type));
        if (entry.Data.Length > 0)
            source.bytes = entry.Data;
        target.copy_(source);
    }

    private static void Compare(
        string path, Dictionary<string, Tensor> state, Dictionary<string, SafetensorsEntry> entries)
    {
        List<string> problems =
        [
            .. List("lacks", state.Keys.Where(name => !entries.ContainsKey(name))),
            .. List("has the unknown", entries.Keys.Where(name => !state.ContainsKey(name))),
            .. List("has the wrong shape for", state.Where(item => HasOtherShape(item.Key, item.Value)).Select(Shapes)),
        ];
        if (problems.Count > 0)
        {
            throw new WeightsException(
                WeightsException.NamesDiffer,
                $"`{path}` belongs to another network: it {string.Join("; it ", problems)}",
                "load it into the network and architecture it was saved from");
        }

        bool HasOtherShape(string name, Tensor target) =>
            entries.TryGetValue(name, out var entry) && !entry.Shape.SequenceEqual(target.shape);
        string Shapes(KeyValuePair<string, Tensor> item) =>
            $"{item.Key}: [{string.Join(", ", entries[item.Key].Shape)}] instead of [{string.Join(", ", item.Value.shape)}]";
    }

    private static IEnumerable<string> List(string problem, IEnumerable<string> names)
    {
        var list = string.Join(", ", names.Select(name => $"`{name}`"));
        return list.Length == 0 ? [] : [$"{problem} {list}"];
    }

    private static SafetensorsType TypeOf(string name, ScalarType type) => type switch
    {
        ScalarType.Bool => SafetensorsType.BOOL,
        ScalarType.Byte => SafetensorsType.U8,
        ScalarType.Int8 => SafetensorsType.I8,
        ScalarType.Int16 => SafetensorsType.I16,
        ScalarType.Int32 => SafetensorsType.I32,
        ScalarType.Int64 => SafetensorsType.I64,
        ScalarType.Float16 => SafetensorsType.F16,
        ScalarType.BFloat16 => SafetensorsType.BF16,
        ScalarType.Float32 => SafetensorsType.F32,
        ScalarType.Float64 => SafetensorsType.F64,
        _ => throw new WeightsException(WeightsException.UnknownType, $"`{name}` has the type {type}, which safetensors cannot hold"),
    };

    private static ScalarType ScalarTypeOf(SafetensorsType type) => type switch
    {
        SafetensorsType.BOOL => ScalarType.Bool,
        SafetensorsType.U8 => ScalarType.Byte,
        SafetensorsType.I8 => ScalarType.Int8,
        SafetensorsType.I16 => ScalarType.Int16,
        SafetensorsType.I32 => ScalarType.Int32,
        SafetensorsType.I64 => ScalarType.Int64,
        SafetensorsType.F16 => ScalarType.Float16,
        SafetensorsType.BF16 => ScalarType.BFloat16,
        SafetensorsType.F32 => ScalarType.Float32,
        _ => ScalarType.Float64,
    };
}
