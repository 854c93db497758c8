using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.Parsing;
using NasDsl.Text;

namespace NasDsl.Formatting;

/// <summary>A formatted program.</summary>
/// <param name="Text">The text; the one that was given where the program has syntax errors.</param>
/// <param name="Errors">The syntax errors because of which nothing was changed.</param>
public sealed record FormatResult(string Text, ImmutableArray<Diagnostic> Errors);

/// <summary>
/// Lays out a program. Space between tokens changes and nothing else: every token and comment stays, in its order, and what was
/// formatted stays as it is when it is formatted again.
/// </summary>
public static class NasFormatter
{
    /// <summary>The longest line, in UTF-16 code units, if it can be broken. Comments are left as they are.</summary>
    public const int Width = 140;

    /// <summary>Never throws: a program with syntax errors, or nested too deeply, comes back as it was with the errors.</summary>
    public static FormatResult Format(SourceText source)
    {
        var (tree, tokens, diagnostics) = NasSyntaxParser.ParseTree(source);
        if (tree is null || diagnostics.Any(d => d.Severity == Severity.Error))
            return new FormatResult(source.Content, [.. diagnostics.Where(d => d.Severity == Severity.Error)]);
        try
        {
            var document = new TreeFormatter(new CommentTable(tokens)).File(tree);
            var lines = DocPrinter.Print(document, Width);
            ColumnAligner.Align(lines);
            return new FormatResult(Finished(ColumnAligner.Text(lines), source.Content), []);
        }
        catch (InsufficientExecutionStackException)
        {
            return new FormatResult(source.Content, [Diagnose.NestedTooDeeply(new TextSpan(source.Start, 0))]);
        }
    }

    /// <summary>One line end at the end; line ends as the first one of the source.</summary>
    private static string Finished(string text, string original)
    {
        var trimmed = text.Trim('\n');
        if (trimmed.Length == 0)
            return "";
        var first = original.IndexOf('\n');
        return first > 0 && original[first - 1] == '\r' ? $"{trimmed}\n".Replace("\n", "\r\n") : $"{trimmed}\n";
    }
}
