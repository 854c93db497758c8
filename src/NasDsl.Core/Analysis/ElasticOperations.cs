using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Operations;

namespace NasDsl.Analysis;

/// <summary>
/// Operations whose weights can serve several sizes: the largest one's are held, and each size takes a slice, output channels
/// the first, input channels the first, the kernel its centre (Cai et al., 2020, Once-for-All).
/// </summary>
internal static class ElasticOperations
{
    private static readonly ImmutableHashSet<string> Names = ["conv", "depthwise", "linear", "bn"];

    /// <summary>Arguments that only the weights' largest size depends on; the input tells them.</summary>
    private static readonly ImmutableHashSet<string> OfInput = ["in_channels", "in_features", "channels"];

    /// <summary>The operations at the ends of choices and variants.</summary>
    public static IEnumerable<OperationLayer> Leaves(Layer layer) => layer switch
    {
        OperationLayer operation => [operation],
        VariantLayer variant => variant.Variants.Select(v => v.Layer),
        ChoiceLayer { IsOneOperation: true } choice => choice.Alternatives.SelectMany(a => Leaves(a.Layer)),
        _ => [],
    };

    public static IEnumerable<Decision> Decisions(Layer layer) => layer is ChoiceLayer choice
        ? choice.Alternatives.SelectMany(a => Decisions(a.Layer)).Prepend(choice.Decision).DistinctBy(d => d.Name)
        : [];

    /// <summary>
    /// The operation with the weights for all sizes, or null where the operation is none whose weights can be sliced, or its
    /// sizes differ in something else.
    /// </summary>
    public static OperationLayer? Largest(Layer layer)
    {
        if (layer is not (VariantLayer or ChoiceLayer { IsOneOperation: true }))
            return null;
        var leaves = Leaves(layer).ToList();
        var first = leaves[0];
        if (!Names.Contains(first.Operation.Name) || leaves.Any(l => l.Operation != first.Operation) || !Agree(layer, leaves))
            return null;
        var wide = leaves.MaxBy(l => Extent(l)) ?? first;
        var arguments = wide.Arguments.Items.Select(a => (a.Name, a.Name switch
        {
            "filters" or "features" or "in_channels" or "in_features" or "channels" =>
                new IntegerArgument(leaves.Max(l => l.Arguments.Integer(a.Name))),
            "kernel" => Kernel(leaves),
            _ => a.Value,
        }));
        return first with
        {
            Arguments = new ArgumentList([.. arguments]),
            Inputs = layer.Inputs,
            Output = layer.Output,
            Varies = null,
        };
    }

    private static bool Agree(Layer layer, List<OperationLayer> leaves) =>
        Same(leaves, "groups") && Same(leaves, "bias") && Same(leaves, "affine")
        && leaves.All(l => l.Arguments.Items.All(a => a.Name != "groups" || a.Value is IntegerArgument { Value: 1 }))
        && leaves.All(l => (l.Output.Rank == 3) == (leaves[0].Output.Rank == 3))
        && VariantsOf(layer).All(v => v.Variants[0].Layer.Arguments.Items.All(a =>
            OfInput.Contains(a.Name) || Same(v.Variants.Select(x => x.Layer), a.Name)));

    private static IEnumerable<VariantLayer> VariantsOf(Layer layer) => layer switch
    {
        VariantLayer variant => [variant],
        ChoiceLayer choice => choice.Alternatives.SelectMany(a => VariantsOf(a.Layer)),
        _ => [],
    };

    private static bool Same(IEnumerable<OperationLayer> layers, string argument) => layers
        .SelectMany(l => l.Arguments.Items.Where(a => a.Name == argument))
        .Select(a => a.Value)
        .Distinct()
        .Count() <= 1;

    private static long Extent(OperationLayer layer) => layer.Arguments.Items.Any(a => a.Name == "kernel")
        ? layer.Arguments.Pair("kernel").Height + layer.Arguments.Pair("kernel").Width
        : 0;

    private static ArgumentValue Kernel(List<OperationLayer> leaves)
    {
        var kernels = leaves.Select(l => l.Arguments.Pair("kernel")).ToList();
        var largest = new PairArgument(kernels.Max(k => k.Height), kernels.Max(k => k.Width));
        return largest.IsSquare && leaves.All(l => l.Arguments["kernel"] is IntegerArgument)
            ? new IntegerArgument(largest.Height)
            : largest;
    }
}
