using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch;

/// <summary>Compiles generated C# and makes the models in it.</summary>
public static class GeneratedModels
{
    /// <summary>
    /// The supernet in <paramref name="source"/>: a <c>Module&lt;Tensor, Tensor&gt;</c> with a parameterless
    /// constructor and a property <c>IReadOnlyDictionary&lt;string, Parameter&gt; Alphas</c>.
    /// </summary>
    /// <param name="className">the class, with or without its namespace.</param>
    /// <param name="seed">of the first weights and alphas; null takes libtorch's generator as it is.</param>
    /// <exception cref="GeneratedCodeException">the source does not compile, or lacks one of these</exception>
    public static SupernetModel CreateSupernet(string source, string className, long? seed = null)
    {
        var network = CreateNetwork(GeneratedAssembly.Compile(source, className), className, seed);
        return network.GetType().GetProperty("Alphas")?.GetValue(network) is IReadOnlyDictionary<string, Parameter> alphas
            ? new SupernetModel(network, alphas, ForwardFrom(network)) { Paths = PathsOf(network) }
            : throw Lacks(className, "a property `IReadOnlyDictionary<string, Parameter> Alphas`");
    }

    /// <summary>
    /// The child in <paramref name="source"/>: a <c>Module&lt;Tensor, Tensor&gt;</c> with a parameterless
    /// constructor. It may have <c>double DropPath { get; set; }</c>, <c>(Tensor Logits, Tensor Features)
    /// ForwardWithFeatures(Tensor)</c> and, beside it, a module <c>&lt;className&gt;Auxiliary</c>.
    /// </summary>
    /// <param name="className">the class, with or without its namespace.</param>
    /// <param name="seed">of the first weights; null takes libtorch's generator as it is.</param>
    /// <exception cref="GeneratedCodeException">the source does not compile, or has no such class</exception>
    public static ChildModel CreateChild(string source, string className, long? seed = null)
    {
        var assembly = GeneratedAssembly.Compile(source, className);
        var network = CreateNetwork(assembly, className, seed);
        var auxiliary = $"{network.GetType().FullName}Auxiliary";
        return new ChildModel(
            network,
            network.GetType().GetProperty("DropPath")?.SetMethod?.CreateDelegate<Action<double>>(network),
            assembly.Assembly.GetType(auxiliary) is null ? null : CreateNetwork(assembly, auxiliary, null),
            network.GetType().GetMethod("ForwardWithFeatures", [typeof(Tensor)])
                ?.CreateDelegate<Func<Tensor, (Tensor, Tensor)>>(network),
            ForwardFrom(network));
    }

    /// <summary>`Take`, `Weigh` and `Release`, and what `Decisions` says of how many alternatives are taken.</summary>
    private static SupernetPaths? PathsOf(Module<Tensor, Tensor> network)
    {
        var type = network.GetType();
        return type.GetMethod("Take") is { } take && type.GetMethod("Weigh") is { } weigh && type.GetMethod("Release") is { } release
            ? new SupernetPaths(
                take.CreateDelegate<Action<IReadOnlyDictionary<string, string[]>>>(network),
                weigh.CreateDelegate<Action<string, Tensor, int[]?>>(network),
                release.CreateDelegate<Action>(network),
                CountsOf(network))
            : null;
    }

    private static Dictionary<string, (int Minimum, int Maximum)> CountsOf(Module<Tensor, Tensor> network)
    {
        var counts = new Dictionary<string, (int, int)>(StringComparer.Ordinal);
        foreach (var decision in network.GetType().GetProperty("Decisions")?.GetValue(network) is System.Collections.IDictionary all
            ? all.Values.Cast<object>() : [])
            if (decision.GetType().GetProperty("Count")?.GetValue(decision) is ValueTuple<int, int> count
                && decision.GetType().GetProperty("Name")?.GetValue(decision) is string name)
                counts[name] = count;
        return counts;
    }

    /// <summary>`(Tensor Output, Tensor[] States) ForwardFrom(Tensor, Tensor[]?)`, which a network with recurrent layers has.</summary>
    private static StatefulForward? ForwardFrom(Module<Tensor, Tensor> network) =>
        network.GetType().GetMethod("ForwardFrom", [typeof(Tensor), typeof(Tensor[])])?.CreateDelegate<StatefulForward>(network);

    private static Module<Tensor, Tensor> CreateNetwork(GeneratedAssembly assembly, string className, long? seed)
    {
        var type = assembly.Find(className) ?? throw Lacks(className, $"the class `{className}`");
        if (type.GetConstructor([]) is not { } constructor || !type.IsAssignableTo(typeof(Module<Tensor, Tensor>)))
            throw Lacks(className, $"a module `{className}` with a parameterless constructor");
        if (seed is { } value)
            manual_seed(value);
        return (Module<Tensor, Tensor>)constructor.Invoke(null);
    }

    private static GeneratedCodeException Lacks(string className, string what) =>
        new($"the generated code of `{className}` lacks {what}", []);
}
