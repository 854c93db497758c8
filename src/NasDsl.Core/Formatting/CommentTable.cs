using System.Collections.Immutable;
using Antlr4.Runtime;

namespace NasDsl.Formatting;

/// <summary>A comment with lines of its own.</summary>
/// <param name="HasBlankBefore">Whether an empty line stands before it.</param>
/// <param name="IsInline">Whether the token that it belongs to follows on the same line.</param>
internal sealed record LeadingComment(string Text, bool HasBlankBefore, bool IsInline);

/// <summary>Which comments belong to which token: those behind it on its line, and those before the next one.</summary>
internal sealed class CommentTable
{
    private readonly Dictionary<int, List<LeadingComment>> leading = [];
    private readonly Dictionary<int, List<string>> trailing = [];
    private readonly Dictionary<int, IToken> before = [];
    private readonly IList<IToken> tokens;

    public CommentTable(CommonTokenStream stream)
    {
        tokens = stream.GetTokens();
        IToken? previous = null;
        var hidden = new List<IToken>();
        foreach (var token in tokens)
        {
            if (token.Channel != TokenConstants.DefaultChannel)
            {
                hidden.Add(token);
                continue;
            }

            if (previous is not null)
                before[token.TokenIndex] = previous;
            Attach(hidden, previous, token);
            hidden.Clear();
            previous = token;
        }
    }

    public IReadOnlyList<LeadingComment> Before(IToken token) => leading.TryGetValue(token.TokenIndex, out var comments) ? comments : [];

    public IReadOnlyList<string> Behind(IToken token) => trailing.TryGetValue(token.TokenIndex, out var comments) ? comments : [];

    /// <summary>The token before this one, comments left out.</summary>
    public IToken? Previous(IToken token) => before.GetValueOrDefault(token.TokenIndex);

    /// <summary>Whether comments with lines of their own stand above the token.</summary>
    public bool HasLinesAbove(IToken token) => Before(token).Any(c => !c.IsInline);

    /// <summary>Whether a line ends between the token, or its first comment, and the token before it.</summary>
    public bool BeginsLine(IToken token) => First(token) is var first && (Behindmost(first) is not { } end || end < first.Line);

    /// <summary>Whether an empty line stands before the token and its comments.</summary>
    public bool HasBlankBefore(IToken token) => First(token) is var first && Behindmost(first) is { } end && first.Line - end > 1;

    /// <summary>Whether an empty line stands between the token and the comments above it.</summary>
    public bool HasBlankBehindComments(IToken token) => Behindmost(token) is { } end && token.Line - end > 1;

    /// <summary>How many spaces stand before the token, if another token stands there; else none.</summary>
    public int Gap(IToken token) =>
        token.TokenIndex > 0 && tokens[token.TokenIndex - 1] is { Channel: TokenConstants.DefaultChannel } previous && previous.Line == token.Line
            ? token.StartIndex - previous.StopIndex - 1
            : 0;

    private void Attach(List<IToken> hidden, IToken? previous, IToken next)
    {
        foreach (var comment in hidden)
        {
            var endLine = LastLine(comment);
            var isInline = endLine == next.Line && next.Type != TokenConstants.EOF;
            if (previous is not null && !isInline && endLine == LastLine(previous) && LeadingOf(next).Count == 0)
                Add(trailing, previous, Trimmed(comment));
            else
                LeadingOf(next).Add(new LeadingComment(Trimmed(comment), Behindmost(comment) is { } end && comment.Line - end > 1, isInline));
        }
    }

    private List<LeadingComment> LeadingOf(IToken token)
    {
        if (!leading.TryGetValue(token.TokenIndex, out var comments))
            leading[token.TokenIndex] = comments = [];
        return comments;
    }

    private static void Add(Dictionary<int, List<string>> table, IToken token, string text)
    {
        if (!table.TryGetValue(token.TokenIndex, out var comments))
            table[token.TokenIndex] = comments = [];
        comments.Add(text);
    }

    /// <summary>The token, or the first of the comments that lead it.</summary>
    private IToken First(IToken token)
    {
        var at = token.TokenIndex - Before(token).Count;
        return tokens[Math.Max(0, at)];
    }

    /// <summary>The line on which the token or comment before this one ends; null at the beginning of the file.</summary>
    private int? Behindmost(IToken token) => token.TokenIndex > 0 ? LastLine(tokens[token.TokenIndex - 1]) : null;

    private static int LastLine(IToken token)
    {
        var text = token.Channel == TokenConstants.DefaultChannel ? "" : token.Text;
        var ends = 0;
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '\n')
                ends++;
        return token.Line + ends;
    }

    private static string Trimmed(IToken comment) => comment.Text.Replace("\r\n", "\n").TrimEnd();
}
