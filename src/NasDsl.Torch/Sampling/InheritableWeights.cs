using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;
using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>The weights of a trained supernet, to begin the training of children with.</summary>
public sealed class InheritableWeights
{
    private readonly string path;
    private readonly Dictionary<string, SafetensorsEntry> entries;
    private readonly WeightInheritance inheritance;

    private InheritableWeights(string path, SearchSpace space)
    {
        this.path = path;
        entries = SafetensorsFile.Read(path).ToDictionary(entry => entry.Name);
        inheritance = WeightInheritance.For(space);
    }

    /// <param name="space">the space as the supernet was made from it.</param>
    /// <exception cref="WeightsException">the file is missing or damaged</exception>
    public static InheritableWeights Read(string path, SearchSpace space) => new(path, space);

    /// <summary>
    /// Copies a child's share of the weights. Running statistics are those of no single architecture and stay as they are; so do weights that the
    /// supernet does not have, such as those of its normalizations where it was searched without.
    /// </summary>
    /// <returns>how many of the child's parameters were copied.</returns>
    /// <exception cref="WeightsException">a weight has another shape (NAS7106)</exception>
    public int CopyTo(nn.Module child, Architecture architecture)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var modules = inheritance.ModulesOf(architecture).ToList();
        var copied = 0;
        foreach (var (name, target) in child.named_parameters())
        {
            var module = modules.Where(m => name.StartsWith(m.Child + ".", StringComparison.Ordinal)).MaxBy(m => m.Child.Length);
            if (module is null || !entries.TryGetValue(module.Supernet + name[module.Child.Length..], out var entry))
                continue;
            target.copy_(Share(entry, module, target.shape));
            copied++;
        }
        return copied;
    }

    private Tensor Share(SafetensorsEntry entry, InheritedModule module, long[] shape)
    {
        if (entry.Shape.Count != shape.Length || entry.Shape.Zip(shape).Any(s => s.First < s.Second))
        {
            throw new WeightsException(
                WeightsException.NamesDiffer,
                $"`{path}` belongs to another network: `{entry.Name}` is [{string.Join(", ", entry.Shape)}], the child needs [{string.Join(", ", shape)}]",
                "take the supernet of this program");
        }

        var share = empty([.. entry.Shape], dtype: ScalarType.Float32);
        ModuleWeights.Copy(entry, share);
        for (var d = 0; d < shape.Length; d++)
        {
            var taken = d == 1 && module.Inputs is { } inputs && inputs.Length == shape[d]
                ? inputs
                : WeightInheritance.Slice(d, entry.Shape[d], shape[d]);
            if (taken.Length != entry.Shape[d] || module.Inputs is not null)
                share = share.index_select(d, tensor(taken.ToArray()));
        }
        return share;
    }
}
