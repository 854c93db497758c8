using System.Text.Json.Nodes;
using NasDsl.LanguageServer.Analysis;
using NasDsl.LanguageServer.Documents;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Syntax;

namespace NasDsl.LanguageServer.Features;

/// <summary>The shape behind each `|>`.</summary>
internal static class InlayHints
{
    private const int TypeKind = 1;
    private const int MostShapes = 3;

    public static JsonNode? Of(FeatureContext context)
    {
        var range = context.Parameters.At("range") is null ? context.Source.Span : context.Range;
        return Json.Array(context.Program.Syntax.Declarations
            .Where(d => d.Span.Start <= range.End && d.Span.End >= range.Start)
            .SelectMany(SyntaxChildren.All)
            .OfType<PipeSyntax>()
            .Where(p => SyntaxChildren.Holds(range, p.Span.End))
            .OrderBy(p => p.Span.End)
            .Select(p => Hint(p, context))
            .Where(h => h is not null));
    }

    private static JsonObject? Hint(PipeSyntax pipe, FeatureContext context)
    {
        var shapes = context.Program.Facts.At(pipe.Span)?.Shapes ?? [];
        if (shapes.IsEmpty)
            return null;
        var text = string.Join(" | ", shapes.Take(MostShapes)) + (shapes.Length > MostShapes ? " | ..." : "");
        return Json.Object(
            ("position", Positions.Of(context.Source, pipe.Span.End)), ("label", text), ("kind", TypeKind), ("paddingLeft", true));
    }
}
