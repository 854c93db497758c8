namespace NasDsl.Formatting;

/// <summary>
/// Lines up what stands in neighbouring lines: `=` in one column, comments at the ends in one column, and in the rows of a table
/// what its author lined up. All of it is decided from the printed lines alone, so that formatting them again changes nothing.
/// </summary>
internal static class ColumnAligner
{
    /// <summary>Comments at line ends begin here, if the code leaves the place.</summary>
    private const int CommentColumn = 41;

    public static void Align(List<PrintedLine> lines)
    {
        for (var i = 0; i < lines.Count; i++)
            for (var p = 0; p < lines[i].Pieces.Count; p++)
                if (lines[i].Pieces[p] is { Tab: > 0, Pad: 0 } tab && TabIn(lines[i], tab.Tab) == p && IsFirstOf(lines, i, tab.Tab))
                    AlignTabs(lines, i, tab.Tab);
        DropStrayPads(lines);
    }

    /// <summary>The text of the lines, with the comments at their ends.</summary>
    public static string Text(List<PrintedLine> lines)
    {
        var texts = lines.Select(l => l.Code()).ToList();
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Suffixes.Count == 0)
                continue;
            var end = i;
            while (end + 1 < lines.Count && lines[end + 1].Suffixes.Count > 0)
                end++;
            var column = Enumerable.Range(i, end - i + 1).Max(l => Math.Max(CommentColumn, LastLine(texts[l]) + 2));
            for (; i <= end; i++)
            {
                var spaces = texts[i].Length == 0 ? lines[i].Indentation : column - LastLine(texts[i]);
                texts[i] = $"{texts[i]}{new string(' ', spaces)}{string.Join(' ', lines[i].Suffixes)}";
            }
        }

        return string.Join('\n', texts);
    }

    private static int LastLine(string text) => text.Length - (text.LastIndexOf('\n') + 1);

    /// <summary>Whether no line directly before has a tab of the group.</summary>
    private static bool IsFirstOf(List<PrintedLine> lines, int line, int group)
    {
        for (var before = line - 1; before >= 0 && lines[before] is { IsEmpty: false } previous; before--)
            if (!previous.IsComment)
                return TabIn(previous, group) < 0;
        return true;
    }

    /// <summary>The tab of a group in a line, or -1. Only the first item of a line is lined up.</summary>
    private static int TabIn(PrintedLine line, int group)
    {
        var tab = line.Pieces.FindIndex(p => p.Tab == group || p.Word?.Content is "," or ";");
        return tab >= 0 && line.Pieces[tab].Tab == group ? tab : -1;
    }

    /// <summary>A run of lines with tabs of one group; a line without one, other than a comment, ends it.</summary>
    private static void AlignTabs(List<PrintedLine> lines, int first, int group)
    {
        var run = new List<(PrintedLine Line, int Piece)>();
        for (var i = first; i < lines.Count && !lines[i].IsEmpty; i++)
        {
            if (TabIn(lines[i], group) is >= 0 and var piece)
                run.Add((lines[i], piece));
            else if (!lines[i].IsComment)
                break;
        }

        var column = run.Max(r => r.Line.ColumnOf(r.Piece));
        foreach (var (line, piece) in run)
            line.Pieces[piece].Pad = column - line.ColumnOf(piece);
    }

    /// <summary>Keeps the padding of what stands in one column with something of another row, and drops all other.</summary>
    private static void DropStrayPads(List<PrintedLine> lines)
    {
        var padded = Enumerable.Range(0, lines.Count)
            .SelectMany(l => lines[l].Pieces.Where(p => p.Word is not null && p.Pad > 0).Select(p => (Line: l, Piece: p)))
            .ToList();
        while (padded.Where(p => !IsAligned(lines, p.Line, p.Piece)).ToList() is { Count: > 0 } stray)
        {
            foreach (var (_, piece) in stray)
                piece.Pad = 0;
            padded.RemoveAll(p => p.Piece.Pad == 0);
        }
    }

    /// <summary>Whether another row of the table, a line of the same run with the same indentation, has something in the column.</summary>
    private static bool IsAligned(List<PrintedLine> lines, int line, Piece piece)
    {
        var start = lines[line].ColumnOf(lines[line].Pieces.FindIndex(p => ReferenceEquals(p, piece)));
        return Search(-1) || Search(1);

        bool Search(int step)
        {
            for (var at = line + step; at >= 0 && at < lines.Count && IsRow(lines[at]); at += step)
                if (Stands(lines[at], piece, start))
                    return true;
            return false;
        }

        bool IsRow(PrintedLine other) => !other.IsEmpty && other.Indentation == lines[line].Indentation;
    }

    private static bool Stands(PrintedLine other, Piece piece, int start)
    {
        var column = other.Indentation;
        foreach (var candidate in other.Pieces)
        {
            column += candidate.Pad;
            if (candidate.Word is { } word && word.Row == piece.Word?.Row
                && (column == start || (word.IsNumber && piece.Word is { IsNumber: true } && column + word.Content.Length == start + piece.Text.Length)))
                return true;
            column += candidate.Text.Length;
        }

        return false;
    }
}
