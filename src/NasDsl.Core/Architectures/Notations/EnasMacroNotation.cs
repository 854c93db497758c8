using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Architectures.Notations;

/// <summary>Layers that each choose an operation and which of the earlier tensors to add.</summary>
/// <param name="Layers">In their order. Layer i has i candidates for skips: what was computed before its own input.</param>
internal sealed record SkipSpace(ImmutableArray<SkipLayer> Layers)
{
    /// <summary>Number 0 to 5 in the notation.</summary>
    private static readonly string[] Published =
    [
        OperationNames.Conv3, OperationNames.Sep3, OperationNames.Conv5, OperationNames.Sep5, OperationNames.Avg3, OperationNames.Max3,
    ];

    public static ImmutableArray<string> LabelsOf(Decision operation) => OperationNames.InOrder(operation, Published) ?? [];

    public static SkipSpace? Find(SearchSpace space, out string problem)
    {
        problem = "it has no decisions";
        var layers = ImmutableArray.CreateBuilder<SkipLayer>();
        for (var at = 0; at < space.Decisions.Length;)
        {
            var (first, second) = (space.Decisions[at], layers.Count == 0 || at + 1 == space.Decisions.Length ? null : space.Decisions[at + 1]);
            var (operation, skips) = first.Kind == DecisionKind.One ? (first, second) : (second, first);
            problem = operation is null ? $"`{first.Name}` belongs to no layer's operation" : Misfit(operation, skips, layers.Count);
            if (operation is null || problem.Length > 0)
                return null;
            layers.Add(new SkipLayer(operation, skips));
            at += skips is null ? 1 : 2;
        }
        return layers.Count > 0 ? new SkipSpace(layers.ToImmutable()) : null;
    }

    private static string Misfit(Decision operation, Decision? skips, int index)
    {
        if (operation is not { Kind: DecisionKind.One, Parent: null, Scope: null } || LabelsOf(operation).IsEmpty)
            return $"`{operation.Name}` has not the alternatives {string.Join(", ", Published.Select(p => $"`{p}`"))}";
        if (index > 0 && (skips is not { Kind: DecisionKind.Subset, Parent: null, Minimum: 0 } || skips.Maximum != skips.Alternatives.Length))
            return $"the layer of `{operation.Name}` does not choose any of the tensors before it";
        return (skips?.Alternatives.Length ?? 0) == index
            ? ""
            : $"the layer of `{operation.Name}` does not choose among the {index} tensors before its input";
    }
}

/// <param name="Skips">Which earlier tensors are added; null for the first layer.</param>
internal sealed record SkipLayer(Decision Operation, Decision? Skips)
{
    public ImmutableArray<string> Candidates => [.. (Skips?.Alternatives ?? []).Select(a => a.Label)];
}

/// <summary>
/// `0 3 0 0 1 0 2 0 0 1 ...`: for each layer its operation and a bit for each tensor before its input, the stem first (Pham et
/// al., 2018). Operations are 0 to 3 convolution and separable convolution of 3, then of 5, 4 average and 5 maximum pooling.
/// </summary>
internal sealed class EnasMacroNotation : Notation<SkipSpace>
{
    public override string Name => "enas-macro";

    public override string Title => "an ENAS macro list";

    protected override SkipSpace? Find(SearchSpace space, out string problem) => SkipSpace.Find(space, out problem);

    protected override Architecture? Read(SourceText source, SkipSpace form, DiagnosticBag diagnostics)
    {
        if (IntegerList.Read(source, Title, diagnostics) is not { } numbers)
            return null;
        var expected = form.Layers.Sum(l => 1 + l.Candidates.Length);
        if (numbers.Length != expected)
        {
            diagnostics.Add(Diagnose.NotationCount(
                IntegerList.SpanOf(numbers), "numbers", FormattableString.Invariant($"the {form.Layers.Length} layers"), expected, numbers.Length));
            return null;
        }
        var choices = new ChoiceBuilder(diagnostics);
        var at = 0;
        foreach (var layer in form.Layers)
        {
            choices.TakeNumbered(layer.Operation, numbers[at++], SkipSpace.LabelsOf(layer.Operation));
            var taken = ImmutableArray.CreateBuilder<string>();
            foreach (var candidate in layer.Candidates)
            {
                var bit = numbers[at++];
                if (bit.Value > 1)
                    diagnostics.Add(Diagnose.NotationBit(bit.Span, bit.Value));
                else if (bit.Value == 1)
                    taken.Add(candidate);
            }
            if (layer.Skips is { } skips)
                choices.Take(skips, taken.ToImmutable());
        }
        return choices.Build();
    }

    protected override string Write(SkipSpace form, Architecture architecture) => string.Join(' ', form.Layers.SelectMany(l =>
    {
        var operation = SkipSpace.LabelsOf(l.Operation).IndexOf(architecture.Choices[l.Operation.Name][0]);
        return l.Candidates
            .Select(c => l.Skips is { } skips && architecture.Choices[skips.Name].Contains(c) ? 1 : 0)
            .Prepend(operation);
    }));
}
