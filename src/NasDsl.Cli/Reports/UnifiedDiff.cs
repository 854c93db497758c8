using System.Text;
using DiffPlex;
using DiffPlex.Model;

namespace NasDsl.Cli.Reports;

/// <summary>What changes between two texts, as `diff -u` writes it.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>Empty where the texts have the same lines.</summary>
    public static string Of(string path, string before, string after)
    {
        var diff = new Differ().CreateLineDiffs(before, after, ignoreWhitespace: false);
        if (diff.DiffBlocks.Count == 0)
            return "";
        var text = new StringBuilder().Append($"--- {path}\n+++ {path} (formatted)\n");
        for (var first = 0; first < diff.DiffBlocks.Count;)
        {
            var last = first;
            while (last + 1 < diff.DiffBlocks.Count && diff.DiffBlocks[last + 1].DeleteStartA - EndOf(diff.DiffBlocks[last]) <= 2 * Context)
                last++;
            AppendHunk(text, diff, first, last);
            first = last + 1;
        }

        return text.ToString();
    }

    private static int EndOf(DiffBlock block) => block.DeleteStartA + block.DeleteCountA;

    private static void AppendHunk(StringBuilder text, DiffResult diff, int first, int last)
    {
        var (blocks, old) = (diff.DiffBlocks, diff.PiecesOld);
        var oldLines = old.Length > 0 && old[^1].Length == 0 ? old.Length - 1 : old.Length;
        var start = Math.Max(0, blocks[first].DeleteStartA - Context);
        var end = Math.Max(EndOf(blocks[last]), Math.Min(oldLines, EndOf(blocks[last]) + Context));
        var shift = blocks[first].InsertStartB - blocks[first].DeleteStartA;
        var grown = Enumerable.Range(first, last - first + 1).Sum(i => blocks[i].InsertCountB - blocks[i].DeleteCountA);
        text.Append($"@@ -{start + 1},{end - start} +{start + shift + 1},{end - start + grown} @@\n");
        var at = start;
        for (var i = first; i <= last; i++)
        {
            Append(text, ' ', old, at, blocks[i].DeleteStartA);
            Append(text, '-', old, blocks[i].DeleteStartA, EndOf(blocks[i]));
            Append(text, '+', diff.PiecesNew, blocks[i].InsertStartB, blocks[i].InsertStartB + blocks[i].InsertCountB);
            at = EndOf(blocks[i]);
        }

        Append(text, ' ', old, at, end);
    }

    private static void Append(StringBuilder text, char sign, IReadOnlyList<string> lines, int from, int to)
    {
        for (var i = from; i < to; i++)
            text.Append(sign).Append(lines[i]).Append('\n');
    }
}
