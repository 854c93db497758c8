using System.Collections.Immutable;

namespace NasDsl.Text;

/// <summary>
/// A source file's text with its name and its lines. The files of a program lie one behind the other in one space of
/// offsets, so that a span tells its file: every offset taken here counts from <see cref="Start"/>.
/// </summary>
public sealed class SourceText
{
    private readonly ImmutableArray<int> lineStarts;

    public SourceText(string content, string fileName)
        : this(content, fileName, 0, FindLineStarts(content))
    {
    }

    private SourceText(string content, string fileName, int start, ImmutableArray<int> lineStarts)
    {
        Content = content;
        FileName = fileName;
        Start = start;
        this.lineStarts = lineStarts;
    }

    public string Content { get; }

    /// <summary>The offset of the first character; 0 for the file that is compiled.</summary>
    public int Start { get; }

    /// <summary>The offset behind the last character.</summary>
    public int End => Start + Content.Length;

    /// <summary>All of the text.</summary>
    public TextSpan Span => new(Start, Content.Length);

    /// <summary>The name to show in diagnostics, as the user gave it.</summary>
    public string FileName { get; }

    public int LineCount => lineStarts.Length;

    public string this[TextSpan span] => Content.Substring(span.Start - Start, span.Length);

    /// <summary>The same text at another place among the offsets.</summary>
    public SourceText At(int start) => new(Content, FileName, start, lineStarts);

    /// <summary>Line and column in this file.</summary>
    public LinePosition PositionOf(int offset)
    {
        offset = Math.Clamp(offset - Start, 0, Content.Length);
        var index = lineStarts.BinarySearch(offset);
        var line = index >= 0 ? index : ~index - 1;
        return new LinePosition(line, offset - lineStarts[line]);
    }

    /// <summary>Line <paramref name="line"/> (from zero) without its line end.</summary>
    public string LineAt(int line)
    {
        var start = lineStarts[line];
        var end = line + 1 < lineStarts.Length ? lineStarts[line + 1] : Content.Length;
        return Content[start..end].TrimEnd('\r', '\n');
    }

    /// <summary>The offset of the first character of line <paramref name="line"/> (from zero).</summary>
    public int LineStart(int line) => Start + lineStarts[line];

    private static ImmutableArray<int> FindLineStarts(string content)
    {
        var starts = ImmutableArray.CreateBuilder<int>();
        starts.Add(0);
        for (var i = 0; i < content.Length; i++)
            if (content[i] == '\n' || (content[i] == '\r' && (i + 1 == content.Length || content[i + 1] != '\n')))
                starts.Add(i + 1);
        return starts.ToImmutable();
    }
}
