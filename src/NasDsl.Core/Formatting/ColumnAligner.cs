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
                if (lines[i].Pieces[p] is { Tab: > 0, Pad: 0 } tab && IsFirstOf(lines, i, tab.Tab))
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

    private static int TabIn(PrintedLine line, int group) => line.Pieces.FindIndex(p => p.Tab == group);

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
        var padded = lines.SelectMany(l => l.Pieces.Where(p => p.Word is not null && p.Pad > 0).Select(p => (Line: l, Piece: p))).ToList();
        if (padded.Count == 0)
            return;
        var rows = lines
            .SelectMany(l => l.Pieces.Where(p => p.Word is { Row: > 0 }).Select(p => (p.Word?.Row ?? 0, Line: l)))
            .Distinct()
            .ToLookup(r => r.Item1, r => r.Line);
        while (true)
        {
            var stray = padded.Where(p => !IsAligned(p.Line, p.Piece, rows[p.Piece.Word?.Row ?? 0])).ToList();
            if (stray.Count == 0)
                return;
            foreach (var (_, piece) in stray)
                piece.Pad = 0;
            padded.RemoveAll(p => p.Piece.Pad == 0);
        }
    }

    private static bool IsAligned(PrintedLine line, Piece piece, IEnumerable<PrintedLine> rows)
    {
        var start = line.ColumnOf(line.Pieces.IndexOf(piece));
        return rows.Any(other => !ReferenceEquals(other, line) && Stands(other, piece, start));
    }

    private static bool Stands(PrintedLine other, Piece piece, int start)
    {
        var column = other.Indentation;
        foreach (var candidate in other.Pieces)
        {
            column += candidate.Pad;
            if (candidate.Word is { } word
                && (column == start || (word.IsNumber && piece.Word is { IsNumber: true } && column + word.Content.Length == start + piece.Text.Length)))
                return true;
            column += candidate.Text.Length;
        }

        return false;
    }
}
