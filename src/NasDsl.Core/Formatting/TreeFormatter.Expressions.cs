using Antlr4.Runtime;
using Antlr4.Runtime.Tree;
using NasDsl.Parsing.Generated;

namespace NasDsl.Formatting;

/// <summary>Expressions, loosest binding first.</summary>
internal sealed partial class TreeFormatter
{
    private Doc Expression(NasParser.ExpressionContext context)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var rest = new List<(IToken, Doc)>();
        var at = context;
        for (; at is NasParser.PipeExpressionContext pipe; at = pipe.expression())
            rest.Insert(0, Operator(pipe.PIPE(), pipe.composition().Start, Composition(pipe.composition())));
        return Breakable(Composition(((NasParser.ComposedContext)at).composition()), rest);
    }

    private Doc Composition(NasParser.CompositionContext context)
    {
        var rest = new List<(IToken, Doc)>();
        var at = context;
        for (; at is NasParser.ComposeExpressionContext compose; at = compose.composition())
            rest.Insert(0, Operator(compose.COMPOSE(), compose.operand().Start, Operand(compose.operand())));
        return Breakable(Operand(((NasParser.SingleContext)at).operand()), rest);
    }

    /// <summary>An operator with what is right of it; a line that the author ends behind the operator ends before it.</summary>
    private (IToken Start, Doc Part) Operator(ITerminalNode word, IToken operandStart, Doc operand) =>
        (comments.BeginsLine(operandStart) && !comments.BeginsLine(word.Symbol) && comments.Before(operandStart).Count == 0
            ? operandStart : word.Symbol, Spaced(Token(word), operand));

    private Doc Operand(NasParser.OperandContext context) => context switch
    {
        NasParser.ChooseExpressionContext c => Choose(c),
        NasParser.UniformExpressionContext c => Spaced(Token(c.UNIFORM()), Additive(c.additive()), Token(c.OF()), Range(c.range())),
        NasParser.BlendExpressionContext c => Spaced(Token(c.BLEND()), Set(c.set())),
        NasParser.RepeatExpressionContext c => Doc.Of(
            Token(c.REPEAT()), Token(c.LPAREN()), Expression(c.expression()), Token(c.RPAREN()), Doc.Space, Postfix(c.postfix())),
        NasParser.IfExpressionContext c => If(c),
        NasParser.ChainExpressionContext c => Chain(c),
        NasParser.PlainContext c => Disjunction(c.disjunction()),
        _ => throw new InvalidOperationException($"no layout for {context.GetType().Name}"),
    };

    private Doc If(NasParser.IfExpressionContext c) => Breakable(
        Spaced(Token(c.IF()), Expression(c.expression())),
        [
            (c.THEN().Symbol, Spaced(Token(c.THEN()), Composition(c.composition(0)))),
            (c.ELSE().Symbol, Spaced(Token(c.ELSE()), Composition(c.composition(1)))),
        ]);

    private Doc Choose(NasParser.ChooseExpressionContext c)
    {
        var parts = new List<Doc> { Token(c.CHOOSE()) };
        if (c.selector() is { } selector)
            parts.AddRange([selector.range() is { } range ? Range(range) : Token(selector.Start), Token(c.OF())]);
        parts.Add(Range(c.range()));
        if (c.STEP() is { } step)
            parts.AddRange([Token(step), Additive(c.additive())]);
        if (c.unitName() is { } unit)
            parts.Add(Token(unit.Start));
        if (c.LOG() is { } log)
            parts.Add(Token(log));
        if (c.AS() is { } tied)
            parts.AddRange([Token(tied), Name(c.identifier())]);
        foreach (var modifier in c.modifier())
            parts.AddRange([Token(modifier.WITH()), Name(modifier.identifier()), Operand(modifier.operand())]);
        return Spaced(parts.ToArray());
    }

    private Doc Chain(NasParser.ChainExpressionContext c)
    {
        var body = c.chainBody();
        var group = ++groups;
        var items = Delimited(
            body.LBRACE().Symbol,
            [.. body.chainItem().Select(i => new Item(i, () => Named(i.identifier(), i.ASSIGN(), i.expression(), group), SeparatorOf(i.separator())))],
            body.RBRACE().Symbol,
            isSpaced: true,
            isTable: true);
        return c.chainInputs() is { } inputs
            ? Spaced(Token(c.CHAIN()), Listed([.. inputs.postfix().Select(p => (p.Start, Postfix(p)))], inputs.COMMA()), items)
            : Spaced(Token(c.CHAIN()), items);
    }

    private Doc Named(NasParser.IdentifierContext? name, ITerminalNode assign, NasParser.ExpressionContext value, int group) =>
        name is null ? Expression(value) : Assignment(Name(name), assign, value, group);

    private Doc Disjunction(NasParser.DisjunctionContext c)
    {
        var parts = c.conjunction();
        return Breakable(Conjunction(parts[0]), [.. c.OR().Select((or, i) => Operator(or, parts[i + 1].Start, Conjunction(parts[i + 1])))]);
    }

    private Doc Conjunction(NasParser.ConjunctionContext c)
    {
        var parts = c.negation();
        return Breakable(Negation(parts[0]), [.. c.AND().Select((and, i) => Operator(and, parts[i + 1].Start, Negation(parts[i + 1])))]);
    }

    private Doc Negation(NasParser.NegationContext c) =>
        c.NOT() is { } not ? Spaced(Token(not), Negation(c.negation())) : Comparison(c.comparison());

    private Doc Comparison(NasParser.ComparisonContext c) => c.share() is { } right
        ? Spaced(Range(c.range()), Token((ITerminalNode)c.GetChild(1)), Share(right))
        : Range(c.range());

    private Doc Share(NasParser.ShareContext c) => c.OF() is { } of
        ? Spaced(Range(c.range(0)), Token(of), Range(c.range(1)))
        : Range(c.range(0));

    private Doc Range(NasParser.RangeContext c) => c.DOTDOT() is { } dots
        ? Doc.Of(Additive(c.additive(0)), Token(dots), Additive(c.additive(1)))
        : Additive(c.additive(0));

    private Doc Additive(NasParser.AdditiveContext c)
    {
        var parts = c.multiplicative();
        return Breakable(Multiplicative(parts[0]), [.. parts.Skip(1).Select((p, i) =>
            Operator((ITerminalNode)c.GetChild(2 * i + 1), p.Start, Multiplicative(p)))]);
    }

    private Doc Multiplicative(NasParser.MultiplicativeContext c)
    {
        var parts = c.unary();
        return Breakable(Unary(parts[0]), [.. parts.Skip(1).Select((p, i) =>
            Operator((ITerminalNode)c.GetChild(2 * i + 1), p.Start, Unary(p)))]);
    }

    private Doc Unary(NasParser.UnaryContext c) =>
        c.MINUS() is { } minus ? Doc.Of(Token(minus), Unary(c.unary())) : Power(c.power());

    private Doc Power(NasParser.PowerContext c) => c.CARET() is { } caret
        ? Spaced(Postfix(c.postfix()), Token(caret), Unary(c.unary()))
        : Postfix(c.postfix());

    private Doc Postfix(NasParser.PostfixContext context)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        return context switch
        {
            NasParser.CallExpressionContext c => Doc.Of(Postfix(c.postfix()), Delimited(
                c.LPAREN().Symbol, WithCommas(c.arguments().argument(), c.arguments().COMMA(), Argument), c.RPAREN().Symbol, isSpaced: false, isTable: true)),
            NasParser.IndexExpressionContext c => Doc.Of(
                Postfix(c.postfix()), Token(c.LBRACK()), Expression(c.expression()), Token(c.RBRACK())),
            NasParser.MemberExpressionContext c => Doc.Of(Postfix(c.postfix()), Token(c.DOT()), Name(c.identifier())),
            NasParser.PrimaryExpressionContext c => Primary(c.primary()),
            _ => throw new InvalidOperationException($"no layout for {context.GetType().Name}"),
        };
    }

    private Doc Argument(NasParser.ArgumentContext c) => c.identifier() is { } name
        ? Doc.Of(Name(name), Token(c.COLON()), Doc.Space, Expression(c.expression()))
        : Expression(c.expression());

    private Doc Primary(NasParser.PrimaryContext context) => context switch
    {
        NasParser.SetExpressionContext c => Set(c.set()),
        NasParser.ListExpressionContext c => Delimited(
            c.LBRACK().Symbol, WithCommas(c.element(), c.COMMA(), Element), c.RBRACK().Symbol, isSpaced: false, isTable: true),
        NasParser.GroupExpressionContext c => Delimited(
            c.LPAREN().Symbol, WithCommas(c.expression(), c.COMMA(), Expression), c.RPAREN().Symbol, isSpaced: false, isTable: true),
        _ => Token(context.Start),
    };

    private Doc Set(NasParser.SetContext c)
    {
        var group = ++groups;
        return Delimited(
            c.LBRACE().Symbol,
            [.. c.entry().Select((e, i) => new Item(e, () => Entry(e, group), SeparatorBehind(c, e)))],
            c.RBRACE().Symbol,
            isSpaced: true,
            isTable: true);
    }

    /// <summary>The separator that stands between an entry of a set and the next one.</summary>
    private static IToken? SeparatorBehind(NasParser.SetContext set, NasParser.EntryContext entry)
    {
        var next = set.children.IndexOf(entry) + 1;
        return set.children[next] is NasParser.SeparatorContext separator ? separator.Start : null;
    }

    private Doc Entry(NasParser.EntryContext c, int group) => c.DOTDOT() is { } dots
        ? Doc.Of(Token(dots), Postfix(c.postfix()))
        : Named(c.identifier(), c.ASSIGN(), c.expression(), group);

    private Doc Element(NasParser.ElementContext c)
    {
        if (c.DOTDOT() is { } dots)
            return Doc.Of(Token(dots), Postfix(c.postfix()));
        if (c.comprehension() is not { } loop)
            return Expression(c.expression());
        var parts = new List<(IToken, Doc)>
        {
            (loop.FOR().Symbol, Spaced(Token(loop.FOR()), Name(loop.identifier()), Token(loop.IN()), Composition(loop.composition()))),
        };
        if (loop.IF() is { } filter)
            parts.Add((filter.Symbol, Spaced(Token(filter), Expression(loop.expression()))));
        // The loop of a long element stands below it, not indented: it goes with all of the element.
        return new Group(
            Doc.Of(Expression(c.expression()), Doc.Line, Breakable(parts[0].Item2, parts[1..])), comments.BeginsLine(loop.FOR().Symbol));
    }
}
