using System.Text.Json.Nodes;
using NasDsl.Diagnostics;
using NasDsl.LanguageServer.Documents;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Text;

namespace NasDsl.LanguageServer.Features;

/// <summary>Every fix that a diagnostic carries, and the rewritings of <see cref="Refactorings"/>.</summary>
internal static class CodeActions
{
    public static JsonNode? Of(FeatureContext context)
    {
        var range = context.Range;
        var fixes =
            from diagnostic in DiagnosticList.In(context.Program)
            where diagnostic.Span.Start <= range.End && diagnostic.Span.End >= range.Start
            from fix in diagnostic.Fixes
            where context.Program.SourceOf(fix.Span) is not null
            let source = context.Program.SourceOf(fix.Span)
            select Action(diagnostic, fix, source, context);
        return Json.Array(fixes.Concat(IsWanted(context) ? Refactorings.Of(context) : []));
    }

    /// <summary>An editor may ask for fixes alone.</summary>
    private static bool IsWanted(FeatureContext context) => context.Parameters.At("context", "only") is not JsonArray only
        || only.Any(kind => kind is JsonValue value && value.TryGetValue<string>(out var text) && text.StartsWith("refactor", StringComparison.Ordinal));

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
