using System.Text.Json.Nodes;
using NasDsl.LanguageServer.Features;
using NasDsl.LanguageServer.Rpc;

namespace NasDsl.LanguageServer;

/// <summary>What the server can do, as `initialize` answers it.</summary>
internal static class Capabilities
{
    private const int Incremental = 2;

    public static JsonObject Describe() => Json.Object(
        ("capabilities", Json.Object(
            ("positionEncoding", "utf-16"),
            ("textDocumentSync", Json.Object(("openClose", true), ("change", Incremental), ("save", true))),
            ("hoverProvider", true),
            ("completionProvider", Json.Object(("triggerCharacters", Json.Array([".", ">", " ", "("])))),
            ("signatureHelpProvider", Json.Object(("triggerCharacters", Json.Array(["(", ","])))),
            ("definitionProvider", true),
            ("referencesProvider", true),
            ("documentHighlightProvider", true),
            ("renameProvider", Json.Object(("prepareProvider", true))),
            ("documentSymbolProvider", true),
            ("workspaceSymbolProvider", true),
            ("foldingRangeProvider", true),
            ("semanticTokensProvider", Json.Object(
                ("legend", Json.Object(
                    ("tokenTypes", Json.Array(SemanticTokens.Types.Select(t => (JsonNode?)t))),
                    ("tokenModifiers", Json.Array(SemanticTokens.Modifiers.Select(m => (JsonNode?)m))))),
                ("full", true))),
            ("inlayHintProvider", true),
            ("codeActionProvider", Json.Object(("codeActionKinds", Json.Array(["quickfix", "refactor.extract", "refactor.inline"])))),
            ("documentFormattingProvider", true),
            ("documentRangeFormattingProvider", true),
            ("documentLinkProvider", new JsonObject()),
            ("callHierarchyProvider", true),
            ("experimental", Json.Object(("cellGraph", true), ("preview", true), ("generated", true))))),
        ("serverInfo", Json.Object(("name", "nasc"))));
}
