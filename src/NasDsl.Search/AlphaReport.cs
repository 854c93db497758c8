using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>What a derived cell is made of.</summary>
/// <param name="KeepsResolution">False for a cell whose output has fewer pixels than its inputs.</param>
/// <param name="Operations">The number of operations chosen.</param>
/// <param name="ParameterFree">How many of these have no weights.</param>
/// <param name="Skips">How many of these pass on what they get.</param>
public sealed record CellReport(string Cell, bool KeepsResolution, int Operations, int ParameterFree, int Skips)
{
    /// <summary>In [0, 1].</summary>
    public double ParameterFreeShare => Operations == 0 ? 0 : (double)ParameterFree / Operations;

    /// <summary>
    /// More than a quarter of the operations skip (more than two of a DARTS cell's eight): the sign of a search that ran
    /// into the easiest gradient (Liang et al., "DARTS+", 2019). Cells that reduce are left out; theirs do not pass on.
    /// </summary>
    public bool HasCollapsed => KeepsResolution && 4 * Skips > Operations;
}

/// <summary>How sure a search is, and whether what it found looks like a collapse.</summary>
/// <param name="Entropies">By decision, in nats; log of the number of alternatives where all weigh the same.</param>
public sealed record AlphaReport(ImmutableSortedDictionary<string, double> Entropies, ImmutableArray<CellReport> Cells)
{
    /// <summary>In nats; 0 for a space without alphas.</summary>
    public double MeanEntropy => Entropies.IsEmpty ? 0 : Entropies.Values.Average();

    /// <summary>A sentence for each cell that collapsed.</summary>
    public IEnumerable<string> Warnings => Cells.Where(c => c.HasCollapsed).Select(c =>
        $"{c.Skips} of the {c.Operations} operations of `{c.Cell}` are skip connections: the search has likely collapsed; "
        + "stop it earlier, or bound them with a constraint");

    public static AlphaReport Of(SearchSpace space, DecisionWeights weights, Architecture architecture) => new(
        weights.Plan.Decisions.ToImmutableSortedDictionary(
            d => d.Name, d => Entropy(weights[d].AsSpan()), StringComparer.Ordinal),
        [
            .. FunctionIds.Of(space.Network).InOrder
                .Where(f => f.Id == f.Function.Name && f.Function.Kind == FunctionKind.Cell)
                .Select(f => Report(f.Function, architecture))
                .Where(c => c.Operations > 0),
        ]);

    /// <summary>The entropy of a distribution, in nats.</summary>
    public static double Entropy(ReadOnlySpan<double> distribution)
    {
        var sum = 0.0;
        foreach (var p in distribution)
            if (p > 0)
                sum -= p * Math.Log(p);
        return sum;
    }

    private static CellReport Report(Function cell, Architecture architecture)
    {
        var costs = new CostModel();
        var chosen = cell.Graph.Nodes.Select(n => n.Layer).OfType<ChoiceLayer>()
            .Select(c => Chosen(c, architecture))
            .OfType<Layer>()
            .ToList();
        return new CellReport(
            cell.Name,
            KeepsResolution(cell.Graph),
            chosen.Count,
            chosen.Count(l => costs.Of(l).Parameters == 0),
            chosen.Count(IsSkip));
    }

    private static Layer? Chosen(ChoiceLayer choice, Architecture architecture) =>
        architecture.Choices.TryGetValue(choice.Decision.Name, out var taken)
            ? choice.Alternatives.FirstOrDefault(a => taken.Contains(a.Label))?.Layer
            : null;

    private static bool IsSkip(Layer layer) => layer switch
    {
        OperationLayer l => l.Operation.FactsOf(l).HasFlag(Operations.OperationFacts.Identity),
        SequenceLayer l => l.Layers.All(IsSkip),
        _ => false,
    };

    /// <summary>The last input is what the cell before made; earlier ones may be larger.</summary>
    private static bool KeepsResolution(Graph graph) =>
        graph.Inputs is [.., { Shape: { IsImage: true } from }]
        && graph.ShapeOf(graph.Outputs[0]) is { IsImage: true } to
            ? from.Height == to.Height && from.Width == to.Width
            : true;
}
