using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Architectures.Notations;

/// <summary>
/// Two cells whose nodes each combine two inputs, with a source and an operation to choose for each: the form of NASNet,
/// AmoebaNet and the micro space of ENAS. Sources 0 and 1 are the cell's inputs, 2 its first node, and so on.
/// </summary>
internal sealed record PairSpace(SearchSpace Space, PairCell Normal, PairCell Reduction)
{
    /// <summary>Null, with a clause that says why, where the space is none.</summary>
    public static PairSpace? Find(SearchSpace space, out string problem)
    {
        var normal = PairCell.Find(space, "normal", out problem);
        var reduction = normal is null ? null : PairCell.Find(space, "reduc", out problem);
        if (normal is null || reduction is null)
            return null;
        if (space.Decisions.FirstOrDefault(d => d.Scope != normal.Name && d.Scope != reduction.Name) is not { } other)
            return new PairSpace(space, normal, reduction);
        problem = $"the decision `{other.Name}` belongs to neither cell";
        return null;
    }
}

internal sealed record PairCell(string Name, ImmutableArray<PairNode> Nodes)
{
    public const int InputCount = 2;

    public static PairCell? Find(SearchSpace space, string word, out string problem)
    {
        var names = space.Decisions.Select(d => d.Scope ?? "").Distinct()
            .Where(n => n.Contains(word, StringComparison.OrdinalIgnoreCase)).ToList();
        problem = names.Count switch
        {
            0 => $"no cell with decisions has `{word}` in its name",
            1 => "",
            _ => $"`{names[0]}` and `{names[1]}` both have `{word}` in their names",
        };
        return names.Count == 1 ? PairCellReader.Read(space, names[0], out problem) : null;
    }

    /// <summary>
    /// The nodes whose concatenation is the cell's output in the child of <paramref name="architecture"/>, counted as sources; null
    /// where the output is something else.
    /// </summary>
    public ImmutableArray<int>? ConcatOf(SearchSpace space, Architecture architecture)
    {
        var child = ArchitectureResolver.Resolve(space, architecture);
        if (FindFunction(child.Network, Name) is not { Graph: { Outputs: [var output] } graph })
            return null;
        var last = graph.NodeOf(output);
        ImmutableArray<int> parts = last is { Layer: OperationLayer { Operation.Name: "concat" } } ? [.. last.Inputs] : [output];
        ImmutableArray<int> nodes = [.. parts.Select(p => SourceOf(graph.NameOf(p))).Order()];
        return nodes.Contains(-1) ? null : nodes;
    }

    private int SourceOf(string name)
    {
        var index = Nodes.Select(n => n.Name).ToList().IndexOf(name);
        return index < 0 ? -1 : index + InputCount;
    }

    private static Function? FindFunction(Graph graph, string name)
    {
        var functions = graph.Nodes.Select(n => n.Layer).OfType<CallLayer>().Select(c => c.Function).Distinct().ToList();
        return functions.Find(f => f.Name == name)
            ?? functions.Select(f => FindFunction(f.Graph, name)).FirstOrDefault(f => f is not null);
    }
}

/// <param name="Name">As the cell's graph has it: `n[0]`.</param>
internal sealed record PairNode(string Name, PairSlot First, PairSlot Second)
{
    public IEnumerable<PairSlot> Slots => [First, Second];
}

/// <param name="Source">Which tensor is read.</param>
/// <param name="Operations">For each source the choice of what is applied to it; the same choice for all where it does not depend.</param>
internal sealed record PairSlot(Decision Source, ImmutableArray<Decision> Operations)
{
    public ImmutableArray<string> Sources => [.. Source.Alternatives.Select(a => a.Label)];

    public int SourceIn(Architecture architecture) => Sources.IndexOf(architecture.Choices[Source.Name][0]);

    public string OperationIn(Architecture architecture) => architecture.Choices[Operations[SourceIn(architecture)].Name][0];
}

/// <summary>Cuts the decisions of a cell into nodes of two slots each.</summary>
internal sealed class PairCellReader(SearchSpace space, string cell)
{
    private readonly DecisionTree tree = DecisionTree.Of(space);
    private readonly ImmutableArray<Decision> decisions = [.. space.Decisions.Where(d => d.Scope == cell)];
    private int position;

    public static PairCell? Read(SearchSpace space, string cell, out string problem)
    {
        var reader = new PairCellReader(space, cell);
        var nodes = ImmutableArray.CreateBuilder<PairNode>();
        problem = "";
        while (reader.position < reader.decisions.Length)
        {
            var at = reader.decisions[reader.position].Name;
            if (reader.Slot() is not { } first || reader.Slot() is not { } second || !first.Sources.SequenceEqual(second.Sources))
                problem = $"`{at}` is not the first of two choices of a source and its operation";
            else if (!FollowsOn(nodes.Count == 0 ? null : nodes[^1], first))
                problem = $"the sources of `{at}` are not the two inputs and all nodes before";
            else
                nodes.Add(new PairNode(NodeName(first.Source.Name, cell), first, second));
            if (problem.Length > 0)
                return null;
        }
        return new PairCell(cell, nodes.ToImmutable());
    }

    private PairSlot? Slot()
    {
        if (position >= decisions.Length || decisions[position] is not { Parent: null, Minimum: 1, Maximum: 1 } source)
            return null;
        position++;
        var sources = source.Alternatives.Select(a => a.Label).ToList();
        var inside = sources.SelectMany(s => tree.Children(source, s)).ToImmutableArray();
        if (inside.Length == sources.Count && inside.All(IsOperation))
        {
            position += inside.Length;
            return new PairSlot(source, inside);
        }
        if (inside.Length > 0 || position >= decisions.Length || decisions[position] is not { Parent: null } shared || !IsOperation(shared))
            return null;
        position++;
        return new PairSlot(source, [.. sources.Select(_ => shared)]);
    }

    private static bool IsOperation(Decision decision) => decision.Kind == DecisionKind.One;

    private static bool FollowsOn(PairNode? before, PairSlot slot) => before is null
        ? slot.Sources.Length == PairCell.InputCount
        : slot.Sources.Length == before.First.Sources.Length + 1
            && slot.Sources.Take(before.First.Sources.Length).SequenceEqual(before.First.Sources);

    /// <summary>`n[1]` for `Normal.n[1].edge[0].edges`.</summary>
    private static string NodeName(string decision, string cell)
    {
        var name = decision[(cell.Length + 1)..];
        var end = name.IndexOf('.', StringComparison.Ordinal);
        return end < 0 ? name : name[..end];
    }
}
