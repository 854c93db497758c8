using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Architectures.Notations;

/// <summary>
/// `0 2 0 0 0 4 0 1 ...`: for each node of the normal cell, then of the reduction cell, source, operation, source, operation (Pham et al.,
/// 2018). Operations are 0 and 1 separable convolutions of 3 and 5, 2 average pooling, 3 maximum pooling, 4 the identity.
/// </summary>
internal sealed class EnasMicroNotation : Notation<PairSpace>
{
    private const int NumbersInNode = 4;

    private static readonly string[] Published =
        [OperationNames.Sep3, OperationNames.Sep5, OperationNames.Avg3, OperationNames.Max3, OperationNames.Skip];

    public override string Name => "enas-micro";

    public override string Title => "an ENAS micro list";

    protected override PairSpace? Find(SearchSpace space, out string problem)
    {
        if (PairSpace.Find(space, out problem) is not { } pairs)
            return null;
        if (Slots(pairs).SelectMany(s => s.Operations).FirstOrDefault(o => LabelsOf(o).IsEmpty) is not { } other)
            return pairs;
        problem = $"`{other.Name}` has not the alternatives {string.Join(", ", Published.Select(p => $"`{p}`"))}";
        return null;
    }

    protected override Architecture? Read(SourceText source, PairSpace form, DiagnosticBag diagnostics)
    {
        if (IntegerList.Read(source, Title, diagnostics) is not { } numbers)
            return null;
        var expected = NumbersInNode * (form.Normal.Nodes.Length + form.Reduction.Nodes.Length);
        if (numbers.Length != expected)
        {
            diagnostics.Add(Diagnose.NotationCount(IntegerList.SpanOf(numbers), "numbers", "the two cells", expected, numbers.Length));
            return null;
        }
        var choices = new ChoiceBuilder(diagnostics);
        foreach (var (slot, i) in Slots(form).Select((s, i) => (s, i)))
        {
            var (from, operation) = (numbers[2 * i], numbers[2 * i + 1]);
            if (from.Value >= slot.Sources.Length)
            {
                diagnostics.Add(Diagnose.GenotypeSource(from.Span, slot.Source.Name, from.Value, slot.Sources.Length));
                continue;
            }
            choices.Take(slot.Source, slot.Sources[from.Value]);
            choices.TakeNumbered(slot.Operations[from.Value], operation, LabelsOf(slot.Operations[from.Value]));
        }
        return choices.Build();
    }

    protected override string Write(PairSpace form, Architecture architecture) => string.Join(' ', Slots(form).Select(s =>
    {
        var source = s.SourceIn(architecture);
        return FormattableString.Invariant($"{source} {LabelsOf(s.Operations[source]).IndexOf(s.OperationIn(architecture))}");
    }));

    private static IEnumerable<PairSlot> Slots(PairSpace pairs) =>
        pairs.Normal.Nodes.Concat(pairs.Reduction.Nodes).SelectMany(n => n.Slots);

    private static ImmutableArray<string> LabelsOf(Decision operation) => OperationNames.InOrder(operation, Published) ?? [];
}
