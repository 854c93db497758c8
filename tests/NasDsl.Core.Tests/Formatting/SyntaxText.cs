using System.Collections;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Tests.Formatting;

/// <summary>A syntax tree without its places, to tell whether two programs are the same.</summary>
internal static class SyntaxText
{
    public static string Of(object? value) => value switch
    {
        null => "nothing",
        string text => $"\"{text}\"",
        SyntaxNode node => $"{node.GetType().Name}({string.Join(", ", Properties(node))})",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Of))}]",
        _ => $"{value}",
    };

    private static IEnumerable<string> Properties(SyntaxNode node) => node.GetType().GetProperties()
        .Where(p => p.PropertyType != typeof(TextSpan) && p.Name != nameof(ChooseSyntax.Unsupported))
        .OrderBy(p => p.Name, StringComparer.Ordinal)
        .Select(p => $"{p.Name}: {Of(p.GetValue(node))}");
}
