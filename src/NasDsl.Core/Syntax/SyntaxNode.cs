using NasDsl.Text;

namespace NasDsl.Syntax;

/// <summary>A piece of the program as written.</summary>
public abstract record SyntaxNode(TextSpan Span);

/// <summary>A name where it stands.</summary>
public sealed record NameSyntax(string Text, TextSpan Span) : SyntaxNode(Span)
{
    public override string ToString() => Text;
}
