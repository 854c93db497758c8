using NasDsl.Operations;
using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>The weights of a child for inference, made from those of the trained child.</summary>
public static class FoldedWeights
{
    /// <summary>What every generated batch normalization adds to the variance.</summary>
    private const double Epsilon = 1e-5;

    /// <summary>
    /// Writes the tensors as safetensors under the names of the class for inference, each of the type that it has in the trained
    /// network; folding is computed in float64.
    /// </summary>
    /// <param name="trained">its state is read and stays as it is.</param>
    /// <exception cref="WeightsException">the file cannot be written (NAS7107)</exception>
    public static void Save(nn.Module trained, IReadOnlyList<WeightMove> moves, string path)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var state = trained.state_dict();
        SafetensorsFile.Write(
            path, [.. moves.SelectMany(m => Move(state, m, moves))], new Dictionary<string, string> { ["format"] = "pt" });
    }

    private static IEnumerable<SafetensorsEntry> Move(
        Dictionary<string, Tensor> state, WeightMove move, IReadOnlyList<WeightMove> moves)
    {
        if (move.Normalization is { } normalization)
            return Fold(state, move, normalization);
        // A module with weights of its own may hold others with theirs.
        var inside = moves.SelectMany(m => new[] { m.From, m.Normalization ?? m.From }).Where(p => IsInside(p, move.From)).ToList();
        return state
            .Where(t => IsInside(t.Key, move.From) && !inside.Exists(p => IsInside(t.Key, p)))
            .Select(t => ModuleWeights.Entry(move.To + t.Key[move.From.Length..], t.Value));
    }

    private static bool IsInside(string name, string module) => name.StartsWith(module + ".", StringComparison.Ordinal);

    private static IEnumerable<SafetensorsEntry> Fold(Dictionary<string, Tensor> state, WeightMove move, string normalization)
    {
        var weight = state[$"{move.From}.weight"];
        var channels = weight.size(0);
        var mean = Of("running_mean", 0);
        var scale = Of("weight", 1) / (Of("running_var", 1) + Epsilon).sqrt();
        var bias = state.TryGetValue($"{move.From}.bias", out var own) ? own.to(ScalarType.Float64) : zeros_like(mean);
        var factors = scale.reshape([channels, .. Enumerable.Repeat(1L, weight.shape.Length - 1)]);
        yield return ModuleWeights.Entry($"{move.To}.weight", (weight.to(ScalarType.Float64) * factors).to(weight.dtype));
        yield return ModuleWeights.Entry($"{move.To}.bias", ((bias - mean) * scale + Of("bias", 0)).to(weight.dtype));

        // The channels that this layer gives; a normalization without weights of its own has scale 1 and shift 0.
        Tensor Of(string name, double otherwise) => state.TryGetValue($"{normalization}.{name}", out var value)
            ? value.narrow(0, move.First, channels).to(ScalarType.Float64)
            : full([channels], otherwise, dtype: ScalarType.Float64, device: weight.device);
    }
}
