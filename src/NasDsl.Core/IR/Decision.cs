using System.Collections.Immutable;
using NasDsl.Text;

namespace NasDsl.IR;

/// <summary>What a decision picks.</summary>
public enum DecisionKind
{
    /// <summary>Exactly one alternative.</summary>
    One,

    /// <summary>Between <see cref="Decision.Minimum"/> and <see cref="Decision.Maximum"/> of the alternatives.</summary>
    Subset,
}

/// <summary>
/// A named choice of the space. A decision that lies inside an alternative exists only where that alternative is taken.
/// </summary>
/// <param name="Name">Stable name from the bindings around it: `Normal.n[2].edge[p]`.</param>
/// <param name="Scope">The cell that shares the decision among its uses, or null.</param>
/// <param name="Parent">The alternative of another decision inside which this one lies, or null.</param>
public sealed record Decision(
    string Name,
    DecisionKind Kind,
    int Minimum,
    int Maximum,
    ImmutableArray<Alternative> Alternatives,
    string? Scope,
    DecisionCondition? Parent,
    TextSpan Span)
{
    /// <summary>Set where the alternatives are the edges of a graph, not every subset of which can be taken.</summary>
    public DagRule? Dag { get; init; }

    /// <summary>The alternatives that an architecture may take.</summary>
    public IEnumerable<Alternative> Choosable => Alternatives.Where(a => !a.RelaxationOnly);
}

/// <summary>One of the things a decision can pick.</summary>
/// <param name="RelaxationOnly">
/// True for an operation that computes nothing on an edge that may as well not be chosen (`none` in DARTS): it takes part
/// in the softmax of a supernet and never in an architecture.
/// </param>
public sealed record Alternative(string Label, bool RelaxationOnly = false);

/// <summary>Alternative <paramref name="Alternative"/> of decision <paramref name="Decision"/> is taken.</summary>
public sealed record DecisionCondition(string Decision, string Alternative);
