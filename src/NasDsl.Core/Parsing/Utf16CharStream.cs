using Antlr4.Runtime;
using Antlr4.Runtime.Misc;

namespace NasDsl.Parsing;

/// <summary>
/// A character stream over UTF-16 code units, so that token offsets are string indices. A lone carriage return reads as
/// a line feed: ANTLR counts only those as lines.
/// </summary>
internal sealed class Utf16CharStream(string text) : ICharStream
{
    public int Index { get; private set; }

    public int Size => text.Length;

    public string SourceName => IntStreamConstants.UnknownSourceName;

    public void Consume()
    {
        if (Index >= text.Length)
            throw new InvalidOperationException("cannot consume EOF");
        Index++;
    }

    public int LA(int i)
    {
        if (i == 0)
            return 0;
        var at = i < 0 ? Index + i : Index + i - 1;
        if (at < 0 || at >= text.Length)
            return IntStreamConstants.EOF;
        return text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n') ? '\n' : text[at];
    }

    public int Mark() => -1;

    public void Release(int marker)
    {
    }

    public void Seek(int index) => Index = Math.Min(index, text.Length);

    public string GetText(Interval interval)
    {
        var start = interval.a;
        var end = Math.Min(interval.b, text.Length - 1);
        return start > end ? "" : text[start..(end + 1)];
    }
}
