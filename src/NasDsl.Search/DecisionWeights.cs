using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>
/// What a search has learned: for each decision with alphas the softmax of its alphas, in the order of its alternatives
/// (`none` included).
/// </summary>
public sealed class DecisionWeights
{
    private readonly ImmutableSortedDictionary<string, ImmutableArray<double>> weights;

    /// <exception cref="ArgumentException">
    /// A decision with alphas has no weights, or not one for each alternative, or one that is negative or no number.
    /// </exception>
    public DecisionWeights(SearchSpace space, IReadOnlyDictionary<string, ImmutableArray<double>> weights)
    {
        Plan = RelaxationPlan.For(space);
        foreach (var decision in Plan.Decisions)
        {
            if (!weights.TryGetValue(decision.Name, out var values))
                throw new ArgumentException($"no weights for the decision `{decision.Name}`", nameof(weights));
            if (values.Length != decision.Alternatives.Length)
                throw new ArgumentException(
                    $"`{decision.Name}` has {decision.Alternatives.Length} alternatives and {values.Length} weights", nameof(weights));
            if (values.Any(v => !(v >= 0) || double.IsInfinity(v)))
                throw new ArgumentException($"the weights of `{decision.Name}` are not all finite and positive", nameof(weights));
        }
        this.weights = Plan.Decisions.ToImmutableSortedDictionary(d => d.Name, d => weights[d.Name], StringComparer.Ordinal);
    }

    /// <summary>Which decisions have weights.</summary>
    public RelaxationPlan Plan { get; }

    public ImmutableArray<double> this[Decision decision] => weights[decision.Name];

    /// <summary>
    /// How much speaks for each alternative: its weight, or for the inputs of a sum without alphas of its own the strength of
    /// each edge. Zero for what cannot be taken.
    /// </summary>
    public ImmutableArray<double> StrengthsOf(Decision decision)
    {
        if (!Plan.HasAlphas(decision))
            return [.. decision.Alternatives.Select(a => EdgeStrength(decision, a.Label))];
        var values = this[decision];
        return [.. decision.Alternatives.Select((a, i) => a.RelaxationOnly ? 0 : values[i])];
    }

    private double EdgeStrength(Decision subset, string label) =>
        Plan.EdgeDecision(subset, label) is { } edge ? RelaxationPlan.Strength(edge, this[edge].AsSpan()) : 0;
}
