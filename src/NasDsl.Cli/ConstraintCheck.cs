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

    /// <summary>Each constraint with the share of architectures that meet it, the one that binds most first.</summary>
    public string Binding(SearchSpace space)
    {
        const int samples = 500;
        var sampler = ArchitectureSampler.For(space, seed: 0);
        var drawn = Enumerable.Range(0, samples).Select(_ => sampler.Next()).ToList();
        var shares = Constraints
            .Select(c => (c.Text, Share: drawn.Count(a => c.Allows(ConstraintEvaluator.Measure(c, space, a))) / (double)samples))
            .OrderBy(c => c.Share)
            .Select(c => string.Create(CultureInfo.InvariantCulture, $"`{c.Text}` is met by {100 * c.Share:0.#}%"));
        return string.Join(", ", shares);
    }

    /// <summary>The constraints that an architecture violates, with what it has.</summary>
    public IEnumerable<(ConstraintPlan Constraint, string Found)> Violations(Architecture architecture, SearchSpace space)
    {
        foreach (var constraint in Constraints)
            if (ConstraintEvaluator.Measure(constraint, space, architecture) is var value && !constraint.Allows(value))
                yield return (constraint, value.ToString("N0", CultureInfo.InvariantCulture));
    }
}
