using NasDsl.IR;
using NasDsl.Operations;

namespace NasDsl.Analysis;

/// <summary>Colours by what an operation does: with weights, pooling, passing on, zeros, and what is still open.</summary>
internal static class OperationColor
{
    public static string Line(Layer layer) => KindOf(layer) switch
    {
        Kind.Weights => "#2563a8",
        Kind.Pooling => "#2e7d4f",
        Kind.Identity => "#c2620e",
        Kind.Zero => "#9aa1ad",
        Kind.Choice => "#7a3fa0",
        _ => "#5b6578",
    };

    public static string Fill(Layer layer) => KindOf(layer) switch
    {
        Kind.Weights => "#dbe8f8",
        Kind.Pooling => "#dcf0e3",
        Kind.Identity => "#fae6d3",
        Kind.Choice => "#eee1f6",
        Kind.Call => "#d8f0ee",
        _ => "#f4f5f7",
    };

    /// <summary>What the colour stands for, as a word: `choice`, `call`, `pooling`, `weights`, `zero`, `identity` or `other`.</summary>
    public static string WordOf(Layer layer) => KindOf(layer) switch
    {
        Kind.Choice => "choice",
        Kind.Call => "call",
        Kind.Pooling => "pooling",
        Kind.Weights => "weights",
        Kind.Zero => "zero",
        Kind.Identity => "identity",
        _ => "other",
    };

    private static Kind KindOf(Layer layer) => layer switch
    {
        ChoiceLayer => Kind.Choice,
        CallLayer => Kind.Call,
        RecurrentLayer recurrent => KindOf(recurrent.Body),
        SequenceLayer sequence => sequence.Layers.Select(KindOf).Order().FirstOrDefault(Kind.Other),
        OperationLayer operation => KindOf(operation),
        _ => Kind.Other,
    };

    private static Kind KindOf(OperationLayer layer)
    {
        var facts = layer.Operation.FactsOf(layer);
        if (layer.Operation.Name.Contains("pool", StringComparison.Ordinal))
            return Kind.Pooling;
        if (facts.HasFlag(OperationFacts.HasWeights))
            return Kind.Weights;
        if (facts.HasFlag(OperationFacts.Zero))
            return Kind.Zero;
        return facts.HasFlag(OperationFacts.Identity) ? Kind.Identity : Kind.Other;
    }

    /// <summary>In the order in which they colour a sequence: a pooling with a normalization behind it is a pooling.</summary>
    private enum Kind
    {
        Choice,
        Call,
        Pooling,
        Weights,
        Zero,
        Identity,
        Other,
    }
}
