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
    /// <summary>All that was measured on the way, by name: what the goals were computed from.</summary>
    public ImmutableSortedDictionary<string, double> Measures { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

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

    /// <summary>An architecture that cannot be evaluated is a failed evaluation; so is whatever is thrown.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled: then there is no evaluation at all.</exception>
    Evaluation Evaluate(Proposal proposal);

    /// <summary>The evaluator of one search: what it draws at random follows from the seed.</summary>
    IEvaluator ForSeed(long seed) => this;
}

/// <summary>Finds out what several architectures are worth at once.</summary>
public interface IParallelEvaluator : IEvaluator
{
    /// <param name="done">Is told each evaluation when it ends: its index, what came of it and how long it took; one at a time.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; some may have ended.</exception>
    void Evaluate(IReadOnlyList<Proposal> proposals, Action<int, Evaluation, TimeSpan> done, CancellationToken cancellation);
}
