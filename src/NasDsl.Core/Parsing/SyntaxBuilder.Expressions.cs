using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Antlr4.Runtime;
using Antlr4.Runtime.Tree;
using NasDsl.Diagnostics;
using NasDsl.Parsing.Generated;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Parsing;

/// <summary>Expressions, loosest binding first.</summary>
internal sealed partial class SyntaxBuilder
{
    private ExpressionSyntax Expression(NasParser.ExpressionContext context)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        // A long pipe is a deep tree, but no deep recursion.
        var pipes = new Stack<NasParser.PipeExpressionContext>();
        for (; context is NasParser.PipeExpressionContext pipe; context = pipe.expression())
            pipes.Push(pipe);
        ExpressionSyntax value = context is NasParser.ComposedContext composed
            ? Composition(composed.composition())
            : new BrokenExpressionSyntax(SpanOf(context));
        foreach (var pipe in pipes)
            value = new PipeSyntax(value, Composition(pipe.composition()), SpanOf(pipe));
        return value;
    }

    private ExpressionSyntax Composition(NasParser.CompositionContext context) => context switch
    {
        NasParser.ComposeExpressionContext c =>
            new ComposeSyntax(Composition(c.composition()), Operand(c.operand()), SpanOf(c)),
        NasParser.SingleContext c => Operand(c.operand()),
        _ => new BrokenExpressionSyntax(SpanOf(context)),
    };

    private ExpressionSyntax Operand(NasParser.OperandContext context)
    {
        var span = SpanOf(context);
        return context switch
        {
            NasParser.PlainContext c => Disjunction(c.disjunction()),
            NasParser.ChooseExpressionContext c => Choose(c, span),
            NasParser.IfExpressionContext c =>
                new IfSyntax(Expression(c.expression()), Composition(c.composition(0)), Composition(c.composition(1)), span),
            NasParser.ChainExpressionContext c => Chain(c, span),
            NasParser.RepeatExpressionContext c => new RepeatSyntax(Expression(c.expression()), Postfix(c.postfix()), span),
            NasParser.UniformExpressionContext => new UnsupportedExpressionSyntax("`uniform`", span),
            NasParser.BlendExpressionContext c => new BlendSyntax(Set(c.set()), span),
            _ => new BrokenExpressionSyntax(span),
        };
    }

    private ChooseSyntax Choose(NasParser.ChooseExpressionContext c, TextSpan span)
    {
        var selector = c.selector();
        var kind = selector switch
        {
            null => SelectorKind.One,
            _ when selector.ANY() is not null => SelectorKind.Any,
            _ when selector.ORDER() is not null => SelectorKind.Order,
            _ => SelectorKind.Count,
        };
        (string, TextSpan)? unsupported = c.modifier() is [var modifier, ..]
            ? ($"`with {modifier.identifier().GetText()}`", SpanOf(modifier))
            : null;
        return new ChooseSyntax(
            SpanOf(c.CHOOSE()),
            kind,
            kind == SelectorKind.Count && selector?.range() is { } count ? Range(count) : null,
            Range(c.range()),
            c.additive() is { } step ? Additive(step) : null,
            c.LOG() is not null,
            c.identifier() is { } name ? Name(name) : null,
            unsupported,
            span);
    }

    private ChainSyntax Chain(NasParser.ChainExpressionContext c, TextSpan span)
    {
        var items = c.chainBody().chainItem();
        CheckSeparated(items, i => i.separator() is not null);
        return new ChainSyntax(
            c.chainInputs() is { } inputs ? [.. inputs.postfix().Select(Postfix)] : [],
            [.. items.Select(i => new ChainItemSyntax(
                i.identifier() is { } name ? Name(name) : null, Expression(i.expression()), SpanOf(i)))],
            SpanOf(c.CHAIN()),
            span);
    }

    private ExpressionSyntax Disjunction(NasParser.DisjunctionContext context) =>
        Fold(context.conjunction().Select(Conjunction), [.. context.OR().Select(_ => BinaryOperator.Or)]);

    private ExpressionSyntax Conjunction(NasParser.ConjunctionContext context) =>
        Fold(context.negation().Select(Negation), [.. context.AND().Select(_ => BinaryOperator.And)]);

    private ExpressionSyntax Negation(NasParser.NegationContext context) =>
        context.NOT() is null
            ? Comparison(context.comparison())
            : new UnarySyntax(UnaryOperator.Not, Negation(context.negation()), SpanOf(context));

    private ExpressionSyntax Comparison(NasParser.ComparisonContext context)
    {
        var left = Range(context.range());
        return context.share() is { } right
            ? new BinarySyntax(left, OperatorOf(context.GetChild(1)), Share(right), SpanOf(context))
            : left;
    }

    private ExpressionSyntax Share(NasParser.ShareContext context)
    {
        var left = Range(context.range(0));
        return context.OF() is null ? left : new BinarySyntax(left, BinaryOperator.Of, Range(context.range(1)), SpanOf(context));
    }

    private ExpressionSyntax Range(NasParser.RangeContext context)
    {
        var first = Additive(context.additive(0));
        return context.DOTDOT() is null ? first : new RangeSyntax(first, Additive(context.additive(1)), SpanOf(context));
    }

    private ExpressionSyntax Additive(NasParser.AdditiveContext context) =>
        Fold(context.multiplicative().Select(Multiplicative), Operators(context));

    private ExpressionSyntax Multiplicative(NasParser.MultiplicativeContext context) =>
        Fold(context.unary().Select(Unary), Operators(context));

    private ExpressionSyntax Unary(NasParser.UnaryContext context) =>
        context.MINUS() is null
            ? Power(context.power())
            : new UnarySyntax(UnaryOperator.Negate, Unary(context.unary()), SpanOf(context));

    private ExpressionSyntax Power(NasParser.PowerContext context)
    {
        var left = Postfix(context.postfix());
        return context.unary() is { } right
            ? new BinarySyntax(left, BinaryOperator.Power, Unary(right), SpanOf(context))
            : left;
    }

    private ExpressionSyntax Postfix(NasParser.PostfixContext context)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return context switch
        {
            NasParser.PrimaryExpressionContext c => Primary(c.primary()),
            NasParser.CallExpressionContext c =>
                new CallSyntax(Postfix(c.postfix()), [.. c.arguments().argument().Select(Argument)], SpanOf(c)),
            NasParser.IndexExpressionContext c => new IndexSyntax(Postfix(c.postfix()), Expression(c.expression()), SpanOf(c)),
            NasParser.MemberExpressionContext c => new MemberSyntax(Postfix(c.postfix()), Name(c.identifier()), SpanOf(c)),
            _ => new BrokenExpressionSyntax(SpanOf(context)),
        };
    }

    private ArgumentSyntax Argument(NasParser.ArgumentContext context) =>
        new(context.identifier() is { } name ? Name(name) : null, Expression(context.expression()), SpanOf(context));

    private ExpressionSyntax Primary(NasParser.PrimaryContext context)
    {
        var span = SpanOf(context);
        return context switch
        {
            NasParser.NumberLiteralContext c => Number(c.NUMBER().Symbol),
            NasParser.StringLiteralContext c => new StringSyntax(Unquote(c.STRING().Symbol), span),
            NasParser.BooleanLiteralContext c => new BooleanSyntax(c.TRUE() is not null, span),
            NasParser.NameExpressionContext c => new NameExpressionSyntax(Name(c.identifier()), span),
            NasParser.SetExpressionContext c => Set(c.set()),
            NasParser.ListExpressionContext c => new ListSyntax([.. c.element().Select(Element)], span),
            NasParser.GroupExpressionContext c when c.expression() is [var single] && c.COMMA().Length == 0 =>
                Expression(single),
            NasParser.GroupExpressionContext c => new TupleSyntax([.. c.expression().Select(Expression)], span),
            _ => new BrokenExpressionSyntax(span),
        };
    }

    private ExpressionSyntax Number(IToken token)
    {
        var span = SpanOf(token);
        var number = NumberText.Parse(token.Text);
        if (!number.IsUnitKnown)
        {
            var unitSpan = TextSpan.FromBounds(span.End - number.Unit.Length, span.End);
            diagnostics.Add(Diagnose.UnknownUnit(unitSpan, number.Unit, NumberText.Suggest(number.Unit)));
            return new BrokenExpressionSyntax(span);
        }

        if (!double.IsFinite(number.Value))
        {
            diagnostics.Add(Diagnose.NumberTooLarge(span));
            return new BrokenExpressionSyntax(span);
        }

        return new NumberSyntax(number.Value, number.IsInteger, number.Unit, span);
    }

    private SetSyntax Set(NasParser.SetContext context)
    {
        var entries = context.entry();
        var separated = SeparatedEntries(context);
        CheckSeparated(entries, separated.Contains);
        return new SetSyntax(
            [.. entries.Select(e => new EntrySyntax(
                e.identifier() is { } name ? Name(name) : null,
                e.DOTDOT() is null ? Expression(e.expression()) : Postfix(e.postfix()),
                e.DOTDOT() is not null,
                SpanOf(e)))],
            SpanOf(context));
    }

    private static HashSet<NasParser.EntryContext> SeparatedEntries(NasParser.SetContext context)
    {
        var result = new HashSet<NasParser.EntryContext>();
        for (var i = 1; i < context.ChildCount; i++)
            if (context.GetChild(i) is NasParser.SeparatorContext && context.GetChild(i - 1) is NasParser.EntryContext entry)
                result.Add(entry);
        return result;
    }

    private ElementSyntax Element(NasParser.ElementContext context)
    {
        var span = SpanOf(context);
        if (context.DOTDOT() is not null)
            return new SpreadElementSyntax(Postfix(context.postfix()), span);
        var value = Expression(context.expression());
        return context.comprehension() is { } c
            ? new ComprehensionSyntax(
                value,
                Name(c.identifier()),
                Composition(c.composition()),
                c.expression() is { } condition ? Expression(condition) : null,
                span)
            : new SingleElementSyntax(value, span);
    }

    private static ExpressionSyntax Fold(IEnumerable<ExpressionSyntax> operands, ImmutableArray<BinaryOperator> operators)
    {
        var index = 0;
        return operands.Aggregate((left, right) =>
            new BinarySyntax(left, operators[index++], right, left.Span.Union(right.Span)));
    }

    private static ImmutableArray<BinaryOperator> Operators(ParserRuleContext context) =>
        [.. Enumerable.Range(0, context.ChildCount).Select(context.GetChild).OfType<ITerminalNode>().Select(OperatorOf)];

    private static BinaryOperator OperatorOf(IParseTree node) => ((ITerminalNode)node).Symbol.Type switch
    {
        NasLexer.PLUS => BinaryOperator.Add,
        NasLexer.MINUS => BinaryOperator.Subtract,
        NasLexer.STAR => BinaryOperator.Multiply,
        NasLexer.SLASH => BinaryOperator.Divide,
        NasLexer.MOD => BinaryOperator.Modulo,
        NasLexer.LE => BinaryOperator.LessOrEqual,
        NasLexer.GE => BinaryOperator.GreaterOrEqual,
        NasLexer.EQ => BinaryOperator.Equal,
        NasLexer.NE => BinaryOperator.NotEqual,
        NasLexer.ABOUT => BinaryOperator.AboutEqual,
        NasLexer.LT => BinaryOperator.Less,
        NasLexer.GT => BinaryOperator.Greater,
        NasLexer.IN => BinaryOperator.In,
        var type => throw new InvalidOperationException($"token {type} is no operator"),
    };
}
