using System.Text.Json.Nodes;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Syntax;

namespace NasDsl.LanguageServer.Features;

/// <summary>
/// The custom request `nas/cellGraph` (a text document and a position): the graph of the declaration under the cursor, for a
/// preview. Null where there is none, because of errors or because nothing uses it.
/// </summary>
internal static class CellGraph
{
    public static JsonNode? Of(FeatureContext context)
    {
        if (context.Program.DeclarationAt(context.Offset) is not FunctionSyntax { IsBroken: false } function)
            return null;
        var compilation = context.Program.Compilation;
        var spaces = compilation.Networks.Prepend(compilation.Network ?? "")
            .Distinct()
            .Where(n => n.Length > 0 && !compilation.HasErrors)
            .Select(n => n == compilation.Network ? compilation.Space : compilation.WithNetwork(n).Space)
            .OfType<SearchSpace>();
        foreach (var space in spaces)
        {
            if (function.Word == FunctionWord.Network && space.Name == function.Name.Text)
                return WithDot(GraphOutline.Of(space), DotWriter.Network(space));
            if (FunctionIds.Of(space.Network).InOrder.FirstOrDefault(f => f.Function.Name == function.Name.Text) is { Function: { } found })
                return WithDot(GraphOutline.Of(found), DotWriter.Cells(space).FirstOrDefault(d => d.Name == found.Name));
        }

        return null;
    }

    private static JsonObject WithDot(GraphOutline graph, DotDrawing? drawing)
    {
        var result = GraphJson.Of(graph);
        if (drawing is not null)
            result["dot"] = drawing.Dot;
        return result;
    }
}
