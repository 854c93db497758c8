using System.Collections.Immutable;
using System.Text;
using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>A picture in Graphviz's language, and what it shows.</summary>
/// <param name="Name">The network's name or the cell's; <paramref name="Dot"/> ends in a line feed.</param>
public sealed record DotDrawing(string Name, string Dot);

/// <summary>
/// Draws networks and cells. Operations on the way into a sum are drawn as edges, as papers do; open choices are dashed.
/// With an architecture, only what was chosen is drawn, under the names of the alternatives.
/// </summary>
public static class DotWriter
{
    /// <summary>The network from top to bottom, a box for each use of a cell.</summary>
    public static DotDrawing Network(SearchSpace space, Architecture? architecture = null)
    {
        var shown = architecture is null ? space : ArchitectureResolver.Resolve(space, architecture);
        return new DotDrawing(space.Name, new DotGraph(shown.Network, LabelsOf(space.Network, architecture), "TB").Draw(space.Name));
    }

    /// <summary>A drawing from left to right of each cell, and of each op in which something is chosen.</summary>
    public static ImmutableArray<DotDrawing> Cells(SearchSpace space, Architecture? architecture = null)
    {
        var shown = architecture is null ? space : ArchitectureResolver.Resolve(space, architecture);
        var originals = FunctionIds.Of(space.Network).InOrder;
        return
        [
            .. FunctionIds.Of(shown.Network).InOrder
                .Where(f => f.Id == f.Function.Name && IsShown(f.Function))
                .Select(f => new DotDrawing(f.Id, Draw(f.Function, OriginalOf(f.Function)))),
        ];

        // The graph of a `dag` is there only once it is decided.
        Function OriginalOf(Function function) =>
            originals.FirstOrDefault(o => o.Function.Name == function.Name).Function ?? function;

        bool IsShown(Function function) =>
            function.Kind == FunctionKind.Cell || OriginalOf(function).Graph.Nodes.Any(n => n.Layer is ChoiceLayer || n.Subset is not null);

        string Draw(Function function, Function original) =>
            new DotGraph(function.Graph, LabelsOf(original.Graph, architecture), "LR").Draw(function.Name);
    }

    /// <summary>What was chosen at each node, where it is one choice, by the node's name.</summary>
    internal static Dictionary<string, string> LabelsOf(Graph original, Architecture? architecture)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (architecture is not null)
            foreach (var node in original.Nodes)
                if (node.Layer is ChoiceLayer choice && architecture.Choices.TryGetValue(choice.Decision.Name, out var taken))
                    labels[node.Name] = taken[0];
        return labels;
    }
}

/// <summary>One graph on its way into Graphviz's language.</summary>
internal sealed class DotGraph(Graph graph, Dictionary<string, string> chosen, string direction)
{
    private const int MostAlternativesOnEdge = 3;

    private readonly StringBuilder text = new();
    private readonly Dictionary<int, ImmutableArray<int>> readers = ReadersOf(graph);
    private readonly List<string> legend = [];

    public string Draw(string name)
    {
        Line($"digraph {Quoted(name)} {{");
        Line($"  rankdir={direction};");
        Line("  bgcolor=\"white\"; nodesep=0.35; ranksep=0.5;");
        Line("  node [shape=box, style=\"rounded,filled\", fillcolor=\"#f4f5f7\", color=\"#8a94a6\", fontname=\"Helvetica\", fontsize=11];");
        Line("  edge [color=\"#5b6578\", fontname=\"Helvetica\", fontsize=10, arrowsize=0.7];");
        for (var i = 0; i < graph.Inputs.Length; i++)
            Line($"  v{i} [label={Label(graph.Inputs[i].Name, graph.Inputs[i].Shape.ToString())}, fillcolor=\"#dfe9fb\"];");
        foreach (var node in graph.Nodes.Where(n => !IsEdge(n)))
            DrawNode(node);
        foreach (var node in graph.Nodes.Where(n => !IsEdge(n)))
            foreach (var input in node.Inputs)
                DrawEdge(input, node.Id);
        DrawLegend();
        Line("}");
        return text.ToString();
    }

