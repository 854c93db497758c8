using System.Collections.Immutable;

namespace NasDsl.Text;

/// <summary>A source file's text with its name and its lines.</summary>
public sealed class SourceText
{
    private readonly ImmutableArray<int> lineStarts;

    public SourceText(string content, string fileName)
    {
        Content = content;
        FileName = fileName;
        lineStarts = FindLineStarts(content);
    }

    public string Content { get; }

    /// <summary>The name to show in diagnostics, as the user gave it.</summary>
    public string FileName { get; }

    public int LineCount => lineStarts.Length;

    public string this[TextSpan span] => Content.Substring(span.Start, span.Length);

    public LinePosition PositionOf(int offset)
    {
        offset = Math.Clamp(offset, 0, Content.Length);
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

    public int LineStart(int line) => lineStarts[line];

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
