using System.Collections.Immutable;

namespace NasDsl.Formatting;

/// <summary>A document whose line ends are not decided yet (Wadler, 2003: A prettier printer).</summary>
internal abstract record Doc
{
    public static readonly Doc Empty = new Concat([]);
    public static readonly Doc Space = new Text(" ");
    public static readonly Doc Line = new Line(LineKind.Space);
    public static readonly Doc SoftLine = new Line(LineKind.Nothing);
    public static readonly Doc HardLine = new Line(LineKind.Hard);
    public static readonly Doc BlankLine = new Line(LineKind.Blank);

    public static Doc Of(params ReadOnlySpan<Doc> parts) => new Concat([.. parts]);

    public static Doc Of(IEnumerable<Doc> parts) => new Concat([.. parts]);

    public static Doc Indent(params ReadOnlySpan<Doc> parts) => new Nest(new Concat([.. parts]));
}

/// <summary>Spaces, or something that is no token.</summary>
internal sealed record Text(string Content) : Doc;

/// <summary>A token as written.</summary>
/// <param name="Gap">How many spaces stand before it in the source, on its line.</param>
/// <param name="Row">The table whose row it is part of, where columns may be lined up by hand; 0 for none.</param>
/// <param name="IsNumber">Numbers line up at their ends, too.</param>
internal sealed record Word(string Content, int Gap, int Row, bool IsNumber) : Doc;

/// <summary>Where the words of neighbouring lines with the same group are put in one column.</summary>
internal sealed record Tab(int Group) : Doc;

internal enum LineKind
{
    /// <summary>A space where the group is flat.</summary>
    Space,

    /// <summary>Nothing where the group is flat.</summary>
    Nothing,

    /// <summary>Always a new line.</summary>
    Hard,

    /// <summary>Always a new line with an empty one before it.</summary>
    Blank,

    /// <summary>A new line, unless the line is still empty.</summary>
    Fresh,
}

internal sealed record Line(LineKind Kind) : Doc;

internal sealed record Concat(ImmutableArray<Doc> Parts) : Doc;

/// <summary>One level of indentation for the lines that begin inside.</summary>
internal sealed record Nest(Doc Content) : Doc;

/// <summary>All of its lines are broken, or none: none if what is there fits on the line.</summary>
/// <param name="IsBroken">Broken whatever its length.</param>
internal sealed record Group(Doc Content, bool IsBroken = false) : Doc;

/// <summary>Each part with the line before it; a line is broken only where its part does not fit.</summary>
internal sealed record Fill(Doc First, ImmutableArray<(Doc Line, Doc Part)> Rest) : Doc;

/// <summary>A comment that goes to the end of the line, wherever that will be.</summary>
internal sealed record LineSuffix(string Content) : Doc;

/// <summary>A comment with lines of its own.</summary>
internal sealed record CommentLine(string Content) : Doc;
