using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Operations;

namespace NasDsl.Emit;

/// <summary>
/// The C# names of a space's classes, fields and locals. They come from the space before anything is decided, so that a
/// supernet and its children call the same weights the same.
/// </summary>
internal sealed class NameTable
{
    private readonly Dictionary<string, NameScope> scopes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Scope, string Node), SequenceLayer> sequences = [];
    private readonly HashSet<(string Scope, string Node)> edges = [];
    private readonly HashSet<string> classNames = new(StringComparer.Ordinal);

    public NameTable(SearchSpace space, string networkClass)
    {
        var declarations = FunctionUses.Of(space.Network);
        NetworkClass = networkClass;
        classNames.Add(networkClass);
        foreach (var name in declarations.Names)
            classNames.Add(Identifiers.Pascal(name));
        Add("", space.Network);
        foreach (var name in declarations.Names)
            foreach (var function in declarations.InstancesOf(name))
                Add(name, function.Graph);
    }

    public string NetworkClass { get; }

    /// <summary>The names inside declaration <paramref name="declaration"/> (empty for the network), to add more to.</summary>
    /// <remarks>The graph of a `dag` is known only in a child: its names start anew there.</remarks>
    public NameScope Scope(string declaration) =>
        scopes.TryGetValue(declaration, out var scope) ? scope.Copy() : new NameScope(IsClassName);

    /// <summary>
    /// The part of a sequence that becomes a module; what comes before and after is stateless and stays in `forward`.
    /// </summary>
    /// <param name="layers">The sequence that is written: the space's own, or what an architecture left of it.</param>
    /// <returns>The part, and how many modules the space has there: with several, a single one left keeps its place.</returns>
    public (Range Part, int Count) ModulePart(string declaration, string node, ImmutableArray<Layer> layers)
    {
        if (!sequences.TryGetValue((declaration, node), out var whole))
            return (..layers.Length, layers.Length);
        var (start, end) = ModulePart(whole);
        // A sum of one element is gone, and with it the first layer.
        var gone = IsList(whole.Layers[0]) && !IsList(layers[0]) ? 1 : 0;
        var last = end == whole.Layers.Length ? layers.Length : Math.Min(layers.Length, end - gone);
        return (Math.Min(last, Math.Max(0, start - gone))..last, end - start);
    }

    /// <summary>Whether the node is a chosen operation on an edge that is chosen itself.</summary>
    public bool IsEdge(string declaration, string node) => edges.Contains((declaration, node));

    private void Add(string declaration, Graph graph)
    {
        if (!scopes.TryGetValue(declaration, out var scope))
            scopes[declaration] = scope = new NameScope(IsClassName);
        foreach (var input in graph.Inputs)
            scope.Of("input " + input.Name, input.Name);
        foreach (var node in graph.Nodes)
        {
            if (node.Chain is { } chain)
                scope.Of(chain.Name);
            scope.Of(node.Name);
            if (node.Layer is SequenceLayer sequence)
                sequences.TryAdd((declaration, node.Name), sequence);
            if (node.Subset is not null)
                foreach (var input in node.Inputs)
                    if (graph.NodeOf(input) is { } edge && HoldsChoice(edge.Layer))
                        edges.Add((declaration, edge.Name));
        }
    }

    private static bool HoldsChoice(Layer layer) =>
        layer is ChoiceLayer || (layer is SequenceLayer sequence && sequence.Layers.Any(HoldsChoice));

    private static bool IsList(Layer layer) =>
        layer is OperationLayer { Operation: { TakesList: true } or { Name: "add" or "zeros" } } or PickedSumLayer or PlacedConcatLayer;

    private static (int Start, int End) ModulePart(SequenceLayer sequence)
    {
        var (start, end) = (0, sequence.Layers.Length);
        while (start < end && IsStateless(sequence.Layers[start]))
            start++;
        while (end > start && IsStateless(sequence.Layers[end - 1]))
            end--;
        return (start, end);
    }

    private static bool IsStateless(Layer layer) =>
        layer is OperationLayer operation && operation.Operation.EmissionOf(operation) is not ModuleEmission;

    /// <summary>No member may have its class's name, and a class may yet get a number.</summary>
    private bool IsClassName(string name) => classNames.Contains(name.TrimEnd([.. "0123456789_"]));
}