    private void DrawNode(Node node)
    {
        var fill = graph.Outputs.Contains(node.Id) ? "#fbe9c9" : OperationColor.Fill(node.Layer);
        var choice = node.Subset is { } s && s.Minimum < s.Alternatives.Length
            ? $"choose {(s.Minimum == s.Maximum ? $"{s.Minimum}" : $"{s.Minimum}..{s.Maximum}")} of {s.Alternatives.Length}"
            : "";
        Line($"  v{node.Id} [label={Label(node.Name, Describe(node), choice)}, fillcolor=\"{fill}\"];");
    }

    private void DrawEdge(int from, int to)
    {
        if (graph.NodeOf(from) is not { } node || !IsEdge(node))
        {
            Line($"  v{from} -> v{to};");
            return;
        }
        var color = OperationColor.Line(node.Layer);
        var style = node.Layer is ChoiceLayer ? ", style=dashed" : "";
        Line($"  v{node.Inputs[0]} -> v{to} [label={Label(DescribeEdge(node))}, color=\"{color}\", fontcolor=\"{color}\"{style}];");
    }

    /// <summary>The operation on the way from one tensor into a sum, a mean or a concatenation.</summary>
    private bool IsEdge(Node node) => IsEdge(graph, node, readers[node.Id]);

    internal static bool IsEdge(Graph graph, Node node, ImmutableArray<int> readers) =>
        node.Inputs.Length == 1
        && node.Layer is not CallLayer
        && readers is [var reader]
        && !graph.Outputs.Contains(node.Id)
        && graph.NodeOf(reader) is { Layer: OperationLayer { Operation.TakesList: true } };

    private string Describe(Node node) => chosen.TryGetValue(node.Name, out var label) ? label : Describe(node.Layer);

    private string DescribeEdge(Node node)
    {
        if (node.Layer is not ChoiceLayer { Alternatives: { Length: > MostAlternativesOnEdge } alternatives })
            return Describe(node);
        var entry = string.Join("\n", alternatives.Select(a => a.Label));
        if (!legend.Contains(entry))
            legend.Add(entry);
        return $"one of {alternatives.Length}{(legend.Count > 1 ? $" ({legend.IndexOf(entry) + 1})" : "")}";
    }

    internal static string Describe(Layer layer) => layer switch
    {
        OperationLayer l => l.Operation.Name,
        CallLayer { Function: { Arguments.Items.IsEmpty: true } f } => f.Name,
        CallLayer { Function: var f } => $"{f.Name}({f.Arguments})",
        SequenceLayer l => string.Join(" >> ", l.Layers.Select(Describe)),
        RecurrentLayer l => $"recurrent({Describe(l.Body)})",
        ChoiceLayer l => string.Join(" | ", l.Alternatives.Select(a => a.Label)),
        DagLayer l => $"dag of {l.VertexCount} vertices, {l.Edges.Maximum} edges",
        _ => "",
    };

    private void DrawLegend()
    {
        for (var i = 0; i < legend.Count; i++)
        {
            var title = legend.Count > 1 ? $"each dashed edge ({i + 1})" : "each dashed edge";
            Line($"  legend{i} [label={Label($"{title}:", legend[i])}, style=\"rounded,dashed\", color=\"#b0b7c3\", fontsize=10];");
        }
    }

    private void Line(string line) => text.Append(line).Append('\n');

    private static string Label(params string[] lines) =>
        Quoted(string.Join("\n", lines.Where(l => l.Length > 0)));

    private static string Quoted(string value)
    {
        var escaped = new StringBuilder("\"");
        foreach (var c in value)
            escaped.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                < ' ' => " ",
                _ => c.ToString(),
            });
        return escaped.Append('"').ToString();
    }

    internal static Dictionary<int, ImmutableArray<int>> ReadersOf(Graph graph) =>
        Enumerable.Range(0, graph.Inputs.Length + graph.Nodes.Length).ToDictionary(
            id => id, id => graph.Nodes.Where(n => n.Inputs.Contains(id)).Select(n => n.Id).ToImmutableArray());
}
