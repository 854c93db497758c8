using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Semantics;

/// <summary>The decisions of a finished network.</summary>
internal sealed partial class Elaborator
{
    /// <summary>The decisions that the graph makes; one of which nothing reaches the output is none.</summary>
    private ImmutableArray<Decision> DecisionsIn(Graph graph)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var each in LayerTree.Graphs(graph))
        {
            foreach (var node in each.Nodes)
            {
                if (node.Subset is { } subset)
                    names.Add(subset.Name);
                foreach (var condition in node.Conditions)
                    AddVariables(condition, names);
            }

            foreach (var layer in LayerTree.Of(each))
                AddDecisions(layer, names);
        }

        return [.. decisions.InOrder().Where(d => names.Contains(d.Name))];
    }

    private static HashSet<string> DecisionsIn(Layer layer)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var each in LayerTree.Of(layer))
            AddDecisions(each, names);
        return names;
    }

    /// <summary>The decisions of the layer itself.</summary>
    private static void AddDecisions(Layer layer, HashSet<string> names)
    {
        switch (layer)
        {
            case ChoiceLayer choice:
                names.Add(choice.Decision.Name);
                break;
            case OperationLayer operation:
                foreach (var (_, value) in operation.Arguments.Items)
                    if (value is DecisionArgument argument)
                        names.Add(argument.Decision.Name);
                break;
            case VariantLayer variant:
                foreach (var like in variant.Likes)
                    AddVariables(like, names);
                break;
            case DagLayer dag:
                names.UnionWith(dag.Decisions.Select(d => d.Name));
                break;
        }
    }

    private static void AddVariables<T>(Cases<T> cases, HashSet<string> names)
        where T : notnull => names.UnionWith(cases.Variables.Select(v => v.Decision).OfType<string>());
}
