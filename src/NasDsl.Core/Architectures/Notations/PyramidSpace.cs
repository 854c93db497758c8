using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Architectures.Notations;

/// <summary>
/// A cell that merges two of the features before it at a time: the form of NAS-FPN. The last five merges have one level each, in a
/// chosen order; the ones before choose theirs.
/// </summary>
/// <param name="Order">The levels of the last merges, counted from the finest one.</param>
internal sealed record PyramidSpace(string Name, ImmutableArray<PyramidMergeSlot> Merges, Decision Order)
{
    public int FirstOutput => Merges.Length - PyramidCells.BackboneCount;

    /// <summary>Null, with a clause that says why, where the space is none.</summary>
    public static PyramidSpace? Find(SearchSpace space, out string problem)
    {
        problem = "its decisions are not those of one cell";
        if (space.Decisions is not [{ Scope: { } cell }, ..] || space.Decisions.Any(d => d.Scope != cell || d.Parent is not null))
            return null;
        problem = $"`{cell}` has not one choice of an order of {PyramidCells.BackboneCount} levels";
        var orders = space.Decisions.Where(d => d.Kind == DecisionKind.Order).ToList();
        if (orders is not [{ Alternatives.Length: PyramidCells.BackboneCount } order])
            return null;
        var rest = new Queue<Decision>(space.Decisions.Where(d => d != order));
        var merges = ImmutableArray.CreateBuilder<PyramidMergeSlot>();
        while (rest.Count > 0)
        {
            problem = $"`{rest.Peek().Name}` is not the first of two choices of a feature, a level and a merge of `sum` or `attention`";
            if (Merge(rest, PyramidCells.BackboneCount + merges.Count) is not { } merge)
                return null;
            merges.Add(merge);
        }
        var free = merges.Count(m => m.Level is not null);
        problem = $"the last {PyramidCells.BackboneCount} merges of `{cell}` are not the ones without a level of their own";
        if (merges.Count - free != PyramidCells.BackboneCount || merges.Take(free).Any(m => m.Level is null))
            return null;
        problem = "";
        return new PyramidSpace(cell, merges.ToImmutable(), order);
    }

    private static PyramidMergeSlot? Merge(Queue<Decision> rest, int features)
    {
        if (!rest.TryDequeue(out var first) || !IsSource(first) || !rest.TryDequeue(out var second) || !IsSource(second))
            return null;
        var level = rest.TryPeek(out var next) && next is { Kind: DecisionKind.One, Alternatives.Length: PyramidCells.BackboneCount }
            ? rest.Dequeue()
            : null;
        return rest.TryDequeue(out var merge) && merge is { Kind: DecisionKind.One, Alternatives.Length: 2 }
            && PyramidMergeSlot.LabelOf(merge, PyramidMerge.Sum) is not null && PyramidMergeSlot.LabelOf(merge, PyramidMerge.Attention) is not null
            ? new PyramidMergeSlot(first, second, level, merge)
            : null;

        bool IsSource(Decision decision) => decision.Alternatives.Length == features && decision is { Minimum: 1, Maximum: 1, Kind: DecisionKind.Subset };
    }

    /// <summary>The merging cells of an architecture, inputs in the order in which the program gives them.</summary>
    public ImmutableArray<PyramidCell> CellsOf(Architecture architecture)
    {
        var outputs = architecture.Choices[Order.Name].Select(l => IndexOf(Order, l)).ToList();
        return [.. Merges.Select((m, i) => new PyramidCell(
            PyramidCells.FirstLevel + (m.Level is { } own ? IndexOf(own, architecture.Choices[own.Name][0]) : outputs[i - FirstOutput]),
            m.MergeIn(architecture),
            IndexOf(m.First, architecture.Choices[m.First.Name][0]),
            IndexOf(m.Second, architecture.Choices[m.Second.Name][0]),
            m.Level is null))];
    }

    /// <summary>The level of a feature: of the backbone, or of a merge.</summary>
    public static int LevelOf(int feature, ImmutableArray<PyramidCell> cells) =>
        feature < PyramidCells.BackboneCount ? PyramidCells.FirstLevel + feature : cells[feature - PyramidCells.BackboneCount].Level;

    private static int IndexOf(Decision decision, string label) => decision.Alternatives.Select(a => a.Label).ToList().IndexOf(label);
}

/// <param name="Level">The size of what it makes; null where the order of the last ones tells it.</param>
internal sealed record PyramidMergeSlot(Decision First, Decision Second, Decision? Level, Decision Merge)
{
    public static string? LabelOf(Decision merge, PyramidMerge kind)
    {
        string[] names = kind == PyramidMerge.Sum ? ["sum", "add"] : ["attention", "att"];
        return merge.Alternatives.Select(a => a.Label).FirstOrDefault(names.Contains);
    }

    public PyramidMerge MergeIn(Architecture architecture) =>
        architecture.Choices[Merge.Name][0] == LabelOf(Merge, PyramidMerge.Sum) ? PyramidMerge.Sum : PyramidMerge.Attention;
}
