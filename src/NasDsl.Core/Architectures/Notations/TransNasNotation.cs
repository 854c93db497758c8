using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Architectures.Notations;

/// <summary>
/// `64-41414-1_02_333`: channels, skeleton, and for each node after the input a digit for each edge (Duan et al., 2021). The
/// skeleton is no decision: the text must name the space's own, or leave it out (`1_02_333`).
/// </summary>
internal sealed class TransNasNotation : Notation<TransNasSpace>
{
    public override string Name => "transnas";

    public override string Title => "a TransNAS-Bench-101 string";

    protected override TransNasSpace? Find(SearchSpace space, out string problem) => TransNasSpace.Find(space, out problem);

    protected override Architecture? Read(SourceText source, TransNasSpace form, DiagnosticBag diagnostics)
    {
        var scanner = new NotationScanner(source, Title, diagnostics);
        scanner.SkipBlanks();
        if (source.Content.Contains('-', StringComparison.Ordinal) && !ReadSkeleton(scanner, form, diagnostics))
            return null;
        var start = scanner.Position;
        var nodes = new List<Located>();
        do
        {
            if (scanner.Word("the digits of a node's edges", char.IsAsciiDigit) is not { } digits)
                return null;
            nodes.Add(digits);
        }
        while (scanner.Accept('_'));
        var span = TextSpan.FromBounds(start, scanner.Position);
        if (!scanner.End())
            return null;
        if (nodes.Count != form.Cell.Nodes.Length)
        {
            diagnostics.Add(
                Diagnose.NotationCount(span, "nodes after the input", form.Cell.Name, form.Cell.Nodes.Length, nodes.Count));
            return null;
        }
        var choices = new ChoiceBuilder(diagnostics);
        for (var i = 0; i < nodes.Count; i++)
            Take(form.Cell.Nodes[i], nodes[i], choices, diagnostics);
        return choices.Build();
    }

    protected override string Write(TransNasSpace form, Architecture architecture)
    {
        var nodes = form.Cell.Nodes.Select(n => string.Concat(n.Edges.Select(Digit)));
        return $"{form.Skeleton}-{string.Join('_', nodes)}";

        char Digit(Decision edge) => (char)('0' + TransNasSpace.LabelsOf(edge).IndexOf(architecture.Choices[edge.Name][0]));
    }

    private static bool ReadSkeleton(NotationScanner scanner, TransNasSpace form, DiagnosticBag diagnostics)
    {
        if (scanner.Word("the number of channels", char.IsAsciiDigit) is not { } channels || !scanner.Expect('-')
            || scanner.Word("the digits of the modules", char.IsAsciiDigit) is not { } modules || !scanner.Expect('-'))
            return false;
        if ($"{channels.Text}-{modules.Text}" != form.Skeleton)
            diagnostics.Add(Diagnose.NotationSkeleton(
                channels.Span.Union(modules.Span), $"{channels.Text}-{modules.Text}", form.Skeleton));
        return true;
    }

    private static void Take(CompleteNode node, Located digits, ChoiceBuilder choices, DiagnosticBag diagnostics)
    {
        if (digits.Text.Length != node.Edges.Length)
        {
            diagnostics.Add(Diagnose.NotationCount(digits.Span, "edges", node.Name, node.Edges.Length, digits.Text.Length));
            return;
        }
        for (var i = 0; i < node.Edges.Length; i++)
        {
            var number = new LocatedNumber(digits.Text[i] - '0', new TextSpan(digits.Span.Start + i, 1));
            choices.TakeNumbered(node.Edges[i], number, TransNasSpace.LabelsOf(node.Edges[i]));
        }
    }
}
