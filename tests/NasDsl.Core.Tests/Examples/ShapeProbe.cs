using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Operations;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Tests.Examples;

/// <summary>
/// Compares the shape of every tensor that a module of a child takes and gives with what the compiler says of it. What
/// `forward` computes between modules shows where the next module takes it.
/// </summary>
internal sealed class ShapeProbe
{
    private readonly NameTable names;
    private readonly long batch;
    private readonly List<string> problems = [];

    private ShapeProbe(NameTable names, long batch) => (this.names, this.batch) = (names, batch);

    /// <summary>How many modules are watched.</summary>
    public int Modules { get; private set; }

    /// <summary>How many tensors were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>What was not as predicted, or could not be seen.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <param name="model">The child's model, whose classes use `call` in place of `forward`.</param>
    public static ShapeProbe Attach(SearchSpace space, SearchSpace child, Module model, long batch)
    {
        var probe = new ShapeProbe(new NameTable(space, GeneratedNames.Child(space)), batch);
        probe.Watch("", child.Network, model, "");
        return probe;
    }

    private void Watch(string declaration, Graph graph, Module module, string path)
    {
        var scope = names.Scope(declaration);
        foreach (var input in graph.Inputs)
            scope.Of("input " + input.Name, input.Name);
        var fields = module.named_children().ToDictionary(c => c.name, c => c.module);
        foreach (var node in graph.Nodes)
            if (PartOf(declaration, node) is { Length: > 0 } layers)
                WatchNode(graph, node, layers, scope, fields, $"{path}/{node.Name}");
    }

    private void WatchNode(
        Graph graph, Node node, Layer[] layers, NameScope scope, Dictionary<string, Module> fields, string path)
    {
        var inList = node.Chain is { } chain && graph.Nodes.Where(n => n.Chain?.Name == chain.Name)
            .All(n => n.Inputs.Length == node.Inputs.Length);
        var field = scope.Of(inList ? node.Chain?.Name ?? "" : node.Name);
        if (!fields.TryGetValue(field, out var module))
            problems.Add($"{path}: no module `{field}`");
        else if (!inList)
            Watch(layers, module, path);
        else
        {
            var index = graph.Nodes.Where(n => n.Chain?.Name == node.Chain?.Name).TakeWhile(n => n != node).Count();
            Watch(layers, module.children().ElementAt(index), path);
        }
    }

    /// <summary>The layers of a node that are a module; an item of a chain is one as a whole.</summary>
    private Layer[] PartOf(string declaration, Node node)
    {
        if (node.Chain is not null)
            return Flat(node.Layer);
        if (node.Layer is SequenceLayer sequence)
            return [.. sequence.Layers[ForwardBuilder.ModulePart(names, declaration, node.Name, sequence.Layers).Part]];
        return node.Layer is OperationLayer operation && operation.Operation.EmissionOf(operation) is not ModuleEmission
            || node.Layer is ItemLayer ? [] : [node.Layer];
    }

    private static Layer[] Flat(Layer layer) => layer is SequenceLayer sequence ? [.. sequence.Layers] : [layer];

    private void Watch(Layer[] layers, Module module, string path)
    {
        if (layers is [var single])
        {
            // The one layer that is left of several keeps its place in a sequence.
            var place = module is TorchSharp.Modules.Sequential && single is not SequenceLayer && module.children().ToArray() is [var only] ? only : module;
            Watch(single, place, path);
            return;
        }
        Expect(layers[0].Inputs, layers[^1].Output, module, path);
        var parts = module.named_children().Select(c => c.module).ToArray();
        if (layers[0].Inputs.Length == 1)
            Assert.Equal(layers.Length, parts.Length);
        for (var i = 0; i < layers.Length && layers[0].Inputs.Length == 1; i++)
            Watch(layers[i], parts[i], $"{path}>>{i}");
        if (layers[0].Inputs.Length == 1)
            return;
        Watch(layers[0], parts[0], $"{path}>>0");
        Watch(layers[1..], parts[1], $"{path}>>1");
    }

    private void Watch(Layer layer, Module module, string path)
    {
        if (layer is SequenceLayer sequence)
        {
            Watch(Flat(sequence), module, path);
            return;
        }
        Expect(layer.Inputs, layer.Output, module, path);
        if (layer is CallLayer call)
            Watch(call.Function.Name, call.Function.Graph, module, path);
        else if (layer is RecurrentLayer recurrent)
            Watch(recurrent.Body, module.named_children().Single(c => c.name == "cell").module, path + "/step");
    }

    private void Expect(IReadOnlyList<Shape> inputs, Shape output, Module module, string path)
    {
        Modules++;
        switch (module)
        {
            case Module<Tensor, Tensor> one:
                one.register_forward_hook((_, a, y) => Check(path, inputs, output, y, a));
                break;
            case Module<Tensor, Tensor, Tensor> two:
                two.register_forward_hook((_, a, b, y) => Check(path, inputs, output, y, a, b));
                break;
            case Module<Tensor, Tensor, Tensor, Tensor> three:
                three.register_forward_hook((_, a, b, c, y) => Check(path, inputs, output, y, a, b, c));
                break;
            // Several outputs: the modules inside are watched.
            case var other when other.GetType().BaseType is { IsGenericType: true } type
                && type.GetGenericArguments()[^1] != typeof(Tensor):
                Modules--;
                break;
            default:
                problems.Add($"{path}: a {module.GetType().BaseType} cannot be watched");
                break;
        }
    }

    private Tensor Check(string path, IReadOnlyList<Shape> inputs, Shape output, Tensor result, params Tensor[] taken)
    {
        for (var i = 0; i < taken.Length; i++)
            Compare($"input {i} of {path}", inputs[i], taken[i]);
        Compare(path, output, result);
        return result;
    }

    private void Compare(string what, Shape predicted, Tensor tensor)
    {
        Compared++;
        if (!tensor.shape.SequenceEqual([batch, .. predicted.Dimensions]))
            problems.Add($"{what}: predicted {predicted}, got [{string.Join(", ", tensor.shape)}] for {batch} examples");
    }
}
