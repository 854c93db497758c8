using System.Collections.Immutable;

namespace NasDsl.IR;

/// <summary>Graphs inside graphs and layers inside layers, as lists: those who look for something walk these.</summary>
internal static class LayerTree
{
    /// <summary>A graph and those of all functions used in it, each once.</summary>
    public static IEnumerable<Graph> Graphs(Graph root)
    {
        var seen = new HashSet<Graph>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<Graph>([root]);
        while (pending.TryPop(out var graph))
        {
            if (!seen.Add(graph))
                continue;
            yield return graph;
            foreach (var layer in Of(graph))
                if (layer is CallLayer call)
                    pending.Push(call.Function.Graph);
        }
    }

    /// <summary>All layers of a graph, each before those inside it; bodies of functions apart.</summary>
    public static List<Layer> Of(Graph graph)
    {
        var layers = new List<Layer>();
        foreach (var node in graph.Nodes)
            Add(node.Layer, layers);
        return layers;
    }

    /// <summary>A layer and those inside it.</summary>
    public static List<Layer> Of(Layer layer)
    {
        var layers = new List<Layer>();
        Add(layer, layers);
        return layers;
    }

    private static void Add(Layer layer, List<Layer> layers)
    {
        layers.Add(layer);
        switch (layer)
        {
            case SequenceLayer sequence:
                foreach (var inner in sequence.Layers)
                    Add(inner, layers);
                break;
            case RecurrentLayer recurrent:
                Add(recurrent.Body, layers);
                break;
            case ChoiceLayer choice:
                Add(choice.Alternatives, layers);
                break;
            case BlendLayer blend:
                Add(blend.Alternatives, layers);
                break;
            case VariantLayer variant:
                layers.AddRange(variant.Variants.Select(v => v.Layer));
                break;
            case DagLayer dag:
                foreach (var part in dag.Parts)
                    Add(part, layers);
                break;
        }
    }

    private static void Add(ImmutableArray<LayerAlternative> alternatives, List<Layer> layers)
    {
        foreach (var alternative in alternatives)
            Add(alternative.Layer, layers);
    }
}
