using Antlr4.Runtime;
using Antlr4.Runtime.Tree;
using NasDsl.Parsing.Generated;

namespace NasDsl.Formatting;

/// <summary>
/// The parser's tree as a document. It changes space between tokens and nothing else: no token is added, left out or moved.
/// This part: tokens, brackets and lists. Line breaks of the author are kept where a line may end.
/// </summary>
internal sealed partial class TreeFormatter(CommentTable comments)
{
    private int groups;
    private int row;

    public Doc File(NasParser.FileContext file)
    {
        var parts = new List<Doc>();
        var constants = ++groups;
        foreach (var declaration in file.declaration())
        {
            if (parts.Count > 0)
                parts.Add(comments.HasBlankBefore(declaration.Start) ? Doc.BlankLine : Doc.HardLine);
            parts.Add(Declaration(declaration, constants));
        }

        var end = file.Eof().Symbol;
        if (parts.Count > 0 && comments.Before(end).Count > 0)
            parts.Add(comments.HasBlankBefore(end) ? Doc.BlankLine : Doc.HardLine);
        parts.Add(Leading(end));
        return Doc.Of(parts);
    }

    private Doc Token(ITerminalNode node) => Token(node.Symbol);

    private Doc Token(IToken token)
    {
        Doc word = new Word(token.Text, comments.Gap(token), CanBePadded(token.Type) ? row : 0, token.Type == NasLexer.NUMBER);
        if (comments.Before(token).Count == 0 && comments.Behind(token).Count == 0)
            return word;
        return Doc.Of([Leading(token), word, .. comments.Behind(token).Select(c => new LineSuffix(c))]);
    }

    private static bool CanBePadded(int type) => type
        is not (NasLexer.COMMA or NasLexer.SEMI or NasLexer.COLON or NasLexer.DOT or NasLexer.LPAREN or NasLexer.RPAREN
        or NasLexer.RBRACK or NasLexer.RBRACE or NasLexer.ASSIGN);

    /// <summary>The comments above a token.</summary>
    private Doc Leading(IToken token)
    {
        var parts = new List<Doc>();
        var leading = comments.Before(token);
        for (var i = 0; i < leading.Count; i++)
        {
            var comment = leading[i];
            if (comment.IsInline)
            {
                parts.Add(new Text(comment.Text));
                parts.Add(Doc.Space);
                continue;
            }

            parts.Add(i > 0 && comment.HasBlankBefore ? Doc.BlankLine : new Line(LineKind.Fresh));
            parts.Add(new CommentLine(comment.Text));
            var isLast = i == leading.Count - 1;
            if (isLast && token.Type == TokenConstants.EOF)
                continue;
            var isSpaced = isLast ? comments.HasBlankBehindComments(token) : leading[i + 1].IsInline && leading[i + 1].HasBlankBefore;
            if (isLast || leading[i + 1].IsInline)
                parts.Add(isSpaced ? Doc.BlankLine : Doc.HardLine);
        }

        return Doc.Of(parts);
    }

    /// <summary>`[a, b]`, `(a, b)`, `{ a b }`: on one line, or with lines of their own for the items.</summary>
    /// <param name="items">Each item, the token that it begins with and the separator behind it.</param>
    /// <param name="isSpaced">Whether spaces stand inside the brackets.</param>
    private Doc Delimited(IToken open, List<Item> items, IToken close, bool isSpaced, bool isTable = false)
    {
        if (items.Count == 0 && comments.Before(close).Count == 0 && comments.Behind(open).Count == 0)
            return Doc.Of(Token(open), Token(close));
        var isExpanded = IsExpanded(open, items, close);
        // `sum([ ... ])`: brackets directly inside brackets need no indentation of their own.
        if (!isExpanded && !isSpaced && items is [{ Separator: null }] && comments.Previous(close)?.Type
            is NasLexer.RPAREN or NasLexer.RBRACK or NasLexer.RBRACE)
            return Doc.Of(Token(open), items[0].Content(), Token(close));
        var outer = row;
        row = isExpanded && isTable ? ++groups : isExpanded ? 0 : row;
        var edge = isSpaced ? Doc.Line : Doc.SoftLine;
        var parts = new List<Doc> { edge };
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                parts.Add(Between(items[i - 1], items[i], isExpanded));
            parts.Add(items[i].Content());
            if (items[i].Separator is { } separator)
                parts.Add(Token(separator));
        }

        if (comments.HasLinesAbove(close))
        {
            // They are indented as the items are.
            if (items.Count > 0)
                parts.Add(comments.HasBlankBefore(close) ? Doc.BlankLine : Doc.HardLine);
            parts.Add(Leading(close));
        }
        else
        {
            parts.AddRange(comments.Before(close).Select(c => isExpanded ? new LineSuffix(c.Text) : Doc.Of(Doc.Space, new Text(c.Text))));
        }

        row = outer;
        var end = comments.HasLinesAbove(close) ? new Line(LineKind.Fresh) : edge;
        return new Group(Doc.Of(Token(open), Doc.Indent(parts.ToArray()), end, Closing(close)), isExpanded);
    }

    private Doc Closing(IToken close) => Doc.Of([
        new Word(close.Text, comments.Gap(close), 0, false), .. comments.Behind(close).Select(c => new LineSuffix(c))]);

    private bool IsExpanded(IToken open, List<Item> items, IToken close) =>
        comments.Behind(open).Count > 0
        || comments.HasLinesAbove(close)
        || items.Exists(i => comments.HasLinesAbove(i.Start) || comments.Behind(i.End).Count > 0)
        || (items.Count > 0 && comments.BeginsLine(items[0].Start))
        || (items.Count > 1 && items.SkipLast(1).Any(i => i.Separator is null));

    private Doc Between(Item before, Item next, bool isExpanded)
    {
        if (!isExpanded)
            return Doc.Line;
        if (before.Separator is not null && !comments.BeginsLine(next.Start))
            return new Group(Doc.Line);
        return comments.HasBlankBefore(next.Start) ? Doc.BlankLine : Doc.HardLine;
    }

    /// <param name="Node">The item itself; for a statement with its separator.</param>
    /// <param name="Content">Made when its turn comes, inside the table that it is a row of.</param>
    private sealed record Item(ParserRuleContext Node, Func<Doc> Content, IToken? Separator)
    {
        public IToken Start => Node.Start;

        public IToken End => Separator ?? Node.Stop ?? Node.Start;
    }

    /// <summary>Items with the commas between them.</summary>
    private static List<Item> WithCommas<T>(T[] items, ITerminalNode[] commas, Func<T, Doc> content)
        where T : ParserRuleContext =>
        [.. items.Select((item, i) => new Item(item, () => content(item), i < commas.Length ? commas[i].Symbol : null))];

    /// <summary>
    /// An expression with places where its line may end. Where the author ended it at one, those places are kept and others added
    /// only if need be; else it is broken at all of them or at none.
    /// </summary>
    private Doc Breakable(Doc first, List<(IToken Start, Doc Part)> rest)
    {
        if (rest.Count == 0)
            return first;
        if (!rest.Exists(r => comments.BeginsLine(r.Start)))
            return new Group(Doc.Of(first, Doc.Indent([.. rest.SelectMany(r => new[] { Doc.Line, r.Part })])));
        return Doc.Of(first, new Nest(new Fill(Doc.Empty, [.. rest.Select(r => (comments.BeginsLine(r.Start) ? Doc.HardLine : Doc.Line, r.Part))])));
    }
}
