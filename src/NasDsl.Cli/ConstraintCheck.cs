using System.Collections.Immutable;
using System.Globalization;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Cli;

/// <summary>Measures architectures of a network against the constraints of its program.</summary>
internal sealed class ConstraintCheck
{
    public ConstraintCheck(LoadedProgram program)
        : this(program.Compilation.Constraints, program.Space)
    {
    }

    private ConstraintCheck(ImmutableArray<ConstraintPlan> constraints, SearchSpace space) =>
        Constraints = [.. constraints.Where(c => c.Space is null || c.Space.Name == space.Name)];

    /// <summary>Those that speak of this network.</summary>
    public ImmutableArray<ConstraintPlan> Constraints { get; }

    public bool Satisfies(Architecture architecture, SearchSpace space) =>
        Constraints.All(c => c.Allows(Measure(c, architecture, space)));

    /// <summary>The constraints that an architecture violates, with what it has.</summary>
    public IEnumerable<(ConstraintPlan Constraint, string Found)> Violations(Architecture architecture, SearchSpace space)
    {
        foreach (var constraint in Constraints)
            if (Measure(constraint, architecture, space) is var value && !constraint.Allows(value))
                yield return (constraint, value.ToString("N0", CultureInfo.InvariantCulture));
    }

    /// <summary>What the constraint limits: weights, multiply-accumulates, or how many decisions take an alternative.</summary>
    public static double Measure(ConstraintPlan constraint, Architecture architecture, SearchSpace space)
    {
        if (constraint.Metric == ConstraintMetric.Count)
        {
            return space.Decisions
                .Where(d => constraint.Scope is null || d.Scope == constraint.Scope)
                .Count(d => architecture.Choices.TryGetValue(d.Name, out var labels) && labels.Contains(constraint.Label));
        }

        var cost = CostModel.Of(ArchitectureResolver.Resolve(constraint.Space ?? space, architecture));
        return constraint.Metric == ConstraintMetric.Macs ? cost.Macs : cost.Parameters;
    }
}
