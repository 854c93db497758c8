using System.Text.Json.Nodes;
using Antlr4.Runtime;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Parsing;
using NasDsl.Parsing.Generated;

namespace NasDsl.LanguageServer.Features;

/// <summary>Brackets over several lines, and runs of comment lines.</summary>
internal static class Folding
{
    public static JsonNode? Of(FeatureContext context)
    {
        var open = new Stack<int>();
        var ranges = new List<JsonNode?>();
        var comments = (First: -1, Last: -1);
        foreach (var token in NasSyntaxParser.TokensOf(context.Source).GetTokens())
        {
            var line = token.Line - 1;
            if (token.Type is NasLexer.LINE_COMMENT or NasLexer.DOC_COMMENT && line == comments.Last + 1 && comments.Last >= 0)
                comments.Last = line;
            else if (token.Channel != TokenConstants.DefaultChannel || token.Type == TokenConstants.EOF)
                comments = Finished(comments, ranges, line);
            switch (token.Type)
            {
                case NasLexer.LBRACE or NasLexer.LBRACK or NasLexer.LPAREN:
                    open.Push(line);
                    break;
                case NasLexer.RBRACE or NasLexer.RBRACK or NasLexer.RPAREN when open.TryPop(out var start) && line - 1 > start:
                    ranges.Add(Json.Object(("startLine", start), ("endLine", line - 1)));
                    break;
            }
        }

        return Json.Array(ranges);
    }

    private static (int, int) Finished((int First, int Last) comments, List<JsonNode?> ranges, int line)
    {
        if (comments.Last > comments.First)
            ranges.Add(Json.Object(("startLine", comments.First), ("endLine", comments.Last), ("kind", "comment")));
        return (line, line);
    }
}
