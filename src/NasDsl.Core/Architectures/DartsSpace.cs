using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Operations;

namespace NasDsl.Architectures;

/// <summary>
/// A space seen as two DARTS cells: every decision is a choice of edges into a node or the operation on such an edge.
/// </summary>
internal sealed record DartsSpace(DartsCell Normal, DartsCell Reduction)
{
    /// <summary>Null, with a reason, where the space is none.</summary>
    public static DartsSpace? Find(SearchSpace space, out string problem)
    {
        var normal = FindCell(space, "normal", out problem);
        var reduction = normal is null ? null : FindCell(space, "reduc", out problem);
        if (normal is null || reduction is null)
            return null;
        if (space.Decisions.FirstOrDefault(d => d.Scope != normal.Name && d.Scope != reduction.Name) is not { } other)
            return new DartsSpace(normal, reduction);
        problem = $"the decision `{other.Name}` belongs to neither cell";
        return null;
    }

    private static DartsCell? FindCell(SearchSpace space, string word, out string problem)
    {
        var names = space.Decisions
            .Select(d => d.Scope ?? "")
            .Distinct()
            .Where(n => n.Contains(word, StringComparison.OrdinalIgnoreCase))
            .ToList();
        problem = names.Count switch
        {
            0 => $"no cell with decisions has `{word}` in its name",
            1 => "",
            _ => $"`{names[0]}` and `{names[1]}` both have `{word}` in their names",
        };
        return names.Count == 1 ? FindNodes(space, names[0], out problem) : null;
    }

    private static DartsCell? FindNodes(SearchSpace space, string cell, out string problem)
    {
        var tree = DecisionTree.Of(space);
        var decisions = space.Decisions.Where(d => d.Scope == cell).ToList();
        var nodes = ImmutableArray.CreateBuilder<DartsNode>();
        foreach (var subset in decisions.Where(d => d.Kind == DecisionKind.Subset))
        {
            ImmutableArray<string> sources = [.. subset.Alternatives.Select(a => a.Label)];
            var edges = sources.SelectMany(s => tree.Children(subset, s)).ToImmutableArray();
            problem = Misfit(subset, nodes.Count == 0 ? null : nodes[^1], edges);
            if (problem.Length > 0)
                return null;
            nodes.Add(new DartsNode(NameOf(subset, cell), subset, sources, edges));
        }
        problem = decisions.Count == nodes.Sum(n => 1 + n.Edges.Length)
            ? ""
            : $"not every decision of `{cell}` belongs to an edge of a node";
        return problem.Length == 0 ? FindOutput(space, new DartsCell(cell, nodes.ToImmutable(), []), out problem) : null;
    }

    /// <summary>Why <paramref name="subset"/> cannot be the next node's choice of edges, or nothing.</summary>
    private static string Misfit(Decision subset, DartsNode? before, ImmutableArray<Decision> edges)
    {
        var sources = subset.Alternatives.Select(a => a.Label).ToList();
        var followsOn = before is null
            ? sources.Count == 2
            : sources.Count == before.Sources.Length + 1 && sources.Take(before.Sources.Length).SequenceEqual(before.Sources);
        if (subset.Parent is not null || !followsOn)
            return $"the sources of `{subset.Name}` are not the two inputs and all nodes before";
        if (subset.Minimum != subset.Maximum)
            return $"`{subset.Name}` takes no fixed number of edges";
        var isOneOperationEach = edges.Length == sources.Count
            && edges.All(e => e.Kind == DecisionKind.One)
            && edges.Select(e => e.Parent?.Alternatives[0]).SequenceEqual(sources);
        return isOneOperationEach ? "" : $"the edges of `{subset.Name}` do not have one choice of operation each";
    }

    private static string NameOf(Decision subset, string cell)
    {
        var name = subset.Name.StartsWith($"{cell}.", StringComparison.Ordinal) ? subset.Name[(cell.Length + 1)..] : subset.Name;
        return name.EndsWith(".edges", StringComparison.Ordinal) ? name[..^".edges".Length] : name;
    }

    private static DartsCell? FindOutput(SearchSpace space, DartsCell cell, out string problem)
    {
        problem = $"the output of `{cell.Name}` is no concatenation of its nodes";
        if (FindFunction(space.Network, cell.Name) is not { Graph: { Outputs: [var output] } graph }
            || graph.NodeOf(output) is not { Layer: OperationLayer { Operation.Name: "concat" } } node)
            return null;
        var nodes = node.Inputs.Select(i => cell.IndexOf(graph.NameOf(i))).ToImmutableArray();
        if (nodes.Contains(-1))
            return null;
        problem = "";
        return cell with { Concat = [.. nodes.Order()] };
    }

    private static Function? FindFunction(Graph graph, string name)
    {
        var functions = graph.Nodes.Select(n => n.Layer).OfType<CallLayer>().Select(c => c.Function).Distinct().ToList();
        return functions.Find(f => f.Name == name)
            ?? functions.Select(f => FindFunction(f.Graph, name)).FirstOrDefault(f => f is not null);
    }
}

/// <param name="Concat">The indices of the nodes that make the output, in order.</param>
internal sealed record DartsCell(string Name, ImmutableArray<DartsNode> Nodes, ImmutableArray<int> Concat)
{
    /// <summary>A genotype counts the two inputs before the first node.</summary>
    public const int InputCount = 2;

    public int EdgeCount => Nodes.Sum(n => n.Subset.Minimum);

    public int IndexOf(string node) => Nodes.Select(n => n.Name).ToList().IndexOf(node);

    /// <summary>The output in the notation of a genotype: `range(2, 6)`, or `[2, 4]`.</summary>
    public string ConcatText
    {
        get
        {
            var numbers = Concat.Select(i => i + InputCount).ToList();
            return numbers.Count > 0 && numbers[^1] - numbers[0] == numbers.Count - 1
                ? FormattableString.Invariant($"range({numbers[0]}, {numbers[^1] + 1})")
                : $"[{string.Join(", ", numbers)}]";
        }
    }
}

/// <summary>A node with the choice of its sources, and the choice of operation on the edge from each source.</summary>
internal sealed record DartsNode(string Name, Decision Subset, ImmutableArray<string> Sources, ImmutableArray<Decision> Edges);
