using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.LanguageServer.Analysis;

/// <summary>The expressions directly inside another, and the way down to a place.</summary>
internal static class SyntaxChildren
{
    public static IEnumerable<ExpressionSyntax> Of(ExpressionSyntax expression) => expression switch
    {
        TupleSyntax e => e.Items,
        ListSyntax e => e.Elements.SelectMany(OfElement),
        SetSyntax e => e.Entries.Select(i => i.Value),
        CallSyntax e => e.Arguments.Select(a => a.Value).Prepend(e.Callee),
        IndexSyntax e => [e.List, e.Index],
        MemberSyntax e => [e.Target],
        BinarySyntax e => [e.Left, e.Right],
        UnarySyntax e => [e.Operand],
        RangeSyntax e => [e.First, e.Last],
        PipeSyntax e => [e.Value, e.Operation],
        ComposeSyntax e => [e.First, e.Second],
        IfSyntax e => [e.Condition, e.Then, e.Else],
        ChooseSyntax e => new[] { e.Count, e.Domain, e.Step }.OfType<ExpressionSyntax>(),
        BlendSyntax e => [e.Set],
        ChainSyntax e => e.Inputs.Concat(e.Items.Select(i => i.Value)),
        RepeatSyntax e => [e.Count, e.Operation],
        _ => [],
    };

    private static IEnumerable<ExpressionSyntax> OfElement(ElementSyntax element) => element switch
    {
        SingleElementSyntax e => [e.Value],
        SpreadElementSyntax e => [e.List],
        ComprehensionSyntax e => new[] { e.Value, e.List, e.Condition }.OfType<ExpressionSyntax>(),
        _ => [],
    };

    /// <summary>The outermost expressions of a declaration.</summary>
    public static IEnumerable<ExpressionSyntax> Of(DeclarationSyntax declaration) => declaration switch
    {
        ConstSyntax d => [d.Value],
        OpSetSyntax d => d.Parameters.Select(p => p.Default).OfType<ExpressionSyntax>().Append(d.Set),
        FunctionSyntax d => d.Parameters.Select(p => p.Default).OfType<ExpressionSyntax>().Concat(d.Body.Statements.SelectMany(Of)),
        ConstraintSyntax d => [d.Condition],
        ObjectiveSyntax d => d.Goals.Select(g => g.Value),
        SearchSyntax d => d.Settings.Select(s => s.Value),
        TrainSyntax d => d.Settings.Select(s => s.Value).Prepend(d.Network),
        _ => [],
    };

    private static IEnumerable<ExpressionSyntax> Of(StatementSyntax statement) => statement switch
    {
        BindingSyntax s => [s.Value],
        NodesSyntax s => new[] { s.Count, s.First, s.Value }.OfType<ExpressionSyntax>(),
        OutputSyntax s => s.Items.Select(i => i.Value),
        _ => [],
    };

    /// <summary>The expressions around an offset, the innermost first.</summary>
    public static List<ExpressionSyntax> PathTo(DeclarationSyntax declaration, int offset)
    {
        var path = new List<ExpressionSyntax>();
        var inside = Of(declaration).FirstOrDefault(e => Holds(e.Span, offset));
        while (inside is not null)
        {
            path.Add(inside);
            inside = Of(inside).Where(e => Holds(e.Span, offset)).MinBy(e => e.Span.Length);
        }

        path.Reverse();
        return path;
    }

    public static bool Holds(TextSpan span, int offset) => span.Start <= offset && offset <= span.End;

    /// <summary>All expressions of a declaration.</summary>
    public static IEnumerable<ExpressionSyntax> All(DeclarationSyntax declaration)
    {
        var pending = new Stack<ExpressionSyntax>(Of(declaration));
        while (pending.TryPop(out var expression))
        {
            yield return expression;
            foreach (var child in Of(expression))
                pending.Push(child);
        }
    }
}
