using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Emit;

/// <summary>The declared ops and cells that a network uses, by name, what a declaration uses before it.</summary>
internal sealed class FunctionUses
{
    private readonly Dictionary<string, List<Function>> instances = new(StringComparer.Ordinal);
    private readonly Dictionary<Function, string> paths = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> names = [];

    private FunctionUses()
    {
    }

    /// <summary>Declarations, each after all that it uses.</summary>
    public IReadOnlyList<string> Names => names;

    public static FunctionUses Of(Graph network)
    {
        var uses = new FunctionUses();
        uses.Visit(network);
        uses.Sort();
        return uses;
    }

    public ImmutableArray<Function> InstancesOf(string name) => [.. instances[name]];

    /// <summary>The prefix of the names of the decisions inside.</summary>
    public string PathOf(Function function) => paths[function];

    /// <summary>The calls in the graph itself, without those inside what it calls.</summary>
    public static IEnumerable<CallLayer> CallsIn(Graph graph) => LayerTree.Of(graph).OfType<CallLayer>();

    private void Visit(Graph graph)
    {
        foreach (var call in CallsIn(graph))
        {
            if (!paths.TryAdd(call.Function, call.Path))
                continue;
            if (!instances.TryGetValue(call.Function.Name, out var same))
                instances[call.Function.Name] = same = [];
            same.Add(call.Function);
            Visit(call.Function.Graph);
        }
    }

    private void Sort()
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in instances.Keys)
            Place(name);

        void Place(string name)
        {
            if (!done.Add(name))
                return;
            foreach (var used in instances[name].SelectMany(f => CallsIn(f.Graph)).Select(c => c.Function.Name))
                Place(used);
            names.Add(name);
        }
    }
}
