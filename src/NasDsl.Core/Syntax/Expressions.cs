using System.Collections.Immutable;
using NasDsl.Text;

namespace NasDsl.Syntax;

public abstract record ExpressionSyntax(TextSpan Span) : SyntaxNode(Span);

/// <summary>Stands where an expression was expected and none could be read.</summary>
public sealed record BrokenExpressionSyntax(TextSpan Span) : ExpressionSyntax(Span);

/// <summary>A number with its unit applied: `3.5M` is 3,500,000 and `50%` is 0.5.</summary>
/// <param name="Unit">The unit as written, or empty.</param>
public sealed record NumberSyntax(double Value, bool IsInteger, string Unit, TextSpan Span) : ExpressionSyntax(Span);

public sealed record StringSyntax(string Value, TextSpan Span) : ExpressionSyntax(Span);

public sealed record BooleanSyntax(bool Value, TextSpan Span) : ExpressionSyntax(Span);

public sealed record NameExpressionSyntax(NameSyntax Name, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>`(a, b)`; a single expression in parentheses is that expression.</summary>
public sealed record TupleSyntax(ImmutableArray<ExpressionSyntax> Items, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>`[a, f(s) for s in list, ..rest]`.</summary>
public sealed record ListSyntax(ImmutableArray<ElementSyntax> Elements, TextSpan Span) : ExpressionSyntax(Span);

public abstract record ElementSyntax(TextSpan Span) : SyntaxNode(Span);

public sealed record SingleElementSyntax(ExpressionSyntax Value, TextSpan Span) : ElementSyntax(Span);

public sealed record SpreadElementSyntax(ExpressionSyntax List, TextSpan Span) : ElementSyntax(Span);

public sealed record ComprehensionSyntax(
    ExpressionSyntax Value,
    NameSyntax Variable,
    ExpressionSyntax List,
    ExpressionSyntax? Condition,
    TextSpan Span)
    : ElementSyntax(Span);

/// <summary>`{ conv(3), pool = max_pool(3), ..Others }`.</summary>
public sealed record SetSyntax(ImmutableArray<EntrySyntax> Entries, TextSpan Span) : ExpressionSyntax(Span);

/// <param name="IsSpread">`..Others`: the entries of another set.</param>
public sealed record EntrySyntax(NameSyntax? Name, ExpressionSyntax Value, bool IsSpread, TextSpan Span) : SyntaxNode(Span);

/// <summary>`callee(arguments)`.</summary>
public sealed record CallSyntax(ExpressionSyntax Callee, ImmutableArray<ArgumentSyntax> Arguments, TextSpan Span)
    : ExpressionSyntax(Span);

public sealed record ArgumentSyntax(NameSyntax? Name, ExpressionSyntax Value, TextSpan Span) : SyntaxNode(Span);

public sealed record IndexSyntax(ExpressionSyntax List, ExpressionSyntax Index, TextSpan Span) : ExpressionSyntax(Span);

public sealed record MemberSyntax(ExpressionSyntax Target, NameSyntax Member, TextSpan Span) : ExpressionSyntax(Span);

public enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
    And,
    Or,
    LessOrEqual,
    GreaterOrEqual,
    Equal,
    NotEqual,
    AboutEqual,
    Less,
    Greater,
    In,

    /// <summary>`50% of base`.</summary>
    Of,
}

public sealed record BinarySyntax(ExpressionSyntax Left, BinaryOperator Operator, ExpressionSyntax Right, TextSpan Span)
    : ExpressionSyntax(Span);

public enum UnaryOperator
{
    Negate,
    Not,
}

public sealed record UnarySyntax(UnaryOperator Operator, ExpressionSyntax Operand, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>`first..last`.</summary>
public sealed record RangeSyntax(ExpressionSyntax First, ExpressionSyntax Last, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>`value |> operation`.</summary>
public sealed record PipeSyntax(ExpressionSyntax Value, ExpressionSyntax Operation, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>`first >> second`.</summary>
public sealed record ComposeSyntax(ExpressionSyntax First, ExpressionSyntax Second, TextSpan Span) : ExpressionSyntax(Span);

public sealed record IfSyntax(ExpressionSyntax Condition, ExpressionSyntax Then, ExpressionSyntax Else, TextSpan Span)
    : ExpressionSyntax(Span);

public enum SelectorKind
{
    /// <summary>`choose Candidates`: one of a set.</summary>
    One,

    /// <summary>`choose 2 of list`, `choose 1..5 of list`.</summary>
    Count,

    /// <summary>`choose any of list`.</summary>
    Any,

    /// <summary>`choose order of list`.</summary>
    Order,
}

/// <summary>`choose ...`.</summary>
/// <param name="Keyword">The word `choose` itself.</param>
/// <param name="Count">For <see cref="SelectorKind.Count"/>: the number, or a range of numbers.</param>
/// <param name="TiedName">`as name`.</param>
/// <param name="Unsupported">A part that this compiler cannot do yet, and what to call it.</param>
public sealed record ChooseSyntax(
    TextSpan Keyword,
    SelectorKind Selector,
    ExpressionSyntax? Count,
    ExpressionSyntax Domain,
    ExpressionSyntax? Step,
    bool IsLogarithmic,
    NameSyntax? TiedName,
    (string Feature, TextSpan Span)? Unsupported,
    TextSpan Span)
    : ExpressionSyntax(Span);

/// <summary>`blend { a, b }`: a learned mixture.</summary>
public sealed record BlendSyntax(SetSyntax Set, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>`chain first, second { items }`.</summary>
public sealed record ChainSyntax(
    ImmutableArray<ExpressionSyntax> Inputs,
    ImmutableArray<ChainItemSyntax> Items,
    TextSpan Keyword,
    TextSpan Span)
    : ExpressionSyntax(Span);

public sealed record ChainItemSyntax(NameSyntax? Name, ExpressionSyntax Value, TextSpan Span) : SyntaxNode(Span);

/// <summary>`repeat(n) operation`.</summary>
public sealed record RepeatSyntax(ExpressionSyntax Count, ExpressionSyntax Operation, TextSpan Span) : ExpressionSyntax(Span);

/// <summary>An expression that the language has and this compiler cannot do yet.</summary>
public sealed record UnsupportedExpressionSyntax(string Feature, TextSpan Span) : ExpressionSyntax(Span);
