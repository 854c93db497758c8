using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Tests.Emit;

/// <summary>Makes a supernet compute what one architecture computes.</summary>
internal static class OneHot
{
    // Far enough apart that a softmax in float64 is exactly one-hot.
    private const double Strong = 1e4;

    public static void Set(Module<Tensor, Tensor> supernet, SearchSpace space, Architecture architecture)
    {
        using var noGradient = no_grad();
        var alphas = GeneratedCode.Get<IReadOnlyDictionary<string, Parameter>>(supernet, "Alphas");
        foreach (var decision in RelaxationPlan.For(space).Decisions)
        {
            var values = decision.Alternatives.Select(a => IsTaken(decision, a, architecture) ? Strong : 0.0).ToArray();
            alphas[decision.Name].copy_(tensor(values, dtype: ScalarType.Float64));
        }
    }

    /// <summary>Gives the child the weights that the supernet has for what was chosen.</summary>
    public static void CopyWeights(
        Module<Tensor, Tensor> supernet, Module<Tensor, Tensor> child, SearchSpace space, Architecture architecture)
    {
        var modules = supernet.named_modules().ToDictionary(m => m.name, m => m.module);
        var chosen = supernet.state_dict()
            .Where(w => !WeightNames.IsAlpha(w.Key) && IsChosen(w.Key, modules, space, architecture))
            .ToLookup(w => WeightNames.InChild(w.Key), w => w.Value);
        foreach (var (name, weight) in child.state_dict())
            weight.copy_(Assert.Single(chosen[name]));
    }

    private static bool IsTaken(Decision decision, Alternative alternative, Architecture architecture) =>
        architecture.Choices.TryGetValue(decision.Name, out var labels)
            ? labels.Contains(alternative.Label)
            : alternative.RelaxationOnly;

    /// <summary>Each step `candidates.4` on the way to the weight is the one that its decision took.</summary>
    private static bool IsChosen(
        string name, Dictionary<string, Module> modules, SearchSpace space, Architecture architecture)
    {
        var parts = name.Split('.');
        for (var i = 0; i + 1 < parts.Length; i++)
        {
            if (parts[i] != "candidates")
                continue;
            var mixed = modules[string.Join('.', parts[..i])];
            var decision = DecisionOf(mixed, space);
            if (!architecture.Choices.TryGetValue(decision.Name, out var labels)
                || decision.Alternatives[int.Parse(parts[i + 1])].Label != labels[0])
                return false;
        }
        return true;
    }

    private static Decision DecisionOf(Module mixed, SearchSpace space)
    {
        var field = mixed.GetType().GetField("decision", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance);
        var decision = field?.GetValue(mixed);
        Assert.NotNull(decision);
        return space.Decisions.Single(d => d.Name == GeneratedCode.Get<string>(decision, "Name"));
    }
}
