namespace NasDsl.Formatting;

/// <summary>A piece of a printed line.</summary>
/// <param name="Tab">The column group that it begins, or 0.</param>
internal sealed record Piece(string Text, int Tab = 0, Word? Word = null)
{
    /// <summary>Spaces before it that the author put there to line up columns.</summary>
    public int Pad { get; set; }
}

/// <summary>A printed line whose columns are not lined up yet.</summary>
internal sealed class PrintedLine(int indentation)
{
    public int Indentation => indentation;

    public List<Piece> Pieces { get; } = [];

    /// <summary>Comments at its end.</summary>
    public List<string> Suffixes { get; } = [];

    /// <summary>Whether all of it is a comment.</summary>
    public bool IsComment { get; set; }

    public bool IsEmpty => Pieces.Count == 0 && Suffixes.Count == 0;

    /// <summary>The column at which a piece begins.</summary>
    public int ColumnOf(int piece)
    {
        var column = indentation;
        for (var i = 0; i < piece; i++)
            column += Pieces[i].Pad + Pieces[i].Text.Length;
        return column + Pieces[piece].Pad;
    }

    /// <summary>The line without its comments and without spaces at its end.</summary>
    public string Code()
    {
        var text = string.Concat(Pieces.Select(p => new string(' ', p.Pad) + p.Text)).TrimEnd(' ');
        return text.Length == 0 ? "" : new string(' ', indentation) + text;
    }
}
