using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>The word `dag` before its arguments are given.</summary>
internal sealed record DagFunctionValue(TextSpan Span) : OperationValue(Span)
{
    public const string Word = "dag";

    public static readonly ImmutableArray<string> Parameters = ["width", "vertices", "edges", "ops"];

    public override string Name => Word;
}

/// <summary>A graph whose edges and operations are decided. Like a choice, it is decided where it is written.</summary>
/// <param name="GraphName">What the graph is called in a child: `Module.dag`.</param>
/// <param name="Operations">The set from which each vertex takes an operation.</param>
internal sealed record DagValue(
    string GraphName, long Width, Decision Edges, ImmutableArray<Decision> Vertices, Value Operations, TextSpan Span)
    : OperationValue(Span)
{
    public override string Name => DagFunctionValue.Word;
}
