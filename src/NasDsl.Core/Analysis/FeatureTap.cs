using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>Where an auxiliary tower hangs: behind item <paramref name="Item"/> of chain <paramref name="Chain"/>.</summary>
internal sealed record FeatureTap(string Chain, int Item)
{
    /// <summary>
    /// The first item of the last chain that has the chain's final resolution (Liu et al. 2019: the second reduction), or
    /// null where the network has no such place: no chain of images, items that take different numbers of tensors, an
    /// output that is no vector of classes.
    /// </summary>
    public static FeatureTap? Find(Graph network)
    {
        var chain = network.Nodes.LastOrDefault(n => n.Chain is not null)?.Chain?.Name;
        var items = network.Nodes.Where(n => n.Chain?.Name == chain && chain is not null).ToList();
        if (items.Count == 0 || network.Inputs.Length != 1 || network.Outputs.Length != 1
            || items.Exists(i => i.Inputs.Length != items[0].Inputs.Length)
            || !items[^1].Shape.IsImage || network.ShapeOf(network.Outputs[0]).Rank != 1)
            return null;
        var last = items[^1].Shape;
        var index = items.FindIndex(i => i.Shape.IsImage && i.Shape.Height == last.Height && i.Shape.Width == last.Width);
        return new FeatureTap(chain ?? "", index);
    }
}
