namespace NasDsl.Text;

/// <summary>A stretch of a source text, in UTF-16 code units.</summary>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>Where the files of the standard library begin among the offsets: behind all files that a program can have.</summary>
    public const int LibraryStart = 1 << 30;

    public int End => Start + Length;

    /// <summary>Whether it lies in the standard library, and in no file of the user.</summary>
    public bool IsInLibrary => Start >= LibraryStart;

    public static TextSpan FromBounds(int start, int end) => new(start, Math.Max(0, end - start));

    /// <summary>The smallest span that holds this one and <paramref name="other"/>.</summary>
    public TextSpan Union(TextSpan other) => FromBounds(Math.Min(Start, other.Start), Math.Max(End, other.End));
}

/// <summary>A place in a text, both counted from zero; the column in UTF-16 code units.</summary>
public readonly record struct LinePosition(int Line, int Column);
