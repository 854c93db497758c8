using System.Text.Json.Nodes;
using NasDsl.Diagnostics;
using NasDsl.LanguageServer.Documents;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Text;

namespace NasDsl.LanguageServer.Features;

/// <summary>Every fix that a diagnostic carries.</summary>
internal static class CodeActions
{
    public static JsonNode? Of(FeatureContext context)
    {
        var range = context.Range;
        return Json.Array(
            from diagnostic in DiagnosticList.In(context.Program)
            where diagnostic.Span.Start <= range.End && diagnostic.Span.End >= range.Start
            from fix in diagnostic.Fixes
            where context.Program.SourceOf(fix.Span) is not null
            let source = context.Program.SourceOf(fix.Span)
            select Action(diagnostic, fix, source, context));
    }

    private static JsonObject Action(Diagnostic diagnostic, CodeFix fix, SourceText source, FeatureContext context)
    {
        var edits = Json.Array([Positions.Edit(source, fix.Span, fix.Replacement)]);
        return Json.Object(
            ("title", fix.Title),
            ("kind", "quickfix"),
            ("diagnostics", Json.Array([DiagnosticList.Of(diagnostic, context.Program)])),
            ("isPreferred", diagnostic.Fixes.Length == 1),
            ("edit", Json.Object(("changes", Json.Object((FileUri.FromName(source.FileName), edits))))));
    }
}
