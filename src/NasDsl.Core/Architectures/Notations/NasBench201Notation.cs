using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Architectures.Notations;

/// <summary>
/// `|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|`: for each node after the
/// input its edges, each an operation and the number of the node that it reads (Dong and Yang, 2020).
/// </summary>
internal sealed class NasBench201Notation : Notation<CompleteCell>
{
    public override string Name => "nasbench201";

    public override string Title => "a NAS-Bench-201 string";

    protected override CompleteCell? Find(SearchSpace space, out string problem) => CompleteCell.Find(space, out problem);

    protected override Architecture? Read(SourceText source, CompleteCell form, DiagnosticBag diagnostics)
    {
        var scanner = new NotationScanner(source, Title, diagnostics);
        var nodes = new List<List<Edge>>();
        scanner.SkipBlanks();
        var start = scanner.Position;
        do
        {
            if (ReadNode(scanner) is not { } edges)
                return null;
            nodes.Add(edges);
        }
        while (scanner.Accept('+'));
        var span = TextSpan.FromBounds(start, scanner.Position);
        if (!scanner.End())
            return null;
        if (nodes.Count != form.Nodes.Length)
        {
            diagnostics.Add(Diagnose.NotationCount(span, "nodes after the input", form.Name, form.Nodes.Length, nodes.Count));
            return null;
        }
        var choices = new ChoiceBuilder(diagnostics);
        for (var i = 0; i < nodes.Count; i++)
            Take(form.Nodes[i], nodes[i], choices, diagnostics);
        return choices.Build();
    }

    protected override string Write(CompleteCell form, Architecture architecture) => string.Join('+', form.Nodes.Select(n =>
        $"|{string.Concat(n.Edges.Select((e, i) => FormattableString.Invariant($"{architecture.Choices[e.Name][0]}~{i}|")))}"));

    private static List<Edge>? ReadNode(NotationScanner scanner)
    {
        var edges = new List<Edge>();
        if (!scanner.Expect('|'))
            return null;
        do
        {
            if (scanner.Word("an operation such as `skip_connect`", IsName) is not { } operation || !scanner.Expect('~')
                || scanner.Number("the number of a node") is not { } from || !scanner.Expect('|'))
                return null;
            edges.Add(new Edge(operation, from));
        }
        while (IsName(scanner.Current));
        return edges;
    }

    private static void Take(CompleteNode node, List<Edge> edges, ChoiceBuilder choices, DiagnosticBag diagnostics)
    {
        var seen = new HashSet<int>();
        foreach (var (operation, from) in edges)
        {
            if (from.Value >= node.Edges.Length)
                diagnostics.Add(Diagnose.GenotypeSource(from.Span, node.Name, from.Value, node.Edges.Length));
            else if (!seen.Add(from.Value))
                diagnostics.Add(Diagnose.GenotypeSourceTwice(from.Span, node.Name, from.Value));
            else
                choices.TakeNamed(node.Edges[from.Value], operation);
        }
        if (edges.Count < node.Edges.Length)
        {
            var span = edges[0].Operation.Span.Union(edges[^1].From.Span);
            diagnostics.Add(Diagnose.NotationCount(span, "edges", node.Name, node.Edges.Length, edges.Count));
        }
    }

    private static bool IsName(char c) => c is not ('|' or '~' or '+' or '\0') && !char.IsWhiteSpace(c);

    private sealed record Edge(Located Operation, LocatedNumber From);
}
