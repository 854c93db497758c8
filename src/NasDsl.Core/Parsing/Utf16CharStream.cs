using Antlr4.Runtime;
using Antlr4.Runtime.Misc;

namespace NasDsl.Parsing;

/// <summary>
/// A character stream over UTF-16 code units, so that token offsets are string indices. A lone carriage return reads as
/// a line feed: ANTLR counts only those as lines.
/// </summary>
/// <param name="start">The offset of the first character, from which token offsets count.</param>
internal sealed class Utf16CharStream(string text, int start) : ICharStream
{
    private int at;

    public int Index => start + at;

    public int Size => start + text.Length;

    public string SourceName => IntStreamConstants.UnknownSourceName;

    public void Consume()
    {
        if (at >= text.Length)
            throw new InvalidOperationException("cannot consume EOF");
        at++;
    }

    public int LA(int i)
    {
        if (i == 0)
            return 0;
        var place = i < 0 ? at + i : at + i - 1;
        if (place < 0 || place >= text.Length)
            return IntStreamConstants.EOF;
        return text[place] == '\r' && (place + 1 == text.Length || text[place + 1] != '\n') ? '\n' : text[place];
    }

    public int Mark() => -1;

    public void Release(int marker)
    {
    }

    public void Seek(int index) => at = Math.Clamp(index - start, 0, text.Length);

    public string GetText(Interval interval)
    {
        var first = interval.a - start;
        var last = Math.Min(interval.b - start, text.Length - 1);
        return first > last ? "" : text[first..(last + 1)];
    }
}
