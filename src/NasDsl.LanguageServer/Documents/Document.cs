using System.Text.Json.Nodes;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Text;

namespace NasDsl.LanguageServer.Documents;

/// <summary>A text that the editor has open.</summary>
internal sealed record Document(string Uri, string Name, int? Version, SourceText Source)
{
    /// <summary>The text after a `contentChanges` array: each change with a range, or all of the text.</summary>
    public Document Changed(JsonArray changes, int? version)
    {
        var source = Source;
        foreach (var change in changes)
        {
            if (change.Text("text") is not { } text)
                continue;
            source = change.At("range") is { } range
                ? new SourceText(Replaced(source, Positions.Span(source, range), text), Name)
                : new SourceText(text, Name);
        }

        return this with { Source = source, Version = version };
    }

    private static string Replaced(SourceText source, TextSpan span, string text) =>
        string.Concat(source.Content.AsSpan(0, span.Start), text, source.Content.AsSpan(span.End));
}

/// <summary>Positions of the protocol: lines and UTF-16 code units, both from zero. What lies outside of a text is moved into it.</summary>
internal static class Positions
{
    public static int Offset(SourceText source, JsonNode? position)
    {
        var line = Math.Max(0, position.Number("line") ?? 0);
        if (line >= source.LineCount)
            return source.End;
        var column = Math.Max(0, position.Number("character") ?? 0);
        return source.LineStart(line) + Math.Min(column, source.LineAt(line).Length);
    }

    public static TextSpan Span(SourceText source, JsonNode? range) =>
        TextSpan.FromBounds(Offset(source, range.At("start")), Offset(source, range.At("end")));

    public static JsonObject Of(SourceText source, int offset)
    {
        var position = source.PositionOf(offset);
        return Json.Object(("line", position.Line), ("character", position.Column));
    }

    public static JsonObject Range(SourceText source, TextSpan span) =>
        Json.Object(("start", Of(source, span.Start)), ("end", Of(source, span.End)));

    public static JsonObject Edit(SourceText source, TextSpan span, string text) =>
        Json.Object(("range", Range(source, span)), ("newText", text));

    public static JsonObject Location(SourceText source, TextSpan span) =>
        Json.Object(("uri", FileUri.FromName(source.FileName)), ("range", Range(source, span)));
}
