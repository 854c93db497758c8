using System.Text.Json;
using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Cli.Rendering;

/// <summary>All diagnostics of a run as a SARIF 2.1.0 log (OASIS), with the rules they are results of.</summary>
internal static class SarifRenderer
{
    public static string Document(IReadOnlyList<ReportedDiagnostic> diagnostics) => JsonText.Write(
        writer =>
        {
            DiagnosticDescriptor[] rules =
            [
                .. diagnostics.Select(d => d.Diagnostic.Descriptor).DistinctBy(d => d.Code)
                    .OrderBy(d => d.Code, StringComparer.Ordinal),
            ];
            writer.WriteStartObject();
            writer.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            writer.WriteString("version", "2.1.0");
            writer.WriteStartArray("runs");
            writer.WriteStartObject();
            WriteTool(writer, rules);
            writer.WriteString("columnKind", "utf16CodeUnits");
            writer.WriteStartArray("results");
            foreach (var diagnostic in diagnostics)
                WriteResult(writer, diagnostic, Array.FindIndex(rules, r => r.Code == diagnostic.Diagnostic.Code));
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        },
        indented: true);

    private static void WriteTool(Utf8JsonWriter writer, IEnumerable<DiagnosticDescriptor> rules)
    {
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", "nasc");
        writer.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            writer.WriteStartObject();
            writer.WriteString("id", rule.Code);
            WriteText(writer, "shortDescription", rule.Title);
            WriteText(writer, "fullDescription", rule.Explanation);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, ReportedDiagnostic reported, int rule)
    {
        var (sources, diagnostic) = reported;
        writer.WriteStartObject();
        writer.WriteString("ruleId", diagnostic.Code);
        writer.WriteNumber("ruleIndex", rule);
        writer.WriteString("level", reported.Severity);
        WriteText(writer, "message", diagnostic.Help is null ? diagnostic.Message : $"{diagnostic.Message}; {diagnostic.Help}");
        if (sources is not null)
        {
            writer.WriteStartArray("locations");
            WriteLocation(writer, sources, diagnostic.Span, null);
            writer.WriteEndArray();
            WriteRelated(writer, sources, diagnostic);
            WriteFixes(writer, sources, diagnostic);
        }
        writer.WriteEndObject();
    }

    private static void WriteRelated(Utf8JsonWriter writer, SourceSet sources, Diagnostic diagnostic)
    {
        if (diagnostic.Related.IsEmpty)
            return;
        writer.WriteStartArray("relatedLocations");
        foreach (var related in diagnostic.Related)
            WriteLocation(writer, sources, related.Span, related.Message);
        writer.WriteEndArray();
    }

    private static void WriteFixes(Utf8JsonWriter writer, SourceSet sources, Diagnostic diagnostic)
    {
        if (diagnostic.Fixes.IsEmpty)
            return;
        writer.WriteStartArray("fixes");
        foreach (var fix in diagnostic.Fixes)
        {
            writer.WriteStartObject();
            WriteText(writer, "description", fix.Title);
            writer.WriteStartArray("artifactChanges");
            writer.WriteStartObject();
            WriteArtifact(writer, sources.Of(fix.Span));
            writer.WriteStartArray("replacements");
            writer.WriteStartObject();
            WriteRegion(writer, "deletedRegion", sources.Of(fix.Span), fix.Span);
            WriteText(writer, "insertedContent", fix.Replacement);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void WriteLocation(Utf8JsonWriter writer, SourceSet sources, TextSpan span, string? message)
    {
        var source = sources.Of(span);
        writer.WriteStartObject();
        writer.WriteStartObject("physicalLocation");
        WriteArtifact(writer, source);
        WriteRegion(writer, "region", source, span);
        writer.WriteEndObject();
        if (message is not null)
            WriteText(writer, "message", message);
        writer.WriteEndObject();
    }

    private static void WriteArtifact(Utf8JsonWriter writer, SourceText source)
    {
        var path = source.FileName.Replace('\\', '/');
        var uri = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        writer.WriteStartObject("artifactLocation");
        writer.WriteString("uri", path.StartsWith('/') ? $"file://{uri}" : uri);
        writer.WriteEndObject();
    }

    private static void WriteRegion(Utf8JsonWriter writer, string name, SourceText source, TextSpan span)
    {
        var region = Region.Of(source, span);
        writer.WriteStartObject(name);
        writer.WriteNumber("startLine", region.Line);
        writer.WriteNumber("startColumn", region.Column);
        writer.WriteNumber("endLine", region.EndLine);
        writer.WriteNumber("endColumn", region.EndColumn);
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }
}
