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
        ConstraintEvaluator.Allows(Constraints, space, architecture);

    /// <summary>The constraints that an architecture violates, with what it has.</summary>
    public IEnumerable<(ConstraintPlan Constraint, string Found)> Violations(Architecture architecture, SearchSpace space)
    {
        foreach (var constraint in Constraints)
            if (ConstraintEvaluator.Measure(constraint, space, architecture) is var value && !constraint.Allows(value))
                yield return (constraint, value.ToString("N0", CultureInfo.InvariantCulture));
    }
}
