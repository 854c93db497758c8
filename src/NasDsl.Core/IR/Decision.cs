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

    /// <summary>All alternatives, in an order.</summary>
    Order,

    /// <summary>A real number of <see cref="Decision.Interval"/>; it has no alternatives, its label is the number.</summary>
    Real,
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

    /// <summary>For decisions of kind <see cref="DecisionKind.Real"/>: what it is taken from.</summary>
    public RealInterval? Interval { get; init; }
}

/// <summary>The numbers from <paramref name="Minimum"/> to <paramref name="Maximum"/>, both included.</summary>
/// <param name="IsLogarithmic">Drawn evenly over the logarithm.</param>
public sealed record RealInterval(double Minimum, double Maximum, bool IsLogarithmic);

/// <summary>One of the things a decision can pick.</summary>
/// <param name="RelaxationOnly">
/// True for an operation that computes nothing on an edge that may as well not be chosen (`none` in DARTS): it takes part
/// in the softmax of a supernet and never in an architecture.
/// </param>
public sealed record Alternative(string Label, bool RelaxationOnly = false);

/// <summary>Decision <paramref name="Decision"/> takes one of <paramref name="Alternatives"/>; for a subset there is one of them.</summary>
public sealed record DecisionCondition(string Decision, params ImmutableArray<string> Alternatives)
{
    public bool Includes(string alternative) => Alternatives.Contains(alternative);

    public bool Equals(DecisionCondition? other) =>
        other is not null && Decision == other.Decision && Alternatives.AsSpan().SequenceEqual(other.Alternatives.AsSpan());

    public override int GetHashCode() =>
        Alternatives.Aggregate(StringComparer.Ordinal.GetHashCode(Decision), (hash, a) => HashCode.Combine(hash, a));

    /// <summary>`y takes 3 or 5`.</summary>
    public override string ToString() => $"{Decision} takes {string.Join(" or ", Alternatives)}";
}
