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

    /// <summary>The spans of every node of the tree, from the outside in.</summary>
    public static List<TextSpan> SpansOf(object? value)
    {
        var spans = new List<TextSpan>();
        Collect(value);
        return spans;

        void Collect(object? item)
        {
            if (item is SyntaxNode node)
            {
                foreach (var property in node.GetType().GetProperties().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    if (property.GetValue(node) is TextSpan span)
                        spans.Add(span);
                    else
                        Collect(property.GetValue(node));
                }
            }
            else if (item is System.Collections.IEnumerable items and not string)
            {
                foreach (var each in items)
                    Collect(each);
            }
        }
    }
}
