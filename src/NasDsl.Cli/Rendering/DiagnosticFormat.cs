using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Cli.Rendering;

/// <summary>How diagnostics are written.</summary>
internal enum DiagnosticFormat
{
    /// <summary>For people: the source with the place marked.</summary>
    Text,

    /// <summary>`file(line,column): error CODE: message`, which build tools and editors recognise.</summary>
    MsBuild,

    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>SARIF 2.1.0, for code scanning.</summary>
    Sarif,
}

/// <summary>A diagnostic with the files it speaks of, or null where it is about no place in a text.</summary>
internal sealed record ReportedDiagnostic(SourceSet? Sources, Diagnostic Diagnostic)
{
    public string Severity => Diagnostic.Severity == Diagnostics.Severity.Error ? "error" : "warning";
}

/// <summary>A stretch of a file in lines and columns, both from one, the end exclusive.</summary>
internal readonly record struct Region(int Line, int Column, int EndLine, int EndColumn)
{
    public static Region Of(SourceText source, TextSpan span)
    {
        var (start, end) = (source.PositionOf(span.Start), source.PositionOf(span.End));
        return new Region(start.Line + 1, start.Column + 1, end.Line + 1, end.Column + 1);
    }
}

/// <summary>Writes diagnostics to the terminal's error stream.</summary>
internal static class DiagnosticRenderer
{
    /// <summary>Silent where there is nothing to say, except that a format for machines is a document even then.</summary>
    public static void Render(DiagnosticFormat format, Terminal terminal, IReadOnlyList<ReportedDiagnostic> diagnostics)
    {
        switch (format)
        {
            case DiagnosticFormat.Text:
                var renderer = new TextRenderer(terminal.Error, terminal.HasColors ? Palette.Colored : Palette.Plain);
                foreach (var diagnostic in diagnostics)
                    renderer.Write(diagnostic);
                break;
            case DiagnosticFormat.MsBuild:
                foreach (var diagnostic in diagnostics)
                    terminal.Error.WriteLine(MsBuildRenderer.Line(diagnostic));
                break;
            case DiagnosticFormat.Json:
                terminal.Error.WriteLine(JsonRenderer.Document(diagnostics));
                break;
            default:
                terminal.Error.WriteLine(SarifRenderer.Document(diagnostics));
                break;
        }
    }
}
