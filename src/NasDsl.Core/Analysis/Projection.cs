using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Operations;

namespace NasDsl.Analysis;

/// <summary>What may stand behind a concatenation with places, where absent parts are zeros.</summary>
internal static class Projection
{
    /// <summary>Operations of one tensor that give zeros for channels of zeros.</summary>
    private static readonly ImmutableHashSet<string> KeepsZeros =
    [
        "identity", "id", "relu", "relu6", "tanh", "silu", "swish", "gelu", "hard_swish", "elu", "leaky_relu", "neg", "abs",
        "square", "cube", "sin", "sinh", "asinh", "atan", "min0", "erf", "stop_gradient", "stop_forward", "dropout", "max_pool",
        "avg_pool", "global_avg_pool", "global_max_pool", "adaptive_avg_pool", "upsample", "resize", "pad_to", "flatten", "zero",
    ];

    /// <summary>Whether the operation mixes all channels, so that nothing is left of the places.</summary>
    public static bool Is(OperationLayer operation) =>
        Argument(operation) is not null
        && operation.Operation.Name != "binary_conv"
        && operation.Arguments.Items.All(a => a.Name != "groups" || a.Value is IntegerArgument { Value: 1 });

    /// <summary>The operation with as many input channels as all parts have together.</summary>
    public static Layer Of(Layer layer, ImmutableArray<Layout> inputs, SearchSpace space)
    {
        var first = ElasticOperations.Leaves(layer).First();
        if (inputs.Length == 1 && Is(first))
            return WithInputs(layer, inputs[0].Channels);
        if (inputs.Length == 1 ? KeepsZeros.Contains(first.Operation.Name) : Adds(first) && inputs.All(i => i.Equals(inputs[0])))
            return layer;
        var decision = inputs.SelectMany(i => i.Parts).SelectMany(p => p.When).SelectMany(w => w.Variables).Select(v => v.Decision)
            .Concat(inputs.SelectMany(i => i.Parts).SelectMany(p => p.Varies?.Variables ?? []).Select(v => v.Decision))
            .FirstOrDefault();
        throw new NotASupernetException(
            inputs.Length == 1
                ? $"`{first.Operation.Name}` follows a concatenation of which parts may be missing, and would make something of their zeros"
                : $"`{first.Operation.Name}` joins tensors of which different parts may be missing",
            space.Decisions.FirstOrDefault(d => d.Name == decision));
    }

    /// <summary>The layout behind an operation that keeps zeros.</summary>
    public static Layout Behind(OperationLayer operation, ImmutableArray<Layout> inputs)
    {
        var layout = inputs[0];
        if (operation.Operation.Name == "flatten" && layout.Shape.IsImage)
            return layout.Flattened(layout.Shape.Height * layout.Shape.Width);
        return layout with { Shape = Layout.WithChannels(operation.Output, layout.Channels) };
    }

    private static bool Adds(OperationLayer operation) => operation.Operation.Name is "sum" or "add" or "mean" or "sub" or "mul" or "max" or "min";

    private static string? Argument(OperationLayer operation) =>
        operation.Arguments.Items.Select(a => a.Name).FirstOrDefault(n => n is "in_channels" or "in_features");

    private static Layer WithInputs(Layer layer, long channels) => layer switch
    {
        OperationLayer operation => operation with
        {
            Arguments = new ArgumentList([.. operation.Arguments.Items.Select(a =>
                a.Name == Argument(operation) ? (a.Name, new IntegerArgument(channels)) : a)]),
        },
        VariantLayer variant => variant with
        {
            Variants = [.. variant.Variants.Select(v => v with { Layer = (OperationLayer)WithInputs(v.Layer, channels) })],
        },
        ChoiceLayer choice => choice with
        {
            Alternatives = [.. choice.Alternatives.Select(a => a with { Layer = WithInputs(a.Layer, channels) })],
        },
        _ => layer,
    };
}
