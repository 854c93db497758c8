using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Architectures.Notations;

/// <summary>
/// A complete cell over the four operations of TransNAS-Bench-101, used two times in each module of a skeleton.
/// </summary>
/// <param name="Channels">The channels of what the first module reads.</param>
/// <param name="Modules">
/// For each module a digit: 1 keeps the shape, 2 doubles the channels, 3 halves the resolution, 4 does both.
/// </param>
internal sealed record TransNasSpace(CompleteCell Cell, long Channels, string Modules)
{
    private const int CellsInModule = 2;

    /// <summary>Digit 0 to 3 in the notation.</summary>
    private static readonly string[] Published =
        [OperationNames.None, OperationNames.Skip, OperationNames.Conv1, OperationNames.Conv3];

    public string Skeleton => FormattableString.Invariant($"{Channels}-{Modules}");

    /// <summary>The labels of an edge in the order of the digits.</summary>
    public static ImmutableArray<string> LabelsOf(Decision edge) => OperationNames.InOrder(edge, Published) ?? [];

    public static TransNasSpace? Find(SearchSpace space, out string problem)
    {
        if (CompleteCell.Find(space, out problem) is not { } cell)
            return null;
        if (cell.Nodes.SelectMany(n => n.Edges).FirstOrDefault(e => LabelsOf(e).IsEmpty) is { } other)
        {
            problem = $"`{other.Name}` has not the alternatives {string.Join(", ", Published.Select(p => $"`{p}`"))}";
            return null;
        }
        var uses = space.Network.Nodes.Where(n => n.Layer is CallLayer c && c.Function.Name == cell.Name).ToList();
        problem = $"the network does not use `{cell.Name}` two times in each of its modules";
        if (uses.Count == 0 || uses.Count % CellsInModule != 0)
            return null;
        var changes = uses.Select(u => Change(u.Layer.Inputs[0], u.Layer.Output)).ToList();
        if (changes.Contains(null) || changes.Where((c, i) => i % CellsInModule == 1 && c != '1').Any())
            return null;
        problem = "";
        return new TransNasSpace(
            cell, uses[0].Layer.Inputs[0].Dimensions[0], string.Concat(changes.Where((_, i) => i % CellsInModule == 0)));
    }

    /// <summary>The digit of a module that turns one shape into the other, or null.</summary>
    private static char? Change(Shape from, Shape to)
    {
        if (!from.IsImage || !to.IsImage)
            return null;
        var widens = to.Channels == 2 * from.Channels;
        var halves = to.Height == (from.Height + 1) / 2 && to.Width == (from.Width + 1) / 2 && to.Height < from.Height;
        if ((!widens && to.Channels != from.Channels) || (!halves && (to.Height, to.Width) != (from.Height, from.Width)))
            return null;
        return (widens, halves) switch
        {
            (false, false) => '1',
            (true, false) => '2',
            (false, true) => '3',
            (true, true) => '4',
        };
    }
}
