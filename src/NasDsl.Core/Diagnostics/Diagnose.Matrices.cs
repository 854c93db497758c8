using System.Collections.Immutable;
using NasDsl.Text;

namespace NasDsl.Diagnostics;

public static partial class Diagnose
{
    public static Diagnostic MatrixSyntax(TextSpan span, string expected, string found) =>
        new(Descriptors.MatrixSyntax, span, $"expected {expected}, found {found}");

    public static Diagnostic MatrixFieldMissing(TextSpan span, string field) =>
        new(Descriptors.MatrixSyntax, span, $"the cell has no `{field}`")
        {
            Help = """write `{"matrix": [[0, 1], [0, 0]], "ops": ["input", "output"]}`""",
        };

    public static Diagnostic MatrixFieldTwice(TextSpan span, string field) =>
        new(Descriptors.MatrixSyntax, span, $"`{field}` is given twice");

    public static Diagnostic MatrixTooLong(TextSpan span, int limit) =>
        new(Descriptors.MatrixSyntax, span, $"a cell has at most {limit} characters");

    public static Diagnostic MatrixShape(TextSpan span, string problem) => new(Descriptors.MatrixNotUpperTriangular, span, problem);

    public static Diagnostic MatrixOperationCount(TextSpan span, int vertices, int operations) =>
        new(Descriptors.MatrixOperations, span, $"the matrix has {vertices} vertices, and there are {operations} operations");

    public static Diagnostic MatrixEnds(TextSpan span, string expected, string found) =>
        new(Descriptors.MatrixOperations, span, $"expected `{expected}` here, found `{found}`")
        {
            Help = "the first vertex is the input, the last one the output",
        };

    public static Diagnostic UnknownMatrixOperation(TextSpan span, string name, ImmutableArray<string> operations, string? suggestion) =>
        new(Descriptors.MatrixOperations, span, $"no vertex of the space can be `{name}`")
        {
            Help = suggestion is null
                ? $"the operations are {string.Join(", ", operations.Select(Code))}"
                : DidYouMean(suggestion),
            Fixes = Change(span, name, suggestion, quoted: true),
        };

    public static Diagnostic MatrixOutsideSpace(TextSpan span, string problem) => new(Descriptors.MatrixOutsideSpace, span, problem);

    public static Diagnostic NotADagSpace(TextSpan span, string network, string problem) =>
        new(Descriptors.NotADagSpace, span, $"an architecture of `{network}` has no adjacency matrix: {problem}")
        {
            Help = "keep it as an architecture file",
        };
}
