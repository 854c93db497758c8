using System.Collections.Immutable;

namespace NasDsl.Search;

/// <summary>What a search strives for.</summary>
/// <param name="Name">The metric, as the evaluator calls it.</param>
public sealed record Goal(string Name, bool IsMinimized = false)
{
    /// <summary>A metric as a fitness: more is better.</summary>
    public double FitnessOf(double metric) => IsMinimized ? -metric : metric;
}

/// <summary>What an evaluator found.</summary>
/// <param name="Metrics">A value for each goal, as measured; empty where it failed.</param>
/// <param name="Cost">What it cost, in seconds; simulated where the evaluator looks it up.</param>
/// <param name="Failure">Why there are no metrics, or null.</param>
public sealed record Evaluation(ImmutableArray<double> Metrics, double Cost, string? Failure = null)
{
    public bool HasFailed => Failure is not null;

    public static Evaluation Failed(string why, double cost = 0) => new([], cost, why);

    /// <summary>Metrics that are no numbers are a failure.</summary>
    public Evaluation Checked() =>
        Failure is null && Metrics.Any(m => !double.IsFinite(m)) ? Failed("a metric is no finite number", Cost) : this;
}

/// <summary>Finds out what an architecture is worth.</summary>
public interface IEvaluator
{
    ImmutableArray<Goal> Goals { get; }

    /// <summary>What can be spent on one evaluation, from little to all; empty where there is only one way.</summary>
    ImmutableArray<double> Budgets { get; }

    /// <summary>An architecture that cannot be evaluated is a failed evaluation, not an exception.</summary>
    Evaluation Evaluate(Proposal proposal);
}
