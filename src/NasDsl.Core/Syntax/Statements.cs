using System.Collections.Immutable;
using NasDsl.Text;

namespace NasDsl.Syntax;

/// <summary>What stands between the braces of an op, cell or network; `op F(x) = e` is `{ output e }`.</summary>
public sealed record BodySyntax(ImmutableArray<StatementSyntax> Statements, TextSpan Span) : SyntaxNode(Span);

public abstract record StatementSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary>`name = value`.</summary>
public sealed record BindingSyntax(NameSyntax Name, ExpressionSyntax Value, TextSpan Span) : StatementSyntax(Span);

/// <summary>`nodes n[4] from first = value`.</summary>
public sealed record NodesSyntax(
    NameSyntax Name,
    ExpressionSyntax Count,
    ExpressionSyntax? First,
    ExpressionSyntax Value,
    TextSpan Span)
    : StatementSyntax(Span);

/// <summary>`output value`, `output a = x, b = y`.</summary>
public sealed record OutputSyntax(ImmutableArray<OutputItemSyntax> Items, TextSpan Span) : StatementSyntax(Span);

public sealed record OutputItemSyntax(NameSyntax? Name, ExpressionSyntax Value, TextSpan Span) : SyntaxNode(Span);
