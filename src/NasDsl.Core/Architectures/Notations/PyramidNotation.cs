using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Architectures.Notations;

/// <summary>
/// `(4,att,1,3)(4,sum,1,5)(3,sum,0,6)*...`: the merging cells of NAS-FPN (Ghiasi et al., 2019). By the published code the gate of an
/// attention is the coarser input, wherever it stands; a program's first one is. So the coarser input is read as the first, and inputs of an
/// attention are written as they count.
/// </summary>
internal sealed class PyramidNotation : Notation<PyramidSpace>
{
    public override string Name => "nas-fpn";

    public override string Title => PyramidCells.Title;

    protected override PyramidSpace? Find(SearchSpace space, out string problem) => PyramidSpace.Find(space, out problem);

    protected override Architecture? Read(SourceText source, PyramidSpace form, DiagnosticBag diagnostics)
    {
        if (PyramidCells.ReadLocated(source, diagnostics) is not { } located)
            return null;
        if (located.Length != form.Merges.Length)
        {
            diagnostics.Add(Diagnose.NotationCount(
                located[0].Span.Union(located[^1].Span), "merging cells", form.Name, form.Merges.Length, located.Length));
            return null;
        }
        CheckOutputs(form, located, diagnostics);
        return diagnostics.HasErrors ? null : Build(form, [.. located.Select(l => l.Cell)], diagnostics);
    }

    protected override string Write(PyramidSpace form, Architecture architecture)
    {
        var cells = form.CellsOf(architecture);
        return PyramidCells.Write([.. cells.Select(c => IsAscending(c, cells) ? c : c with { First = c.Second, Second = c.First })]);
    }

    protected override ImmutableArray<Diagnostic> Unsayable(PyramidSpace form, Architecture architecture)
    {
        var cells = form.CellsOf(architecture);
        return
        [
            .. form.Merges.Zip(cells)
                .Where(c => c.Second.Merge == PyramidMerge.Attention && Coarseness(c.Second, cells) < 0)
                .Select(c => Diagnose.NotationCannotSay(Title, c.First.Merge.Name, "attention", "the gate is the finer of the two inputs")),
        ];
    }

    private static Architecture Build(PyramidSpace form, ImmutableArray<PyramidCell> cells, DiagnosticBag diagnostics)
    {
        var choices = new ChoiceBuilder(diagnostics);
        for (var i = 0; i < cells.Length; i++)
        {
            var (merge, cell) = (form.Merges[i], cells[i]);
            var isTurned = cell.Merge == PyramidMerge.Attention && Coarseness(cell, cells) < 0;
            choices.Take(merge.First, Label(merge.First, isTurned ? cell.Second : cell.First));
            choices.Take(merge.Second, Label(merge.Second, isTurned ? cell.First : cell.Second));
            choices.Take(merge.Merge, PyramidMergeSlot.LabelOf(merge.Merge, cell.Merge) ?? "");
            if (merge.Level is { } level)
                choices.Take(level, Label(level, cell.Level - PyramidCells.FirstLevel));
        }
        choices.Take(form.Order, [.. cells.Skip(form.FirstOutput).Select(c => Label(form.Order, c.Level - PyramidCells.FirstLevel))]);
        return choices.Build();
    }

    /// <summary>The last five are the outputs, one for each level.</summary>
    private static void CheckOutputs(PyramidSpace form, ImmutableArray<LocatedPyramidCell> located, DiagnosticBag diagnostics)
    {
        var levels = new HashSet<int>();
        for (var i = 0; i < located.Length; i++)
        {
            var (cell, span, levelSpan) = located[i];
            if (cell.IsOutput != i >= form.FirstOutput)
                diagnostics.Add(Diagnose.PyramidOutput(span, PyramidCells.BackboneCount + i, cell.IsOutput, PyramidCells.BackboneCount));
            else if (cell.IsOutput && !levels.Add(cell.Level))
                diagnostics.Add(Diagnose.PyramidOutputTwice(levelSpan, cell.Level));
        }
    }

    /// <summary>Above 0 where the first input is the coarser one, below where the second is.</summary>
    private static int Coarseness(PyramidCell cell, ImmutableArray<PyramidCell> cells) =>
        PyramidSpace.LevelOf(cell.First, cells) - PyramidSpace.LevelOf(cell.Second, cells);

    /// <summary>Whether the inputs stand as they count, or their order says something.</summary>
    private static bool IsAscending(PyramidCell cell, ImmutableArray<PyramidCell> cells) =>
        cell.Merge == PyramidMerge.Sum || Coarseness(cell, cells) == 0 || cell.First < cell.Second;

    private static string Label(Decision decision, int index) => decision.Alternatives[index].Label;
}
