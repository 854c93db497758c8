using System.Text.Json.Nodes;
using NasDsl.LanguageServer.Analysis;
using NasDsl.LanguageServer.Documents;
using NasDsl.LanguageServer.Rpc;

namespace NasDsl.LanguageServer.Features;

/// <summary>From a name to where it is declared and used.</summary>
internal static class Navigation
{
    public static JsonNode? Definition(FeatureContext context)
    {
        if (Links.ImportAt(context) is { } import && Links.TargetOf(context, import) is { } target)
            return Json.Object(("uri", FileUri.FromName(target)), ("range", Json.Object(
                ("start", Json.Object(("line", 0), ("character", 0))), ("end", Json.Object(("line", 0), ("character", 0))))));
        return context.Program.Symbols.At(context.Offset)?.Symbol.Definition is { } span && context.Program.SourceOf(span) is { } source
            ? Positions.Location(source, span)
            : null;
    }

    public static JsonNode? References(FeatureContext context)
    {
        if (context.Program.Symbols.At(context.Offset)?.Symbol is not { Kind: not SymbolKind.Unknown } symbol)
            return null;
        var isWithDefinition = context.Parameters.At("context", "includeDeclaration")?.GetValueKind() != System.Text.Json.JsonValueKind.False;
        return Json.Array(Uses.Of(context, symbol)
            .Where(u => isWithDefinition || !u.IsDefinition)
            .Select(u => Positions.Location(u.Source, u.Span)));
    }

    public static JsonNode? Highlights(FeatureContext context)
    {
        if (context.Program.Symbols.At(context.Offset)?.Symbol is not { Kind: not SymbolKind.Unknown } symbol)
            return null;
        return Json.Array(context.Program.Symbols.Occurrences
            .Where(o => ReferenceEquals(o.Symbol, symbol) && context.Program.SourceOf(o.Span) == context.Source)
            .Select(o => Json.Object(("range", Positions.Range(context.Source, o.Span)), ("kind", o.IsDefinition ? 3 : 2))));
    }
}
