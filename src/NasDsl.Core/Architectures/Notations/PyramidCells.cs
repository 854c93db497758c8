using System.Collections.Immutable;
using System.Globalization;
using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Architectures.Notations;

/// <summary>What a merging cell of a feature pyramid does with its two inputs.</summary>
public enum PyramidMerge
{
    Sum,

    /// <summary>The larger input weighed by global attention of the other one.</summary>
    Attention,
}

/// <summary>
/// A merging cell of NAS-FPN: `(4,att,1,3)`. Tensors are numbered: first those of the backbone (0 to 4), then the cells.
/// </summary>
/// <param name="Level">The resolution of its output: 3 to 7.</param>
/// <param name="IsOutput">Marked by a star: the pyramid's output at this level.</param>
public sealed record PyramidCell(int Level, PyramidMerge Merge, int First, int Second, bool IsOutput)
{
    public override string ToString() => FormattableString.Invariant(
        $"({Level},{(Merge == PyramidMerge.Sum ? "sum" : "att")},{First},{Second}){(IsOutput ? "*" : "")}");
}

/// <summary>A merging cell and where it and its level stand.</summary>
internal sealed record LocatedPyramidCell(PyramidCell Cell, TextSpan Span, TextSpan LevelSpan);

/// <summary>Reads the cells of a feature pyramid (Ghiasi, Lin and Le, 2019): `(4,att,1,3)(4,sum,1,5)(3,sum,0,6)*...`.</summary>
public static class PyramidCells
{
    /// <summary>How a pyramid of merging cells is called.</summary>
    internal const string Title = "a list of merging cells";

    public const int FirstLevel = 3;
    public const int LastLevel = 7;
    public const int BackboneCount = LastLevel - FirstLevel + 1;

    /// <summary>All cells; null where something was reported.</summary>
    public static ImmutableArray<PyramidCell>? Read(SourceText source, DiagnosticBag diagnostics) =>
        ReadLocated(source, diagnostics)?.Select(c => c.Cell).ToImmutableArray();

    /// <summary>All cells with their places; null where something was reported.</summary>
    internal static ImmutableArray<LocatedPyramidCell>? ReadLocated(SourceText source, DiagnosticBag diagnostics)
    {
        var scanner = new NotationScanner(source, Title, diagnostics);
        var cells = ImmutableArray.CreateBuilder<LocatedPyramidCell>();
        scanner.SkipBlanks();
        do
        {
            if (Cell(scanner, BackboneCount + cells.Count, diagnostics) is not { } cell)
                return null;
            cells.Add(cell);
            scanner.SkipAny(",;");
        }
        while (!scanner.IsAtEnd);
        return diagnostics.HasErrors ? null : cells.ToImmutable();
    }

    public static string Write(ImmutableArray<PyramidCell> cells) => string.Concat(cells);

    private static LocatedPyramidCell? Cell(NotationScanner scanner, int number, DiagnosticBag diagnostics)
    {
        var start = scanner.Position;
        if (!scanner.Expect('(') || Number(scanner) is not { } level || !Comma(scanner)
            || scanner.Word("`sum` or `att`", char.IsAsciiLetter) is not { } merge || !Comma(scanner)
            || Number(scanner) is not { } first || !Comma(scanner) || Number(scanner) is not { } second || !scanner.Expect(')'))
            return null;
        var isOutput = scanner.Accept('*');
        if (level.Value is < FirstLevel or > LastLevel)
            diagnostics.Add(Diagnose.PyramidLevel(level.Span, level.Value, FirstLevel, LastLevel));
        if (merge.Text is not ("sum" or "att"))
            diagnostics.Add(Diagnose.NotationSyntax(merge.Span, Title, "`sum` or `att`", $"`{merge.Text}`"));
        foreach (var input in new[] { first, second })
            if (input.Value >= number)
                diagnostics.Add(Diagnose.GenotypeSource(input.Span, $"cell {number}", input.Value, number));
        var cell = new PyramidCell(
            level.Value, merge.Text == "sum" ? PyramidMerge.Sum : PyramidMerge.Attention, first.Value, second.Value, isOutput);
        return new LocatedPyramidCell(cell, TextSpan.FromBounds(start, scanner.Position), level.Span);
    }

    private static LocatedNumber? Number(NotationScanner scanner)
    {
        scanner.SkipBlanks();
        var number = scanner.Number("a whole number");
        scanner.SkipBlanks();
        return number;
    }

    private static bool Comma(NotationScanner scanner)
    {
        scanner.SkipBlanks();
        if (!scanner.Expect(','))
            return false;
        scanner.SkipBlanks();
        return true;
    }
}
