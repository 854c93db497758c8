using System.Collections.Immutable;
using NasDsl.Text;

namespace NasDsl.Syntax;

/// <summary>A whole file.</summary>
public sealed record FileSyntax(ImmutableArray<DeclarationSyntax> Declarations, TextSpan Span) : SyntaxNode(Span);

/// <summary>A declaration of the file.</summary>
public abstract record DeclarationSyntax(TextSpan Span) : SyntaxNode(Span)
{
    /// <summary>The text of the `///` lines before it, or null.</summary>
    public string? Doc { get; init; }

    /// <summary>True where a syntax error lies inside: its name counts, its content is not looked at.</summary>
    public bool IsBroken { get; init; }
}

/// <summary>A declaration that gives something a name.</summary>
public abstract record NamedDeclarationSyntax(NameSyntax Name, TextSpan Span) : DeclarationSyntax(Span)
{
    /// <summary>Tells the declaration from those of the same name in other files: the name, and for an imported file an `@` behind it.</summary>
    public string Key { get; init; } = Name.Text;
}

/// <summary>What could not be read as a declaration at all.</summary>
public sealed record BrokenDeclarationSyntax(TextSpan Span) : DeclarationSyntax(Span);

/// <summary>`import "file.nas" as name`.</summary>
public sealed record ImportSyntax(string Path, TextSpan PathSpan, NameSyntax? Alias, TextSpan Span) : DeclarationSyntax(Span);

/// <summary>`const NAME = value`.</summary>
public sealed record ConstSyntax(NameSyntax Name, ExpressionSyntax Value, TextSpan Span) : NamedDeclarationSyntax(Name, Span);

/// <summary>`opset Name(k, stride = 1) { ... }`.</summary>
public sealed record OpSetSyntax(NameSyntax Name, ImmutableArray<ParameterSyntax> Parameters, SetSyntax Set, TextSpan Span)
    : NamedDeclarationSyntax(Name, Span);

/// <summary>Which word declared a function-like thing.</summary>
public enum FunctionWord
{
    Op,
    Cell,
    Network,
}

/// <summary>`op`, `cell` or `network`: static parameters, tensor inputs, a body.</summary>
/// <param name="HasInputs">False for `op Name = value`, a name for an operation value.</param>
public sealed record FunctionSyntax(
    FunctionWord Word,
    NameSyntax Name,
    ImmutableArray<ParameterSyntax> Parameters,
    ImmutableArray<ParameterSyntax> Inputs,
    bool HasInputs,
    BodySyntax Body,
    TextSpan Span)
    : NamedDeclarationSyntax(Name, Span);

/// <summary>A parameter `stride = 1`, or an input `image: [3, 32, 32]`.</summary>
public sealed record ParameterSyntax(NameSyntax Name, ShapeSyntax? Shape, ExpressionSyntax? Default, TextSpan Span)
    : SyntaxNode(Span);

/// <summary>`[3, 32, 32]`, `[35] of 10000`.</summary>
public sealed record ShapeSyntax(ImmutableArray<ExpressionSyntax> Dimensions, ExpressionSyntax? Vocabulary, TextSpan Span)
    : SyntaxNode(Span);

/// <summary>`constraint params(Cifar) &lt;= 3.5M`.</summary>
public sealed record ConstraintSyntax(ExpressionSyntax Condition, TextSpan Span) : DeclarationSyntax(Span);

/// <summary>`objective maximize accuracy, minimize params`.</summary>
public sealed record ObjectiveSyntax(ImmutableArray<GoalSyntax> Goals, TextSpan Span) : DeclarationSyntax(Span);

/// <summary>`maximize accuracy`.</summary>
/// <param name="IsMinimized">Null where the goal does not say it.</param>
public sealed record GoalSyntax(bool? IsMinimized, ExpressionSyntax Value, TextSpan Span) : SyntaxNode(Span);

/// <summary>`search darts { ... }`.</summary>
public sealed record SearchSyntax(NameSyntax Strategy, ImmutableArray<SettingSyntax> Settings, TextSpan Span)
    : DeclarationSyntax(Span);

/// <summary>`train Cifar(C: 36) { ... }`.</summary>
public sealed record TrainSyntax(ExpressionSyntax Network, ImmutableArray<SettingSyntax> Settings, TextSpan Span)
    : DeclarationSyntax(Span);

/// <summary>`name = value` in a block of settings.</summary>
public sealed record SettingSyntax(NameSyntax Name, ExpressionSyntax Value, TextSpan Span) : SyntaxNode(Span);

/// <summary>A declaration that the language has and this compiler cannot do yet.</summary>
/// <param name="Feature">What to call it in the message.</param>
public sealed record UnsupportedDeclarationSyntax(string Feature, NameSyntax? Name, TextSpan Span)
    : DeclarationSyntax(Span);
