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
    private readonly Dictionary<(string Scope, string Node, int Length), Range> modules = [];
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
    public Range ModulePart(string declaration, string node, int length) =>
        modules.TryGetValue((declaration, node, length), out var range) ? range : ..length;

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
                modules.TryAdd((declaration, node.Name, sequence.Layers.Length), ModulePart(sequence));
            if (node.Subset is not null)
                foreach (var input in node.Inputs)
                    if (graph.NodeOf(input) is { } edge && HoldsChoice(edge.Layer))
                        edges.Add((declaration, edge.Name));
        }
    }

    private static bool HoldsChoice(Layer layer) =>
        layer is ChoiceLayer || (layer is SequenceLayer sequence && sequence.Layers.Any(HoldsChoice));

    private static Range ModulePart(SequenceLayer sequence)
    {
        var (start, end) = (0, sequence.Layers.Length);
        while (start < end && IsStateless(sequence.Layers[start]))
            start++;
        while (end > start && IsStateless(sequence.Layers[end - 1]))
            end--;
        return start..end;
    }

    private static bool IsStateless(Layer layer) =>
        layer is OperationLayer operation && operation.Operation.EmissionOf(operation) is not ModuleEmission;

    /// <summary>No member may have its class's name, and a class may yet get a number.</summary>
    private bool IsClassName(string name) => classNames.Contains(name.TrimEnd([.. "0123456789_"]));
}
