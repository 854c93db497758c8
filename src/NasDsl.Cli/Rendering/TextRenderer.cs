using System.Globalization;
using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Cli.Rendering;

/// <summary>Diagnostics for people: the message, the source with the place marked, and what to do about it.</summary>
internal sealed class TextRenderer(TextWriter writer, Palette palette)
{
    public void Write(ReportedDiagnostic reported)
    {
        var (sources, diagnostic) = reported;
        var color = diagnostic.Severity == Severity.Error ? palette.Error : palette.Warning;
        writer.WriteLine(
            $"{color}{reported.Severity}[{diagnostic.Code}]{palette.Reset}{palette.Strong}: {diagnostic.Message}{palette.Reset}");
        var margin = sources is null ? " " : new string(' ', GutterWidth(sources, diagnostic));
        if (sources is not null)
            WriteSource(sources, diagnostic, color, margin);
        if (HelpOf(diagnostic) is { } help)
            writer.WriteLine($"{margin} {palette.Gutter}={palette.Reset} {palette.Strong}help{palette.Reset}: {help}");
        if (sources is not null)
            writer.WriteLine();
    }

    private void WriteSource(SourceSet sources, Diagnostic diagnostic, string color, string margin)
    {
        WritePlace(sources.Of(diagnostic.Span), diagnostic.Span, margin, "-->");
        WriteSnippet(sources.Of(diagnostic.Span), diagnostic.Span, margin, '^', color, diagnostic.Label);
        foreach (var related in diagnostic.Related.Where(r => r.Span.Length > 0))
        {
            WritePlace(sources.Of(related.Span), related.Span, margin, ":::");
            WriteSnippet(sources.Of(related.Span), related.Span, margin, '-', palette.Gutter, related.Message);
        }
        if (HelpOf(diagnostic) is not null)
            WriteBar(margin);
    }

    private void WritePlace(SourceText source, TextSpan span, string margin, string arrow)
    {
        var region = Region.Of(source, span);
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{margin}{palette.Gutter}{arrow}{palette.Reset} {source.FileName}:{region.Line}:{region.Column}"));
    }

    private void WriteSnippet(SourceText source, TextSpan span, string margin, char mark, string color, string? label)
    {
        var line = SourceLine.At(source, span);
        var number = line.Number.ToString(CultureInfo.InvariantCulture).PadLeft(margin.Length);
        WriteBar(margin);
        writer.WriteLine($"{palette.Gutter}{number} |{palette.Reset} {line.Text}".TrimEnd());
        var marks = new string(' ', line.MarkStart) + color + new string(mark, line.MarkWidth);
        writer.WriteLine($"{margin} {palette.Gutter}|{palette.Reset} {marks}{(label is null ? "" : $" {label}")}{palette.Reset}");
    }

    private void WriteBar(string margin) => writer.WriteLine($"{margin} {palette.Gutter}|{palette.Reset}");

    private static string? HelpOf(Diagnostic diagnostic) =>
        diagnostic.Help ?? (diagnostic.Fixes.IsEmpty ? null : diagnostic.Fixes[0].Title);

    /// <summary>The digits of the largest line number shown.</summary>
    private static int GutterWidth(SourceSet sources, Diagnostic diagnostic)
    {
        var last = diagnostic.Related.Where(r => r.Span.Length > 0).Select(r => r.Span).Append(diagnostic.Span)
            .Max(span => sources.Of(span).PositionOf(span.Start).Line);
        return (last + 1).ToString(CultureInfo.InvariantCulture).Length;
    }
}
