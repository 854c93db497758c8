using System.Collections.Immutable;
using Antlr4.Runtime;
using Antlr4.Runtime.Tree;
using NasDsl.Diagnostics;
using NasDsl.Parsing.Generated;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Parsing;

/// <summary>ANTLR's tree to our syntax: nothing behind this class knows ANTLR. This part: declarations.</summary>
/// <param name="shift">What is added to the offsets of tokens: for a stretch of a file that was parsed on its own.</param>
internal sealed partial class SyntaxBuilder(
    SourceText source,
    CommonTokenStream tokens,
    DiagnosticBag diagnostics,
    IReadOnlyList<int> errorOffsets,
    int shift = 0)
{
    private readonly HashSet<int> usedDocs = [];

    public FileSyntax Build(NasParser.FileContext tree)
    {
        var declarations = tree.declaration().Select(BuildDeclaration).ToImmutableArray();
        foreach (var token in TokenChecks.Hidden(tokens, NasLexer.DOCUMENTATION))
            if (!usedDocs.Contains(token.TokenIndex))
                diagnostics.Add(Diagnose.DetachedDocComment(SpanOf(token)));
        return new FileSyntax(declarations, source.Span);
    }

    private DeclarationSyntax BuildDeclaration(NasParser.DeclarationContext context)
    {
        var span = SpanOf(context);
        var doc = DocBefore(context.Start);
        var broken = IsBroken(context);
        try
        {
            var declaration = broken ? BrokenDeclaration(context, span) : SoundDeclaration(context, span);
            declaration = declaration with { Doc = doc, IsBroken = broken };
            return declaration is NamedDeclarationSyntax named && source.Start > 0
                ? named with { Key = $"{named.Name.Text}@{source.Start}" }
                : declaration;
        }
        catch (InsufficientExecutionStackException)
        {
            diagnostics.Add(Diagnose.NestedTooDeeply(span));
            return new BrokenDeclarationSyntax(span) { IsBroken = true };
        }
    }

    private DeclarationSyntax SoundDeclaration(NasParser.DeclarationContext context, TextSpan span) => context switch
    {
        NasParser.ImportDeclarationContext c =>
            new ImportSyntax(Unquote(c.STRING().Symbol), SpanOf(c.STRING()), c.identifier() is { } alias ? Name(alias) : null, span),
        NasParser.ConstDeclarationContext c => new ConstSyntax(Name(c.identifier()), Expression(c.expression()), span),
        NasParser.OpsetDeclarationContext c => new OpSetSyntax(
            Name(c.identifier()),
            c.parameters() is { } parameters ? Parameters(parameters) : [],
            Set(c.set()),
            span),
        NasParser.FunctionDeclarationContext c => Function(
            c.OP() is null ? FunctionWord.Cell : FunctionWord.Op,
            c.identifier(),
            c.parameterLists(),
            c.body() is { } body ? Body(body) : ExpressionBody(c.expression()),
            span),
        NasParser.NetworkDeclarationContext c =>
            Function(FunctionWord.Network, c.identifier(), c.parameterLists(), Body(c.body()), span),
        NasParser.ConstraintDeclarationContext c => new ConstraintSyntax(Expression(c.expression()), span),
        NasParser.ObjectiveDeclarationContext c => new ObjectiveSyntax([.. c.goal().Select(Goal)], span),
        NasParser.SearchDeclarationContext c => new SearchSyntax(Name(c.identifier()), Settings(c.settings()), span),
        NasParser.TrainDeclarationContext c => new TrainSyntax(Expression(c.expression()), Settings(c.settings()), span),
        _ => Unsupported(context, span),
    };

    private UnsupportedDeclarationSyntax Unsupported(NasParser.DeclarationContext context, TextSpan span) => context switch
    {
        NasParser.ScaleDeclarationContext c => new UnsupportedDeclarationSyntax("`scale`", Name(c.identifier()), span),
        NasParser.CompressDeclarationContext c => new UnsupportedDeclarationSyntax("`compress`", Name(c.identifier()), span),
        NasParser.ProgramDeclarationContext c =>
            new UnsupportedDeclarationSyntax($"`{c.Start.Text}`", Name(c.identifier()), span),
        _ => new UnsupportedDeclarationSyntax("this declaration", null, span),
    };

    /// <summary>Keeps the name, so that uses of it elsewhere are not called unknown.</summary>
    private DeclarationSyntax BrokenDeclaration(NasParser.DeclarationContext context, TextSpan span)
    {
        var identifier = context.GetRuleContexts<NasParser.IdentifierContext>().FirstOrDefault();
        if (identifier is null || identifier.exception is not null || identifier.ChildCount == 0)
            return new BrokenDeclarationSyntax(span);

        var name = Name(identifier);
        var body = new BodySyntax([], span);
        return context switch
        {
            NasParser.ConstDeclarationContext => new ConstSyntax(name, new BrokenExpressionSyntax(span), span),
            NasParser.OpsetDeclarationContext => new OpSetSyntax(name, [], new SetSyntax([], span), span),
            NasParser.FunctionDeclarationContext c => new FunctionSyntax(
                c.OP() is null ? FunctionWord.Cell : FunctionWord.Op, name, [], [], true, body, span),
            NasParser.NetworkDeclarationContext => new FunctionSyntax(FunctionWord.Network, name, [], [], true, body, span),
            NasParser.SearchDeclarationContext => new SearchSyntax(name, [], span),
            _ => new BrokenDeclarationSyntax(span),
        };
    }

    private static bool HasErrorNode(IParseTree tree)
    {
        var pending = new Stack<IParseTree>([tree]);
        while (pending.TryPop(out var node))
        {
            if (node is IErrorNode || (node is ParserRuleContext { exception: not null }))
                return true;
            for (var i = 0; i < node.ChildCount; i++)
                pending.Push(node.GetChild(i));
        }

        return false;
    }

    private bool IsBroken(NasParser.DeclarationContext context)
    {
        if (errorOffsets.Count == 0)
            return false;
        var span = SpanOf(context);
        return errorOffsets.Any(o => o >= span.Start && o < span.End) || HasErrorNode(context);
    }

    private FunctionSyntax Function(
        FunctionWord word,
        NasParser.IdentifierContext identifier,
        NasParser.ParameterListsContext lists,
        BodySyntax body,
        TextSpan span)
    {
        // One list holds tensors; with two, the first holds static parameters.
        var parsed = lists.parameters().Select(Parameters).ToImmutableArray();
        for (var extra = 2; extra < parsed.Length; extra++)
            diagnostics.Add(Diagnose.SyntaxError(SpanOf(lists.parameters(extra)), "a third parameter list", "`{` or `=`",
                "static parameters come first, tensors second"));
        return new FunctionSyntax(
            word,
            Name(identifier),
            parsed.Length >= 2 ? parsed[0] : [],
            parsed.Length switch { 0 => [], 1 => parsed[0], _ => parsed[1] },
            parsed.Length > 0,
            body,
            span);
    }

    private ImmutableArray<ParameterSyntax> Parameters(NasParser.ParametersContext context) =>
        [.. context.parameter().Select(p => new ParameterSyntax(
            Name(p.identifier()),
            p.shape() is { } shape ? ShapeOf(shape) : null,
            p.expression() is { } value ? Expression(value) : null,
            SpanOf(p)))];

    private ShapeSyntax ShapeOf(NasParser.ShapeContext context)
    {
        var expressions = context.expression().Select(Expression).ToImmutableArray();
        var dimensions = context.OF() is null ? expressions : expressions.RemoveAt(expressions.Length - 1);
        return new ShapeSyntax(dimensions, context.OF() is null ? null : expressions[^1], SpanOf(context));
    }

    private GoalSyntax Goal(NasParser.GoalContext context) => new(
        context.MINIMIZE() is not null ? true : context.MAXIMIZE() is not null ? false : null,
        Expression(context.expression()),
        SpanOf(context));

    private ImmutableArray<SettingSyntax> Settings(NasParser.SettingsContext context)
    {
        CheckSeparated(context.setting(), s => s.separator() is not null);
        return [.. context.setting().Select(s => new SettingSyntax(Name(s.identifier()), Expression(s.expression()), SpanOf(s)))];
    }

    /// <summary>Things on one line need a comma between them.</summary>
    private void CheckSeparated<T>(T[] items, Func<T, bool> isSeparated)
        where T : ParserRuleContext
    {
        for (var i = 1; i < items.Length; i++)
            if (!isSeparated(items[i - 1]) && items[i - 1].Stop.Line == items[i].Start.Line)
                diagnostics.Add(Diagnose.MissingSeparator(SpanOf(items[i].Start)));
    }

    /// <summary>The `///` lines directly before a token, without the slashes.</summary>
    private string? DocBefore(IToken token)
    {
        var lines = new List<string>();
        for (var i = token.TokenIndex - 1; i >= 0 && tokens.Get(i) is { Channel: not TokenConstants.DefaultChannel } hidden; i--)
        {
            if (hidden.Channel != NasLexer.DOCUMENTATION)
                continue;
            usedDocs.Add(i);
            lines.Insert(0, hidden.Text[3..].Trim());
        }

        var text = string.Join("\n", lines).Trim();
        return text.Length == 0 ? null : text;
    }

    private NameSyntax Name(NasParser.IdentifierContext context) => new(context.Start.Text, SpanOf(context.Start));

    private TextSpan SpanOf(IToken token) => TokenChecks.SpanOf(token) is var span && shift == 0 ? span : new TextSpan(span.Start + shift, span.Length);

    private TextSpan SpanOf(ITerminalNode node) => SpanOf(node.Symbol);

    private TextSpan SpanOf(ParserRuleContext context)
    {
        var start = context.Start.StartIndex;
        var end = context.Stop is { } stop && stop.Type != TokenConstants.EOF ? stop.StopIndex + 1 : start;
        return TextSpan.FromBounds(start + shift, Math.Max(start, end) + shift);
    }

    private static string Unquote(IToken token)
    {
        var text = token.Text;
        var inner = text.Length >= 2 && text[^1] == '"' ? text[1..^1] : text[1..];
        return inner.Replace("\\\"", "\"").Replace("\\\\", "\\");
    }
}
