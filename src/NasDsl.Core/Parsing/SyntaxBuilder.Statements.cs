using System.Collections.Immutable;
using NasDsl.Parsing.Generated;
using NasDsl.Syntax;

namespace NasDsl.Parsing;

/// <summary>Bodies and statements.</summary>
internal sealed partial class SyntaxBuilder
{
    private BodySyntax Body(NasParser.BodyContext context) =>
        new([.. context.statement().Select(Statement)], SpanOf(context));

    private BodySyntax ExpressionBody(NasParser.ExpressionContext context)
    {
        var value = Expression(context);
        var item = new OutputItemSyntax(null, value, value.Span);
        return new BodySyntax([new OutputSyntax([item], value.Span)], value.Span);
    }

    private StatementSyntax Statement(NasParser.StatementContext context)
    {
        var span = SpanOf(context);
        switch (context)
        {
            case NasParser.NodesStatementContext c:
                var hasFirst = c.FROM() is not null;
                return new NodesSyntax(
                    Name(c.identifier()),
                    Expression(c.expression(0)),
                    hasFirst ? Expression(c.expression(1)) : null,
                    Expression(c.expression(hasFirst ? 2 : 1)),
                    span);
            case NasParser.OutputStatementContext c:
                return new OutputSyntax([.. c.outputItem().Select(OutputItem)], span);
            case NasParser.BindingStatementContext c:
                return new BindingSyntax(Name(c.identifier()), Expression(c.expression()), span);
            default:
                throw new InvalidOperationException($"unknown statement {context.GetType().Name}");
        }
    }

    private OutputItemSyntax OutputItem(NasParser.OutputItemContext context) =>
        new(context.identifier() is { } name ? Name(name) : null, Expression(context.expression()), SpanOf(context));
}
