using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Architectures.Notations;

/// <summary>
/// A cell with an edge from each node to each later one, and one operation to choose for each edge: the form of
/// NAS-Bench-201 and of the cells of TransNAS-Bench-101. Node 0 is the cell's input and not listed.
/// </summary>
internal sealed record CompleteCell(string Name, ImmutableArray<CompleteNode> Nodes)
{
    private const string EdgeWord = ".edge[";

    /// <summary>All decisions of the space; null, with a clause that says why, where they are of another form.</summary>
    public static CompleteCell? Find(SearchSpace space, out string problem)
    {
        problem = "it has no decisions";
        if (space.Decisions is not [var first, ..])
            return null;
        problem = "its decisions are not those of one cell";
        if (first.Scope is not { } cell || space.Decisions.Any(d => d.Scope != cell))
            return null;
        if (space.Decisions.FirstOrDefault(d => Split(d) is null) is { } other)
        {
            problem = $"`{other.Name}` is not the choice of one operation for an edge";
            return null;
        }
        var nodes = space.Decisions.GroupBy(d => Split(d)?.Node ?? "").Select(g => new CompleteNode(g.Key, [.. g])).ToImmutableArray();
        problem = Misfit(nodes, cell);
        return problem.Length == 0 ? new CompleteCell(cell, nodes) : null;
    }

    private static string Misfit(ImmutableArray<CompleteNode> nodes, string cell)
    {
        if (nodes.Length < 2)
            return "its cell has fewer than three nodes";
        var input = Split(nodes[0].Edges[0])?.Source;
        for (var i = 0; i < nodes.Length; i++)
        {
            var sources = nodes[i].Edges.Select(e => Split(e)?.Source).ToList();
            var expected = nodes.Take(i).Select(n => (string?)n.Name[(cell.Length + 1)..]).Prepend(input);
            if (!sources.SequenceEqual(expected))
                return $"`{nodes[i].Name}` has not one edge from the input and each node before it, in this order";
        }
        return "";
    }

    /// <summary>`Cell.n[1].edge[x]` is the edge from `x` to `Cell.n[1]`; null for what is no edge.</summary>
    private static (string Node, string Source)? Split(Decision decision)
    {
        var at = decision.Name.IndexOf(EdgeWord, StringComparison.Ordinal);
        return at > (decision.Scope?.Length ?? 0) && decision is { Kind: DecisionKind.One, Parent: null } && decision.Name.EndsWith(']')
            ? (decision.Name[..at], decision.Name[(at + EdgeWord.Length)..^1])
            : null;
    }
}

/// <param name="Edges">The choice of an operation for the edge from each earlier node, node 0 first.</param>
internal sealed record CompleteNode(string Name, ImmutableArray<Decision> Edges);
