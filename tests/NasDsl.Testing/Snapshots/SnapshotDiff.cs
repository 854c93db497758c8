using System.Text;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace VerifyTests;

/// <summary>Shows what differs between two texts as a unified diff.</summary>
internal static class SnapshotDiff
{
    private const int Context = 3;

    /// <summary>The diff of two texts that differ, its lines ended by <c>\n</c>.</summary>
    public static string Unified(string oldName, string oldText, string newName, string newText)
    {
        var lines = LinesOf(oldText, newText);
        var diff = new StringBuilder().Append($"--- {oldName}\n+++ {newName}");
        foreach (var (start, end) in Hunks(lines))
            AppendHunk(diff, lines, start, end);
        if (oldText.EndsWith('\n') != newText.EndsWith('\n'))
            diff.Append($"\n\\ only {(oldText.EndsWith('\n') ? oldName : newName)} ends with a newline");
        return diff.ToString();
    }

    // A final newline ends the last line; DiffPlex would make another, empty line of what follows it.
    private static IReadOnlyList<DiffPiece> LinesOf(string oldText, string newText) =>
        new InlineDiffBuilder(new Differ())
            .BuildDiffModel(WithoutLastNewline(oldText), WithoutLastNewline(newText), ignoreWhitespace: false)
            .Lines;

    private static string WithoutLastNewline(string text) => text.EndsWith('\n') ? text[..^1] : text;

    // Changes that are at most two contexts apart share a hunk.
    private static IEnumerable<(int Start, int End)> Hunks(IReadOnlyList<DiffPiece> lines)
    {
        (int Start, int End)? open = null;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Type == ChangeType.Unchanged)
                continue;

            var (start, end) = (Math.Max(0, i - Context), Math.Min(lines.Count, i + Context + 1));
            if (open is { } hunk && start > hunk.End)
            {
                yield return hunk;
                open = null;
            }

            open = (open?.Start ?? start, end);
        }

        if (open is { } last)
            yield return last;
    }

    private static void AppendHunk(StringBuilder diff, IReadOnlyList<DiffPiece> lines, int start, int end)
    {
        var before = lines.Take(start).ToArray();
        var oldStart = before.Count(line => line.Type != ChangeType.Inserted) + 1;
        var newStart = before.Count(line => line.Type != ChangeType.Deleted) + 1;
        var hunk = lines.Skip(start).Take(end - start).ToArray();
        var oldCount = hunk.Count(line => line.Type != ChangeType.Inserted);
        var newCount = hunk.Count(line => line.Type != ChangeType.Deleted);

        diff.Append($"\n@@ -{oldStart},{oldCount} +{newStart},{newCount} @@");
        foreach (var line in hunk)
            diff.Append('\n').Append(MarkOf(line.Type)).Append(line.Text);
    }

    private static char MarkOf(ChangeType type) => type switch
    {
        ChangeType.Inserted => '+',
        ChangeType.Deleted => '-',
        _ => ' ',
    };
}
