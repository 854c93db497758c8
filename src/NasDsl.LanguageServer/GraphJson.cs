using System.Text.Json.Nodes;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.LanguageServer.Rpc;

namespace NasDsl.LanguageServer;

/// <summary>Graphs as JSON, for what draws them: the previews of editors, the viewer, and reports.</summary>
public static class GraphJson
{
    /// <summary>
    /// `{ name, kind, nodes: [{ id, name, operation, kind, shape, inputs, edge?, output?, decision? }], outputs }`, where a decision
    /// is `{ name, minimum, maximum, alternatives }`.
    /// </summary>
    public static JsonObject Of(GraphOutline graph) => Json.Object(
        ("name", graph.Name),
        ("kind", graph.Kind),
        ("nodes", Json.Array(graph.Nodes.Select(Of))),
        ("outputs", Json.Array(graph.Nodes.Where(n => n.IsOutput).Select(n => (JsonNode?)n.Id))));

    private static JsonObject Of(OutlineNode node) => Json.Object(
        ("id", node.Id),
        ("name", node.Name),
        ("operation", node.Label),
        ("kind", node.Kind),
        ("shape", node.Shape.ToString()),
        ("inputs", Json.Array(node.Inputs.Select(i => (JsonNode?)i))),
        ("edge", node.IsEdge ? true : null),
        ("output", node.IsOutput ? true : null),
        ("decision", node.Decision is { } decision ? Of(decision) : null));

    private static JsonObject Of(Decision decision) => Json.Object(
        ("name", decision.Name),
        ("minimum", decision.Minimum),
        ("maximum", decision.Maximum),
        ("alternatives", Json.Array(decision.Alternatives.Select(a => (JsonNode?)a.Label))));
}
