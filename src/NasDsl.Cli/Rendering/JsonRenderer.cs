using System.Text.Json;
using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Cli.Rendering;

/// <summary>All diagnostics of a run as one JSON object; lines and columns from one, in UTF-16 code units.</summary>
internal static class JsonRenderer
{
    public static string Document(IReadOnlyList<ReportedDiagnostic> diagnostics) => JsonText.Write(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("diagnostics");
            foreach (var diagnostic in diagnostics)
                Write(writer, diagnostic);
            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        indented: true);

    private static void Write(Utf8JsonWriter writer, ReportedDiagnostic reported)
    {
        var (sources, diagnostic) = reported;
        writer.WriteStartObject();
        writer.WriteString("code", diagnostic.Code);
        writer.WriteString("severity", reported.Severity);
        writer.WriteString("message", diagnostic.Message);
        if (sources?.Of(diagnostic.Span) is { } source)
        {
            writer.WriteString("file", source.FileName);
            WriteRegion(writer, source, diagnostic.Span);
        }
        if (diagnostic.Label is { } label)
            writer.WriteString("label", label);
        if (diagnostic.Help is { } help)
            writer.WriteString("help", help);
        if (sources is not null)
            WriteDetails(writer, sources, diagnostic);
        writer.WriteEndObject();
    }

    private static void WriteDetails(Utf8JsonWriter writer, SourceSet sources, Diagnostic diagnostic)
    {
        if (!diagnostic.Related.IsEmpty)
        {
            writer.WriteStartArray("related");
            foreach (var related in diagnostic.Related)
                WriteItem(related.Span, "message", related.Message, null);
            writer.WriteEndArray();
        }
        if (!diagnostic.Fixes.IsEmpty)
        {
            writer.WriteStartArray("fixes");
            foreach (var fix in diagnostic.Fixes)
                WriteItem(fix.Span, "title", fix.Title, fix.Replacement);
            writer.WriteEndArray();
        }

        void WriteItem(TextSpan span, string name, string text, string? replacement)
        {
            writer.WriteStartObject();
            writer.WriteString(name, text);
            // Most lie in the file of the diagnostic.
            var source = sources.Of(span);
            if (source != sources.Of(diagnostic.Span))
                writer.WriteString("file", source.FileName);
            WriteRegion(writer, source, span);
            if (replacement is not null)
                writer.WriteString("replacement", replacement);
            writer.WriteEndObject();
        }
    }

    private static void WriteRegion(Utf8JsonWriter writer, SourceText source, TextSpan span)
    {
        var region = Region.Of(source, span);
        writer.WriteNumber("line", region.Line);
        writer.WriteNumber("column", region.Column);
        writer.WriteNumber("endLine", region.EndLine);
        writer.WriteNumber("endColumn", region.EndColumn);
    }
}
