using System.Collections.Immutable;
using System.Globalization;
using NasDsl.Analysis;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Architectures;

/// <summary>
/// Architectures in the notation of NAS-Bench-101 (Ying et al. 2019): an adjacency matrix, and an operation for each of its
/// vertices, of which the first is `input` and the last `output`.
/// </summary>
public static class NasBench101
{
    private const string Input = "input", Output = "output";

    /// <summary>The names of the public data set.</summary>
    private static readonly string[] Published = ["conv3x3-bn-relu", "conv1x1-bn-relu", "maxpool3x3"];

    /// <summary>The architecture that a cell describes, pruned; reports all that does not fit the space.</summary>
    public static ArchitectureResult Read(SourceText source, SearchSpace space)
    {
        var diagnostics = new DiagnosticBag();
        if (NasBench101Parser.Parse(source, diagnostics) is not { } cell)
            return new ArchitectureResult(null, diagnostics.ToImmutable());
        if (Find(space, out var problem) is not { } dag)
            return new ArchitectureResult(null, [Diagnose.NotADagSpace(new TextSpan(0, 0), space.Name, problem)]);
        var architecture = Read(cell, dag, diagnostics);
        return new ArchitectureResult(architecture, diagnostics.ToImmutable());
    }

    /// <summary>The pruned cell of an architecture as JSON on one line.</summary>
    public static GenotypeResult Write(SearchSpace space, Architecture architecture)
    {
        if (Find(space, out var problem) is not { } dag)
            return new GenotypeResult(null, [Diagnose.NotADagSpace(default, space.Name, problem)]);
        if (ArchitectureValidator.Validate(space, architecture) is { IsEmpty: false } diagnostics)
            return new GenotypeResult(null, diagnostics);
        var full = DagMatrix.OfLabels(dag.VertexCount, architecture.Choices[dag.Edges.Name]);
        var matrix = full.Pruned();
        var rows = Enumerable.Range(0, matrix.Vertices).Select(i =>
            $"[{string.Join(", ", Enumerable.Range(0, matrix.Vertices).Select(j => matrix.Has(i, j) ? "1" : "0"))}]");
        var operations = full.Kept[1..^1]
            .Select(v => PublishedName(architecture.Choices[dag.Vertices[v - 1].Name][0]))
            .Prepend(Input)
            .Append(Output);
        var text = $$"""{"matrix": [{{string.Join(", ", rows)}}], "ops": [{{string.Join(", ", operations.Select(o => $"\"{o}\""))}}]}""";
        return new GenotypeResult($"{text}\n", []);
    }

    /// <summary>Why architectures of the space have no matrix: a clause. Null where they have.</summary>
    internal static string? Misfit(SearchSpace space) => Find(space, out var problem) is null ? problem : null;

    /// <summary>The only thing that the space decides.</summary>
    private static DagLayer? Find(SearchSpace space, out string problem)
    {
        var dags = DagLayers.In(space.Network);
        var extra = space.Decisions.FirstOrDefault(d => !dags.Any(g => g.Decisions.Any(own => own.Name == d.Name)));
        problem = dags.Length != 1
            ? string.Create(CultureInfo.InvariantCulture, $"it has {dags.Length} graphs with decided edges")
            : extra is null ? "" : $"it decides `{extra.Name}` too";
        return problem.Length == 0 ? dags[0] : null;
    }

    private static Architecture? Read(NasBench101Cell cell, DagLayer dag, DiagnosticBag diagnostics)
    {
        var matrix = cell.ToMatrix(diagnostics);
        CheckEnds(cell, diagnostics);
        var labels = cell.Operations.Select((o, i) => i == 0 || i == cell.Operations.Length - 1 ? "" : LabelOf(o, dag, diagnostics)).ToList();
        if (matrix is null || diagnostics.HasErrors)
            return null;
        if (!matrix.IsConnected)
            diagnostics.Add(Diagnose.MatrixOutsideSpace(cell.MatrixSpan, "no path leads from the input to the output"));
        else if (matrix.Kept.Length > dag.VertexCount)
            diagnostics.Add(Outside("vertices", matrix.Kept.Length, dag.VertexCount));
        else if (matrix.Pruned() is var pruned && pruned.EdgeCount > dag.Edges.Maximum)
            diagnostics.Add(Outside("edges", pruned.EdgeCount, dag.Edges.Maximum));
        else
            return Build(pruned, [.. matrix.Kept.Select(v => labels[v])], dag);
        return null;

        Diagnostic Outside(string what, int found, int most) => Diagnose.MatrixOutsideSpace(
            cell.MatrixSpan, string.Create(CultureInfo.InvariantCulture, $"the graph has {found} {what}, the space allows {most}"));
    }

    /// <summary>The pruned graph in the first vertices and the last one; the others take their first operation and no edge.</summary>
    private static Architecture Build(DagMatrix pruned, ImmutableArray<string> labels, DagLayer dag)
    {
        int Place(int vertex) => vertex == pruned.Output ? dag.VertexCount - 1 : vertex;
        var edges = pruned.Edges.Select(e => DagMatrix.LabelOf(Place(e.From), Place(e.To))).ToHashSet();
        ImmutableArray<string> inOrder = [.. dag.Edges.Alternatives.Select(a => a.Label).Where(edges.Contains)];
        var architecture = Architecture.Empty.With(dag.Edges.Name, inOrder);
        for (var v = 1; v <= dag.Vertices.Length; v++)
        {
            var decision = dag.Vertices[v - 1];
            architecture = architecture.With(decision.Name, v < pruned.Output ? labels[v] : decision.Alternatives[0].Label);
        }
        return architecture;
    }

    private static void CheckEnds(NasBench101Cell cell, DiagnosticBag diagnostics)
    {
        if (cell.Operations.Length != cell.Rows.Length)
        {
            diagnostics.Add(Diagnose.MatrixOperationCount(cell.OperationsSpan, cell.Rows.Length, cell.Operations.Length));
            return;
        }
        if (cell.Rows.Length < 2)
            return;
        foreach (var (expected, found) in new[] { (Input, cell.Operations[0]), (Output, cell.Operations[^1]) })
            if (found.Text != expected)
                diagnostics.Add(Diagnose.MatrixEnds(found.Span, expected, found.Text));
    }

    private static string LabelOf(Located operation, DagLayer dag, DiagnosticBag diagnostics)
    {
        ImmutableArray<string> labels = [.. dag.Vertices[0].Alternatives.Select(a => a.Label)];
        var label = labels.FirstOrDefault(l => l == operation.Text) ?? labels.FirstOrDefault(l => Same(l, operation.Text));
        if (label is null)
            diagnostics.Add(Diagnose.UnknownMatrixOperation(
                operation.Span, operation.Text, [.. labels.Select(PublishedName)],
                SpellChecker.Suggest(operation.Text, labels.Select(PublishedName))));
        return label ?? "";
    }

    private static string PublishedName(string label) => Array.Find(Published, p => Same(p, label)) ?? label;

    /// <summary>A name of the language has no `-`.</summary>
    private static bool Same(string a, string b) => a.Replace('-', '_') == b.Replace('-', '_');
}
