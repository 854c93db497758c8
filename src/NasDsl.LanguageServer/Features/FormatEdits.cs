using System.Text.Json.Nodes;
using Antlr4.Runtime;
using NasDsl.Formatting;
using NasDsl.LanguageServer.Documents;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Parsing;
using NasDsl.Text;

namespace NasDsl.LanguageServer.Features;

/// <summary>`nasc fmt` in the editor: only the space that changes is replaced, so that cursors and marks stay where they are.</summary>
internal static class FormatEdits
{
    public static JsonNode? Document(FeatureContext context) => Json.Array(Edits(context.Source)
        .Select(e => Positions.Edit(context.Source, e.Span, e.Text)));

    public static JsonNode? Range(FeatureContext context)
    {
        var range = context.Range;
        return Json.Array(Edits(context.Source)
            .Where(e => e.Span.Start >= range.Start && e.Span.End <= range.End)
            .Select(e => Positions.Edit(context.Source, e.Span, e.Text)));
    }

    /// <summary>None where the program has syntax errors.</summary>
    private static List<(TextSpan Span, string Text)> Edits(SourceText source)
    {
        var result = NasFormatter.Format(source);
        if (!result.Errors.IsEmpty || result.Text == source.Content)
            return [];
        var (before, after) = (Words(source), Words(new SourceText(result.Text, source.FileName)));
        return before.Count == after.Count && before.Zip(after, (a, b) => a.Text == b.Text).All(same => same)
            ? GapEdits(source.Content, before, result.Text, after)
            : [(source.Span, result.Text)];
    }

    private static List<(TextSpan, string)> GapEdits(
        string oldText, List<(int Start, string Text)> before, string newText, List<(int Start, string Text)> after)
    {
        var edits = new List<(TextSpan, string)>();
        for (var i = 0; i <= before.Count; i++)
        {
            var (oldStart, newStart) = i == 0 ? (0, 0) : (EndOf(before[i - 1]), EndOf(after[i - 1]));
            var (oldEnd, newEnd) = i == before.Count ? (oldText.Length, newText.Length) : (before[i].Start, after[i].Start);
            var gap = newText[newStart..newEnd];
            if (!oldText.AsSpan(oldStart, oldEnd - oldStart).SequenceEqual(gap))
                edits.Add((TextSpan.FromBounds(oldStart, oldEnd), gap));
        }

        return edits;
    }

    private static int EndOf((int Start, string Text) word) => word.Start + word.Text.Length;

    /// <summary>Tokens and comments with their places.</summary>
    private static List<(int Start, string Text)> Words(SourceText source) =>
        [.. NasSyntaxParser.TokensOf(source).GetTokens().Where(t => t.Type != TokenConstants.EOF).Select(t => (t.StartIndex, t.Text.TrimEnd()))];
}
