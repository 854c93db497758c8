using System.Text.Json.Nodes;
using Antlr4.Runtime;
using NasDsl.LanguageServer.Analysis;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Parsing;
using NasDsl.Parsing.Generated;

namespace NasDsl.LanguageServer.Features;

/// <summary>What each word is.</summary>
internal static class SemanticTokens
{
    public static readonly string[] Types =
        ["keyword", "number", "string", "comment", "function", "class", "enum", "parameter", "variable", "namespace", "property"];

    public static readonly string[] Modifiers = ["declaration", "defaultLibrary"];

    public static JsonNode? Of(FeatureContext context)
    {
        var names = context.Program.Symbols.Occurrences
            .Where(o => context.Program.SourceOf(o.Span) == context.Source)
            .ToLookup(o => o.Span.Start);
        var data = new List<JsonNode?>();
        var (line, column) = (0, 0);
        var tokens = NasSyntaxParser.TokensOf(context.Source).GetTokens();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (Kind(tokens, i, names[tokens[i].StartIndex].Cast<Occurrence?>().FirstOrDefault()) is not var (type, modifiers))
                continue;
            var start = tokens[i].StartIndex;
            foreach (var part in tokens[i].Text.Split('\n'))
            {
                var position = context.Source.PositionOf(start);
                var length = part.TrimEnd('\r').Length;
                start += part.Length + 1;
                if (length == 0)
                    continue;
                data.AddRange([position.Line - line, position.Line == line ? position.Column - column : position.Column, length,
                    Array.IndexOf(Types, type), modifiers]);
                (line, column) = (position.Line, position.Column);
            }
        }

        return Json.Object(("data", Json.Array(data)));
    }

    private static (string Type, int Modifiers)? Kind(IList<IToken> tokens, int index, Occurrence? name) => tokens[index].Type switch
    {
        TokenConstants.EOF => null,
        NasLexer.NUMBER => ("number", 0),
        NasLexer.STRING or NasLexer.UNTERMINATED_STRING => ("string", 0),
        NasLexer.DOC_COMMENT or NasLexer.LINE_COMMENT or NasLexer.BLOCK_COMMENT or NasLexer.UNTERMINATED_COMMENT => ("comment", 0),
        _ when name is { Symbol.Kind: not SymbolKind.Unknown } known => (TypeOf(known.Symbol.Kind), ModifiersOf(known)),
        >= NasLexer.AND and <= NasLexer.WITH => ("keyword", 0),
        NasLexer.IDENT or (>= NasLexer.ANY and <= NasLexer.UNIFORM) when index + 1 < tokens.Count
            && tokens[index + 1].Type is NasLexer.ASSIGN or NasLexer.COLON => ("property", 0),
        >= NasLexer.ANY and <= NasLexer.UNIFORM => ("keyword", 0),
        NasLexer.IDENT => ("variable", 0),
        _ => null,
    };

    private static string TypeOf(SymbolKind kind) => kind switch
    {
        SymbolKind.Op or SymbolKind.Operation or SymbolKind.Function => "function",
        SymbolKind.Cell or SymbolKind.Network => "class",
        SymbolKind.OpSet => "enum",
        SymbolKind.Parameter or SymbolKind.OperationParameter or SymbolKind.Input => "parameter",
        SymbolKind.Alias => "namespace",
        _ => "variable",
    };

    private static int ModifiersOf(Occurrence name) => (name.IsDefinition ? 1 : 0) | (name.Symbol.IsOwn ? 0 : 2);
}
