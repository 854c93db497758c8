using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>
/// All that a search needs to go on to the bit, by name: tensors, numbers and text, kept in one safetensors file.
/// </summary>
public sealed class Checkpoint
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly Dictionary<string, SafetensorsEntry> entries = new(StringComparer.Ordinal);

    internal const string Position = "position";

    /// <summary>How many epochs were finished.</summary>
    public int Epochs => State<int[]>(Position)[0];

    /// <exception cref="WeightsException">the file is missing or damaged</exception>
    public static Checkpoint Read(string path)
    {
        var checkpoint = new Checkpoint();
        foreach (var entry in SafetensorsFile.Read(path))
            checkpoint.entries[entry.Name] = entry;
        return checkpoint;
    }

    /// <summary>The file appears whole or not at all.</summary>
    /// <exception cref="WeightsException">the file cannot be written (NAS7107)</exception>
    public void Write(string path) => SafetensorsFile.Write(path, [.. entries.Values]);

    public void PutText(string name, string text) => PutBytes(name, Encoding.UTF8.GetBytes(text));

    /// <exception cref="WeightsException">there is no such text (NAS7106)</exception>
    public string Text(string name) => Encoding.UTF8.GetString(Find(name).Data);

    internal bool Has(string name) => entries.ContainsKey(name);

    internal void PutState<T>(string name, T state) => PutText(name, JsonSerializer.Serialize(state, Json));

    internal T State<T>(string name) =>
        JsonSerializer.Deserialize<T>(Text(name), Json) ?? throw Lacks(name);

    internal void Put(string name, Tensor value) => entries[name] = ModuleWeights.Entry(name, value);

    internal void CopyTo(string name, Tensor target)
    {
        using var noGradient = no_grad();
        var entry = Find(name);
        if (!entry.Shape.SequenceEqual(target.shape))
            throw Lacks(name);
        ModuleWeights.Copy(entry, target);
    }

    /// <summary>A tensor of its own, on the CPU.</summary>
    internal Tensor Tensor(string name, ScalarType type)
    {
        var entry = Find(name);
        var value = empty([.. entry.Shape], dtype: type);
        CopyTo(name, value);
        return value;
    }

    internal void PutNumbers(string name, double[] numbers)
    {
        var bytes = new byte[numbers.Length * sizeof(double)];
        Buffer.BlockCopy(numbers, 0, bytes, 0, bytes.Length);
        entries[name] = new SafetensorsEntry(name, SafetensorsType.F64, [numbers.Length], bytes);
    }

    internal double[] Numbers(string name)
    {
        var bytes = Find(name).Data;
        var numbers = new double[bytes.Length / sizeof(double)];
        Buffer.BlockCopy(bytes, 0, numbers, 0, bytes.Length);
        return numbers;
    }

    internal void Put(string name, optim.Optimizer optimizer)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        ((TorchSharp.Modules.OptimizerHelper)optimizer).save_state_dict(writer);
        writer.Flush();
        PutBytes(name, stream.ToArray());
    }

    internal void CopyTo(string name, optim.Optimizer optimizer)
    {
        using var reader = new BinaryReader(new MemoryStream(Find(name).Data));
        ((TorchSharp.Modules.OptimizerHelper)optimizer).load_state_dict(reader);
    }

    internal void Put(string prefix, nn.Module module)
    {
        foreach (var (name, value) in module.state_dict())
            Put($"{prefix}.{name}", value);
    }

    internal void CopyTo(string prefix, nn.Module module)
    {
        foreach (var (name, value) in module.state_dict())
            CopyTo($"{prefix}.{name}", value);
    }

    private void PutBytes(string name, byte[] bytes) =>
        entries[name] = new SafetensorsEntry(name, SafetensorsType.U8, [bytes.Length], bytes);

    private SafetensorsEntry Find(string name) => entries.GetValueOrDefault(name) ?? throw Lacks(name);

    private static WeightsException Lacks(string name) => new(
        WeightsException.NamesDiffer, $"the checkpoint belongs to another search: it has no such `{name}`", "begin the search anew");
}
