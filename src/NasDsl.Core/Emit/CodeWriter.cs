using System.Text;

namespace NasDsl.Emit;

/// <summary>Writes C# with four-space indents and LF line ends.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder text = new();
    private int depth;

    public int Indent => 4 * depth;

    public void Line(string line = "")
    {
        if (line.Length > 0)
            text.Append(' ', Indent).Append(line);
        text.Append('\n');
    }

    /// <summary>Several lines, each indented as it is and by the current depth besides.</summary>
    public void Lines(string lines)
    {
        foreach (var line in lines.ReplaceLineEndings("\n").Split('\n'))
            Line(line);
    }

    /// <summary>Braces around what is written until it is disposed.</summary>
    public IDisposable Block(string head)
    {
        Line(head);
        Line("{");
        depth++;
        return new Closing(this, "}");
    }

    /// <summary>One level deeper until it is disposed.</summary>
    public IDisposable Indented()
    {
        depth++;
        return new Closing(this, null);
    }

    /// <summary>`/// <summary>` of a declaration's own doc comment, or of <paramref name="otherwise"/>.</summary>
    public void Summary(string? doc, string otherwise)
    {
        var lines = (string.IsNullOrWhiteSpace(doc) ? otherwise : doc.Trim()).ReplaceLineEndings("\n").Split('\n');
        var escaped = lines.Select(l => l.Trim().Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;")).ToArray();
        if (escaped is [var single])
        {
            Line($"/// <summary>{single}</summary>");
            return;
        }
        Line("/// <summary>");
        foreach (var line in escaped)
            Line($"/// {line}".TrimEnd());
        Line("/// </summary>");
    }

    /// <summary>A statement, broken over several lines where it is long.</summary>
    public void Statement(string statement) => Lines(LineBreaker.Break(statement, Indent));

    public override string ToString() => text.ToString();

    private sealed class Closing(CodeWriter writer, string? end) : IDisposable
    {
        public void Dispose()
        {
            writer.depth--;
            if (end is not null)
                writer.Line(end);
        }
    }
}
