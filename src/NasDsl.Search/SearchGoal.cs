using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>
/// What an architecture must satisfy: constraints that count alternatives, which can be followed decision by decision, and
/// others, which can only be asked about a whole architecture.
/// </summary>
internal sealed class SearchGoal
{
    /// <summary>
    /// How many beginnings with equal counts are followed where something else than counts matters too: enough to offer
    /// many different architectures, few enough to get to all counts.
    /// </summary>
    private const int VisitsWithOtherConstraints = 200;

    private readonly ImmutableArray<ConstraintPlan> counted;

    private SearchGoal(ImmutableArray<ConstraintPlan> counted, Func<Architecture, bool> accept, int? mostVisits)
    {
        this.counted = counted;
        Accept = accept;
        MostVisits = mostVisits;
        NoCounts = [.. counted.Select(_ => 0)];
    }

    /// <summary>Whether a whole architecture satisfies everything.</summary>
    public Func<Architecture, bool> Accept { get; }

    /// <summary>How many beginnings with the same future are worth following; null for all.</summary>
    public int? MostVisits { get; }

    /// <summary>Nothing but counts matters, so that one beginning stands for all with the same future.</summary>
    public bool IsCountsOnly => MostVisits == 1;

    public ImmutableArray<int> NoCounts { get; }

    public static SearchGoal Of(Func<Architecture, bool> accept) => new([], accept, null);

    public static SearchGoal Of(SearchSpace space, ImmutableArray<ConstraintPlan> constraints)
    {
        constraints = constraints.RemoveAll(AlwaysHolds);
        ImmutableArray<ConstraintPlan> counted = [.. constraints.Where(c => c.Metric == ConstraintMetric.Count)];
        return new SearchGoal(
            counted,
            a => ConstraintEvaluator.Allows(constraints, space, a),
            counted.Length == constraints.Length ? 1 : VisitsWithOtherConstraints);
    }

    public ImmutableArray<int> Add(ImmutableArray<int> counts, Decision decision, ImmutableArray<string> taken)
    {
        if (counted.IsEmpty)
            return counts;
        return [.. counts.Select((count, i) => count + (Counts(counted[i], decision, taken) ? 1 : 0))];
    }

    /// <summary>Counts only grow: past an upper bound there is no way back.</summary>
    public bool CanStillHold(ImmutableArray<int> counts)
    {
        for (var i = 0; i < counted.Length; i++)
            if (counted[i].Comparison is Comparison.LessOrEqual or Comparison.Less or Comparison.Equal
                && counts[i] > counted[i].Bound)
                return false;
        return true;
    }

    /// <summary>A bound that even the costliest child keeps asks nothing of the search.</summary>
    private static bool AlwaysHolds(ConstraintPlan constraint)
    {
        if (constraint is not { Space: { } space, Comparison: Comparison.LessOrEqual or Comparison.Less }
            || CostRange.Of(space, samples: 1) is not { IsExact: true } range)
            return false;
        var cost = constraint.Metric == ConstraintMetric.Macs ? range.Macs : range.Parameters;
        return constraint.Metric != ConstraintMetric.Count && constraint.Allows(cost.Maximum);
    }

    private static bool Counts(ConstraintPlan constraint, Decision decision, ImmutableArray<string> taken) =>
        (constraint.Scope is null || decision.Scope == constraint.Scope)
        && constraint.Label is { } label
        && taken.Contains(label);
}
