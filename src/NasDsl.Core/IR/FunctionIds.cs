using System.Globalization;

namespace NasDsl.IR;

/// <summary>
/// A name for each function that a network uses, directly or not: its own, with `#2`, `#3` behind it where it is used for
/// several arguments or shapes. In the order of first use.
/// </summary>
public sealed class FunctionIds
{
    private readonly Dictionary<Function, string> ids = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> uses = new(StringComparer.Ordinal);
    private readonly List<(Function, string)> inOrder = [];

    private FunctionIds()
    {
    }

    public IReadOnlyList<(Function Function, string Id)> InOrder => inOrder;

    public string this[Function function] => ids[function];

    public static FunctionIds Of(Graph network)
    {
        var result = new FunctionIds();
        result.Visit(network);
        return result;
    }

    private void Visit(Graph graph)
    {
        foreach (var node in graph.Nodes)
            Visit(node.Layer);
    }

    private void Visit(Layer layer)
    {
        switch (layer)
        {
            case CallLayer call when !ids.ContainsKey(call.Function):
                Add(call.Function);
                Visit(call.Function.Graph);
                break;
            case SequenceLayer sequence:
                foreach (var inner in sequence.Layers)
                    Visit(inner);
                break;
            case RecurrentLayer recurrent:
                Visit(recurrent.Body);
                break;
            case ChoiceLayer choice:
                foreach (var alternative in choice.Alternatives)
                    Visit(alternative.Layer);
                break;
            case BlendLayer blend:
                foreach (var alternative in blend.Alternatives)
                    Visit(alternative.Layer);
                break;
            case DagLayer dag:
                foreach (var part in dag.Parts)
                    Visit(part);
                break;
        }
    }

    private void Add(Function function)
    {
        var count = uses[function.Name] = uses.GetValueOrDefault(function.Name) + 1;
        var id = count == 1 ? function.Name : string.Create(CultureInfo.InvariantCulture, $"{function.Name}#{count}");
        ids.Add(function, id);
        inOrder.Add((function, id));
    }
}
