using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>Measures what constraints speak of.</summary>
public static class ConstraintEvaluator
{
    /// <summary>
    /// The child's weights or multiply-accumulates, or how many decisions (of the constraint's cell, or all) take its label.
    /// </summary>
    public static double Measure(ConstraintPlan constraint, SearchSpace space, Architecture architecture) =>
        constraint.Metric switch
        {
            ConstraintMetric.Parameters => CostOf(constraint.Space ?? space, architecture).Parameters,
            ConstraintMetric.Macs => CostOf(constraint.Space ?? space, architecture).Macs,
            _ => Count(constraint, space, architecture),
        };

    /// <summary>Whether the architecture satisfies all of them.</summary>
    public static bool Allows(IEnumerable<ConstraintPlan> constraints, SearchSpace space, Architecture architecture) =>
        constraints.All(c => c.Allows(Measure(c, space, architecture)));

    private static Cost CostOf(SearchSpace space, Architecture architecture) =>
        CostModel.Of(ArchitectureResolver.Resolve(space, architecture));

    private static int Count(ConstraintPlan constraint, SearchSpace space, Architecture architecture) =>
        space.Decisions.Count(d =>
            (constraint.Scope is null || d.Scope == constraint.Scope)
            && constraint.Label is { } label
            && architecture.Choices.TryGetValue(d.Name, out var taken)
            && taken.Contains(label));
}
