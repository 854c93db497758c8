using System.Collections.Immutable;
using System.Text;

namespace NasDsl.Search;

/// <param name="Line">Of the file, from 1: where the row begins.</param>
public sealed record CsvRow(int Line, ImmutableArray<string> Cells);

/// <summary>
/// Comma-separated values (RFC 4180): cells with commas, quotes or line breaks stand in quotes, a quote in them twice. Blank
/// lines are passed over.
/// </summary>
public static class CsvReader
{
    /// <exception cref="TableException">A quoted cell does not end, or goes on after its quote.</exception>
    public static IEnumerable<CsvRow> Read(TextReader reader)
    {
        var line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
                continue;
            if (!text.Contains('"', StringComparison.Ordinal))
            {
                yield return new CsvRow(line, [.. text.Split(',')]);
                continue;
            }
            var start = line;
            while (text.Count(c => c == '"') % 2 == 1)
            {
                line++;
                text += "\n" + (reader.ReadLine() ?? throw new TableException("a quoted cell does not end", start));
            }
            yield return new CsvRow(start, Split(text, start));
        }
    }

    private static ImmutableArray<string> Split(string text, int line)
    {
        var cells = ImmutableArray.CreateBuilder<string>();
        var cell = new StringBuilder();
        for (var i = 0; ; i++)
        {
            cell.Clear();
            if (i < text.Length && text[i] == '"')
                i = ReadQuoted(text, i + 1, cell, line);
            else
                for (; i < text.Length && text[i] != ','; i++)
                    cell.Append(text[i]);
            cells.Add(cell.ToString());
            if (i >= text.Length)
                return cells.ToImmutable();
        }
    }

    /// <returns>Where the comma after it is, or the end.</returns>
    private static int ReadQuoted(string text, int i, StringBuilder cell, int line)
    {
        for (; i < text.Length; i++)
        {
            if (text[i] != '"')
                cell.Append(text[i]);
            else if (i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[i++]);
            else if (i + 1 == text.Length || text[i + 1] == ',')
                return i + 1;
            else
                throw new TableException("a cell goes on after its closing quote", line);
        }
        throw new TableException("a quoted cell does not end", line);
    }
}
