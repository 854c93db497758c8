using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>Why the alternatives of a decision cannot be weighed against one another.</summary>
public enum Obstacle
{
    /// <summary>They lead to tensors of different shapes.</summary>
    Shapes,

    /// <summary>They are parts of a concatenation, or tell which parts are there.</summary>
    Parts,

    /// <summary>It takes an order of its alternatives.</summary>
    Order,

    /// <summary>It takes a real number, of which there are endlessly many.</summary>
    Real,
}

/// <summary>Which decisions of a space no mixture of alternatives stands for: what a differentiable strategy cannot search.</summary>
public static class Relaxability
{
    /// <summary>The obstacle for each decision that has one, by name.</summary>
    public static ImmutableDictionary<string, Obstacle> Obstacles(SearchSpace space)
    {
        var found = ImmutableDictionary.CreateBuilder<string, Obstacle>(StringComparer.Ordinal);
        foreach (var decision in space.Decisions)
            if (decision.Kind is DecisionKind.Order or DecisionKind.Real)
                found[decision.Name] = decision.Kind == DecisionKind.Order ? Obstacle.Order : Obstacle.Real;
        foreach (var graph in LayerTree.Graphs(space.Network))
        {
            foreach (var input in graph.Inputs)
                Add(input.Varies, Obstacle.Shapes);
            foreach (var node in graph.Nodes)
            {
                if (node.Subset is { } subset && !Adds(node.Layer))
                    found.TryAdd(subset.Name, Obstacle.Parts);
                foreach (var condition in node.Conditions)
                    Add(condition, Obstacle.Parts);
            }

            foreach (var layer in LayerTree.Of(graph))
                Add(layer.Varies, Obstacle.Shapes);
        }

        return found.ToImmutable();

        void Add<T>(Cases<T>? cases, Obstacle obstacle)
            where T : notnull
        {
            if (cases is not null)
                foreach (var name in cases.Variables.Select(v => v.Decision).OfType<string>())
                    found.TryAdd(name, obstacle);
        }
    }

    /// <summary>A sum or a mean: leaving a part out is what a weight of zero does.</summary>
    private static bool Adds(Layer layer) => layer is OperationLayer { Operation.Name: "sum" or "mean" };
}
