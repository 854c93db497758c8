using System.Collections.Frozen;

namespace NasDsl.Parsing;

/// <summary>Where a file can be cut: before a line that begins with the word of a declaration, and the comments above it.</summary>
internal static class FilePieces
{
    private static readonly FrozenSet<string> Words = new[]
    {
        "import", "const", "opset", "op", "cell", "network", "constraint", "objective", "search", "train", "scale", "optimizer", "loss", "augment", "compress",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> WordLookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Stretches that make up the text. A cut may be wrong, in a comment, say: then what is before it has an error.</summary>
    public static IEnumerable<(int Start, int Length)> Of(string text)
    {
        var (piece, comments) = (0, 0);
        for (var line = 0; line < text.Length;)
        {
            var end = text.IndexOf('\n', line);
            end = end < 0 ? text.Length : end + 1;
            if (!IsComment(text.AsSpan(line, end - line)))
            {
                if (BeginsDeclaration(text.AsSpan(line, end - line)) && comments > piece)
                {
                    yield return (piece, comments - piece);
                    piece = comments;
                }

                comments = end;
            }

            line = end;
        }

        if (piece < text.Length)
            yield return (piece, text.Length - piece);
    }

    private static bool IsComment(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        return line.IsEmpty || line.StartsWith("//", StringComparison.Ordinal);
    }

    private static bool BeginsDeclaration(ReadOnlySpan<char> line)
    {
        var length = 0;
        while (length < line.Length && char.IsAsciiLetterLower(line[length]))
            length++;
        return length > 0 && length < line.Length && char.IsWhiteSpace(line[length]) && WordLookup.Contains(line[..length]);
    }
}
