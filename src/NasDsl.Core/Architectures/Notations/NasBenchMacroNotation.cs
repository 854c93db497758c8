using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Architectures.Notations;

/// <summary>Layers one after the other, each a choice among the same blocks.</summary>
/// <param name="Labels">The blocks in the order of their digits.</param>
internal sealed record LayeredSpace(ImmutableArray<Decision> Layers, ImmutableArray<string> Labels)
{
    private const int MostBlocks = 10;

    private static readonly string[] Published = [OperationNames.Skip, OperationNames.Mobile3, OperationNames.Mobile6];

    public static LayeredSpace? Find(SearchSpace space, out string problem)
    {
        problem = "it has fewer than two decisions";
        if (space.Decisions is not [var first, _, ..])
            return null;
        if (space.Decisions.FirstOrDefault(d => d.Kind != DecisionKind.One || d.Parent is not null || d.Scope is not null) is { } other)
        {
            problem = $"`{other.Name}` is not the choice of one block for one layer";
            return null;
        }
        ImmutableArray<string> labels = [.. first.Alternatives.Select(a => a.Label)];
        problem = "its layers do not choose among the same blocks, ten at most";
        if (labels.Length > MostBlocks || space.Decisions.Any(d => !d.Alternatives.Select(a => a.Label).SequenceEqual(labels)))
            return null;
        problem = "its decisions are not the items of one chain";
        if (!space.Decisions.Select(d => d.Name).SequenceEqual(ItemsLike(first.Name, space.Decisions.Length)))
            return null;
        problem = "";
        return new LayeredSpace(space.Decisions, OperationNames.InOrder(first, Published) ?? labels);
    }

    /// <summary>`layer[0]`, `layer[1]`, ...</summary>
    private static IEnumerable<string> ItemsLike(string first, int count)
    {
        var name = first.EndsWith("[0]", StringComparison.Ordinal) ? first[..^"[0]".Length] : "";
        return Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"{name}[{i}]"));
    }
}

/// <summary>
/// `22212220`: a digit for each layer. 0, 1 and 2 are the identity and the two mobile blocks of NAS-Bench-Macro (Su et al.,
/// 2021) where the space has these, else the blocks in their order.
/// </summary>
internal sealed class NasBenchMacroNotation : Notation<LayeredSpace>
{
    public override string Name => "nasbench-macro";

    public override string Title => "a NAS-Bench-Macro code";

    protected override LayeredSpace? Find(SearchSpace space, out string problem) => LayeredSpace.Find(space, out problem);

    protected override Architecture? Read(SourceText source, LayeredSpace form, DiagnosticBag diagnostics)
    {
        var scanner = new NotationScanner(source, Title, diagnostics);
        scanner.SkipBlanks();
        if (scanner.Word("a digit for each layer", char.IsAsciiDigit) is not { } digits || !scanner.End())
            return null;
        if (digits.Text.Length != form.Layers.Length)
        {
            diagnostics.Add(Diagnose.NotationCount(digits.Span, "layers", "the network", form.Layers.Length, digits.Text.Length));
            return null;
        }
        var choices = new ChoiceBuilder(diagnostics);
        for (var i = 0; i < form.Layers.Length; i++)
        {
            var number = new LocatedNumber(digits.Text[i] - '0', new TextSpan(digits.Span.Start + i, 1));
            choices.TakeNumbered(form.Layers[i], number, form.Labels);
        }
        return choices.Build();
    }

    protected override string Write(LayeredSpace form, Architecture architecture) =>
        string.Concat(form.Layers.Select(l => (char)('0' + form.Labels.IndexOf(architecture.Choices[l.Name][0]))));
}
