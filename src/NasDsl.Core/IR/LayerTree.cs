namespace NasDsl.IR;

/// <summary>Layers inside layers, as a list: those who look for something walk it, without a query for each layer.</summary>
internal static class LayerTree
{
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
                foreach (var alternative in choice.Alternatives)
                    Add(alternative.Layer, layers);
                break;
            case BlendLayer blend:
                foreach (var alternative in blend.Alternatives)
                    Add(alternative.Layer, layers);
                break;
            case VariantLayer variant:
                foreach (var one in variant.Variants)
                    Add(one.Layer, layers);
                break;
            case DagLayer dag:
                foreach (var part in dag.Parts)
                    Add(part, layers);
                break;
        }
    }
}
