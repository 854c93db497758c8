using System.Text;
using NasDsl.Diagnostics;

namespace NasDsl.Cli.Reports;

/// <summary>The table of codes as text for a terminal and as docs/errors.md.</summary>
internal static class ErrorTexts
{
    private const int Width = 100;

    private static readonly (char Digit, string Title)[] Ranges =
    [
        ('1', "Syntax"), ('2', "Names"), ('3', "Values and shapes"), ('4', "Strategy and constraints"),
        ('5', "Not supported yet"), ('6', "Architectures"), ('7', "Data, weights, training and devices"),
        ('9', "Files and commands"),
    ];

    public static string List(IEnumerable<DiagnosticDescriptor> descriptors) =>
        string.Concat(descriptors.Select(d => $"{d.Code}  {SeverityOf(d),-7}  {d.Title}\n"));

    public static string Explain(DiagnosticDescriptor descriptor) =>
        $"{descriptor.Code}: {descriptor.Title} ({SeverityOf(descriptor)})\n\n{Wrapped(descriptor.Explanation)}\n"
        + $"\nWrong:\n{Indented(descriptor.Wrong)}\nRight:\n{Indented(descriptor.Right)}";

    /// <summary>docs/errors.md: a section for each range of codes, a heading for each code.</summary>
    public static string Markdown(IReadOnlyCollection<DiagnosticDescriptor> descriptors)
    {
        var text = new StringBuilder("# Diagnostics\n\n");
        text.Append("Made by `nasc docs errors` from the compiler's own table; `nasc explain CODE` shows one of them.\n");
        text.Append("A code never changes its meaning.\n");
        foreach (var (digit, title) in Ranges)
        {
            var inRange = descriptors.Where(d => d.Code[3] == digit).ToList();
            if (inRange.Count == 0)
                continue;
            text.Append($"\n## NAS{digit}xxx: {title}\n");
            foreach (var descriptor in inRange)
                AppendSection(text, descriptor);
        }
        return text.ToString();
    }

    private static void AppendSection(StringBuilder text, DiagnosticDescriptor descriptor)
    {
        text.Append($"\n### {descriptor.Code}: {descriptor.Title}\n\n");
        if (descriptor.Severity == Severity.Warning)
            text.Append("A warning. ");
        text.Append($"{descriptor.Explanation}\n\n");
        text.Append($"Wrong:\n\n```\n{Lines(descriptor.Wrong)}\n```\n\nRight:\n\n```\n{Lines(descriptor.Right)}\n```\n");
    }

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
