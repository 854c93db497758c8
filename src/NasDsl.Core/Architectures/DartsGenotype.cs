using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Architectures;

/// <summary>A genotype's text, or why there is none.</summary>
public sealed record GenotypeResult(string? Text, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>
/// Architectures in the notation in which DARTS cells are published:
/// `Genotype(normal=[('sep_conv_3x3', 0), ...], normal_concat=range(2, 6), reduce=[...], reduce_concat=range(2, 6))`.
/// Sources 0 and 1 are the cell's two inputs, 2 its first node, and so on.
/// </summary>
public static class DartsGenotype
{
    /// <summary>The architecture that a genotype describes; reports all that does not fit the space.</summary>
    public static ArchitectureResult Read(SourceText source, SearchSpace space)
    {
        var diagnostics = new DiagnosticBag();
        if (GenotypeParser.Parse(source, diagnostics) is not { } genotype)
            return new ArchitectureResult(null, diagnostics.ToImmutable());
        if (DartsSpace.Find(space, out var problem) is not { } darts)
            return new ArchitectureResult(null, [Diagnose.NotADartsSpace(new TextSpan(0, 0), space.Name, problem)]);
        var choices = Architecture.Empty.Choices.ToBuilder();
        var reader = new CellReader(choices, diagnostics);
        reader.Read(darts.Normal, genotype.Normal, "normal");
        reader.Read(darts.Reduction, genotype.Reduction, "reduce");
        return diagnostics.HasErrors
            ? new ArchitectureResult(null, diagnostics.ToImmutable())
            : new ArchitectureResult(new Architecture(choices.ToImmutable()), []);
    }

    /// <summary>The genotype of an architecture on one line, edges in the order of their sources.</summary>
    public static GenotypeResult Write(SearchSpace space, Architecture architecture)
    {
        if (DartsSpace.Find(space, out var problem) is not { } darts)
            return new GenotypeResult(null, [Diagnose.NotADartsSpace(default, space.Name, problem)]);
        if (ArchitectureValidator.Validate(space, architecture) is { IsEmpty: false } diagnostics)
            return new GenotypeResult(null, diagnostics);
        return new GenotypeResult(
            $"Genotype(normal=[{EdgesText(darts.Normal, architecture)}], normal_concat={darts.Normal.ConcatText}, "
            + $"reduce=[{EdgesText(darts.Reduction, architecture)}], reduce_concat={darts.Reduction.ConcatText})\n",
            []);
    }

    private static string EdgesText(DartsCell cell, Architecture architecture) =>
        string.Join(", ", cell.Nodes.SelectMany(n => EdgesText(n, architecture)));

    private static IEnumerable<string> EdgesText(DartsNode node, Architecture architecture)
    {
        var taken = architecture.Choices[node.Subset.Name];
        for (var source = 0; source < node.Sources.Length; source++)
            if (taken.Contains(node.Sources[source]))
                yield return FormattableString.Invariant(
                    $"({Quoted(architecture.Choices[node.Edges[source].Name][0])}, {source})");
    }

    private static string Quoted(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    /// <summary>Turns the edges of a genotype into choices.</summary>
    private sealed class CellReader(
        ImmutableSortedDictionary<string, ImmutableArray<string>>.Builder choices, DiagnosticBag diagnostics)
    {
        public void Read(DartsCell cell, GenotypeCell genotype, string field)
        {
            if (!genotype.Concat.Nodes.Order().SequenceEqual(cell.Concat.Select(i => (long)i + DartsCell.InputCount)))
                diagnostics.Add(Diagnose.GenotypeConcat(genotype.Concat.Span, $"{field}_concat", cell.Name, cell.ConcatText));
            var edges = genotype.Edges.Items;
            if (edges.Length != cell.EdgeCount)
            {
                diagnostics.Add(
                    Diagnose.GenotypeEdgeCount(genotype.Edges.Span, field, cell.Name, cell.EdgeCount, edges.Length));
                return;
            }
            var first = 0;
            foreach (var node in cell.Nodes)
            {
                Read(cell, node, edges.Slice(first, node.Subset.Minimum));
                first += node.Subset.Minimum;
            }
        }

        private void Read(DartsCell cell, DartsNode node, ImmutableArray<GenotypeEdge> edges)
        {
            var name = $"{cell.Name}.{node.Name}";
            var taken = new SortedSet<int>();
            foreach (var edge in edges)
            {
                if (edge.Source >= node.Sources.Length)
                    diagnostics.Add(Diagnose.GenotypeSource(edge.SourceSpan, name, edge.Source, node.Sources.Length));
                else if (!taken.Add((int)edge.Source))
                    diagnostics.Add(Diagnose.GenotypeSourceTwice(edge.SourceSpan, name, edge.Source));
                else
                    Read(cell, node.Edges[(int)edge.Source], edge.Operation);
            }
            choices[node.Subset.Name] = [.. taken.Select(i => node.Sources[i])];
        }

        private void Read(DartsCell cell, Decision decision, Located operation)
        {
            var alternative = decision.Alternatives.FirstOrDefault(a => a.Label == operation.Text);
            if (alternative is { RelaxationOnly: false })
            {
                choices[decision.Name] = [operation.Text];
                return;
            }
            ImmutableArray<string> labels = [.. decision.Choosable.Select(a => a.Label)];
            diagnostics.Add(alternative is null
                ? Diagnose.UnknownGenotypeOperation(
                    operation.Span, operation.Text, cell.Name, labels, SpellChecker.Suggest(operation.Text, labels))
                : Diagnose.RelaxationOnlyAlternative(operation.Span, decision.Name, operation.Text));
        }
    }
}
