using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Architectures.Notations;

/// <summary>
/// Genotypes in which the cells of NASNet and AmoebaNet are listed (Liu, Simonyan and Yang, 2019, in their program): as those of DARTS, with
/// two edges a node that may come from the same source, and with the loose ends as the output.
/// </summary>
internal sealed class NasNetNotation : Notation<PairSpace>
{
    public override string Name => "nasnet";

    public override string Title => "a genotype of pairs";

    protected override PairSpace? Find(SearchSpace space, out string problem) => PairSpace.Find(space, out problem);

    protected override Architecture? Read(SourceText source, PairSpace form, DiagnosticBag diagnostics)
    {
        if (GenotypeParser.Parse(source, diagnostics) is not { } genotype)
            return null;
        var choices = new ChoiceBuilder(diagnostics);
        Take(form.Normal, genotype.Normal, "normal", choices, diagnostics);
        Take(form.Reduction, genotype.Reduction, "reduce", choices, diagnostics);
        if (diagnostics.HasErrors)
            return null;
        var architecture = choices.Build();
        CheckConcat(form.Normal, genotype.Normal, "normal_concat");
        CheckConcat(form.Reduction, genotype.Reduction, "reduce_concat");
        return architecture;

        void CheckConcat(PairCell cell, GenotypeCell given, string field)
        {
            if (cell.ConcatOf(form.Space, architecture) is { } nodes
                && !given.Concat.Nodes.Order().SequenceEqual(nodes.Select(n => (long)n)))
                diagnostics.Add(Diagnose.GenotypeConcat(given.Concat.Span, field, cell.Name, $"[{string.Join(", ", nodes)}]"));
        }
    }

    protected override string Write(PairSpace form, Architecture architecture) =>
        $"Genotype(normal=[{Edges(form.Normal, architecture)}], normal_concat={Concat(form, form.Normal, architecture)}, "
        + $"reduce=[{Edges(form.Reduction, architecture)}], reduce_concat={Concat(form, form.Reduction, architecture)})";

    private static string Edges(PairCell cell, Architecture architecture) => string.Join(", ", cell.Nodes.SelectMany(n => n.Slots).Select(
        s => FormattableString.Invariant($"('{s.OperationIn(architecture)}', {s.SourceIn(architecture)})")));

    private static string Concat(PairSpace form, PairCell cell, Architecture architecture)
    {
        var nodes = cell.ConcatOf(form.Space, architecture) ?? Unread(cell, architecture);
        return $"[{string.Join(", ", nodes)}]";
    }

    /// <summary>The nodes that no other node reads.</summary>
    private static ImmutableArray<int> Unread(PairCell cell, Architecture architecture)
    {
        var read = cell.Nodes.SelectMany(n => n.Slots).Select(s => s.SourceIn(architecture)).ToHashSet();
        return [.. Enumerable.Range(PairCell.InputCount, cell.Nodes.Length).Where(n => !read.Contains(n))];
    }

    private static void Take(PairCell cell, GenotypeCell genotype, string field, ChoiceBuilder choices, DiagnosticBag diagnostics)
    {
        var edges = genotype.Edges.Items;
        if (edges.Length != 2 * cell.Nodes.Length)
        {
            diagnostics.Add(
                Diagnose.GenotypeEdgeCount(genotype.Edges.Span, field, cell.Name, 2 * cell.Nodes.Length, edges.Length));
            return;
        }
        foreach (var (slot, edge) in cell.Nodes.SelectMany(n => n.Slots).Zip(edges))
        {
            if (edge.Source >= slot.Sources.Length)
            {
                diagnostics.Add(Diagnose.GenotypeSource(edge.SourceSpan, slot.Source.Name, edge.Source, slot.Sources.Length));
                continue;
            }
            choices.Take(slot.Source, slot.Sources[(int)edge.Source]);
            choices.TakeNamed(slot.Operations[(int)edge.Source], edge.Operation);
        }
    }
}
