using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Operations;

namespace NasDsl.Analysis;

/// <summary>An operation with all that decides how long it takes: its arguments and the shapes of its inputs.</summary>
/// <param name="Text">`conv(filters: 16, kernel: 3, ...)`.</param>
/// <param name="Inputs">`[16, 32, 32]`, several with commas between them.</param>
public sealed record OperationKey(string Text, string Inputs)
{
    public static OperationKey Of(OperationLayer layer) =>
        new($"{layer.Operation.Name}({layer.Arguments})", string.Join(", ", layer.Inputs));

    public override string ToString() => $"{Text} of {Inputs}";
}

/// <summary>The operations that a child runs in one pass forward.</summary>
public static class OperationUses
{
    /// <summary>Each distinct operation with an example of it, and how often it runs; what gives its input back is not counted.</summary>
    /// <param name="child">A network with nothing left to decide.</param>
    public static ImmutableDictionary<OperationKey, (OperationLayer Layer, long Times)> Of(SearchSpace child)
    {
        var uses = ImmutableDictionary.CreateBuilder<OperationKey, (OperationLayer, long)>();
        Visit(child.Network, 1);
        return uses.ToImmutable();

        void Visit(Graph graph, long times)
        {
            foreach (var node in graph.Nodes)
                Layer(node.Layer, times);
        }

        void Layer(Layer layer, long times)
        {
            switch (layer)
            {
                case OperationLayer operation:
                    Add(operation, times);
                    break;
                case CallLayer call:
                    Visit(call.Function.Graph, times);
                    break;
                case SequenceLayer sequence:
                    foreach (var inner in sequence.Layers)
                        Layer(inner, times);
                    break;
                case RecurrentLayer recurrent:
                    Layer(recurrent.Body, times * recurrent.Steps);
                    break;
                case BlendLayer blend:
                    foreach (var alternative in blend.Alternatives)
                        Layer(alternative.Layer, times);
                    break;
                case ItemLayer:
                    break;
                default:
                    throw new ArgumentException($"a {layer.GetType().Name} is still to be decided", nameof(child));
            }
        }

        void Add(OperationLayer operation, long times)
        {
            if (operation.Operation.FactsOf(operation).HasFlag(OperationFacts.Identity)
                || operation.Operation.EmissionOf(operation) is PassThroughEmission)
                return;
            var key = OperationKey.Of(operation);
            var before = uses.TryGetValue(key, out var known) ? known.Item2 : 0;
            uses[key] = (operation, before + times);
        }
    }

    /// <summary>A network that is the operation alone; inputs of equal shape are one input.</summary>
    public static SearchSpace Alone(OperationLayer layer)
    {
        ImmutableArray<Shape> shapes = [.. layer.Inputs.Distinct()];
        var node = new Node(
            shapes.Length, "y", layer, [.. layer.Inputs.Select(i => shapes.IndexOf(i))], layer.Output, default);
        return new SearchSpace(
            "Operation", "operation.nas", null, new ArgumentList(),
            new Graph([.. shapes.Select((s, i) => new GraphInput($"x{i}", s))], [node], [node.Id]), []);
    }
}
