using System.Text;
using NasDsl.Diagnostics;

namespace NasDsl.Cli.Reports;

/// <summary>The table of codes as text for a terminal.</summary>
internal static class ErrorTexts
{
    private const int Width = 100;

    public static string List(IEnumerable<DiagnosticDescriptor> descriptors) =>
        string.Concat(descriptors.Select(d => $"{d.Code}  {SeverityOf(d),-7}  {d.Title}\n"));

    public static string Explain(DiagnosticDescriptor descriptor) =>
        $"{descriptor.Code}: {descriptor.Title} ({SeverityOf(descriptor)})\n\n{Wrapped(descriptor.Explanation)}\n"
        + $"\nWrong:\n{Indented(descriptor.Wrong)}\nRight:\n{Indented(descriptor.Right)}";

    private static string SeverityOf(DiagnosticDescriptor descriptor) =>
        descriptor.Severity == Severity.Error ? "error" : "warning";

    private static string Lines(string text) => text.ReplaceLineEndings("\n").Trim('\n');

    private static string Indented(string text) => string.Concat(Lines(text).Split('\n').Select(line => $"    {line}\n"));

    private static string Wrapped(string text)
    {
        var wrapped = new StringBuilder();
        var column = 0;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > 0 && column + 1 + word.Length > Width)
                (column, _) = (0, wrapped.Append('\n'));
            column += (column > 0 ? 1 : 0) + word.Length;
            wrapped.Append(wrapped.Length > 0 && wrapped[^1] != '\n' ? " " : "").Append(word);
        }
        return wrapped.ToString();
    }
}
