using System.Collections.Immutable;
using System.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>
/// Computes goals from metrics. What is cheap is measured first: an architecture without a finite number there is not trained.
/// </summary>
public sealed class ObjectiveEvaluator : IEvaluator
{
    private readonly ImmutableArray<GoalPlan> goals;
    private readonly ImmutableArray<(IMetricSource Source, ImmutableArray<Metric> Metrics)> sources;

    /// <param name="budgets">What can be spent on one evaluation, from little to all; empty where there is only one way.</param>
    /// <exception cref="ArgumentException">No source offers a metric of the goals.</exception>
    public ObjectiveEvaluator(ImmutableArray<GoalPlan> goals, IEnumerable<IMetricSource> sources, ImmutableArray<double> budgets = default)
    {
        this.goals = goals;
        Goals = [.. goals.Select(g => new Goal(g.Text, g.IsMinimized))];
        Budgets = budgets.IsDefault ? [] : budgets;
        var cheapestFirst = sources.OrderBy(s => s.Expense).ToList();
        this.sources =
        [
            .. goals.SelectMany(g => g.Term.Metrics).Distinct()
                .GroupBy(m => cheapestFirst.Find(s => s.Offers(m)) ?? throw new ArgumentException($"nothing measures `{m}`", nameof(sources)))
                .OrderBy(g => g.Key.Expense)
                .Select(g => (g.Key, g.ToImmutableArray())),
        ];
    }

    public ImmutableArray<Goal> Goals { get; }

    public ImmutableArray<double> Budgets { get; }

    public Evaluation Evaluate(Proposal proposal)
    {
        var start = Stopwatch.GetTimestamp();
        var values = new Dictionary<Metric, double>();
        foreach (var (source, metrics) in sources)
        {
            foreach (var (metric, value) in source.Measure(proposal, metrics))
                values[metric] = value;
            if (metrics.FirstOrDefault(m => !double.IsFinite(values[m])) is { } bad)
                return Evaluation.Failed($"`{bad}` is no finite number", Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return new Evaluation(
            [.. goals.Select(g => g.Term.ValueOf(m => values[m]))], Stopwatch.GetElapsedTime(start).TotalSeconds)
        {
            Measures = values.ToImmutableSortedDictionary(v => v.Key.ToString(), v => v.Value, StringComparer.Ordinal),
        };
    }

    public IEvaluator ForSeed(long seed) => new ObjectiveEvaluator(this, seed);

    private ObjectiveEvaluator(ObjectiveEvaluator other, long seed)
    {
        (goals, Goals, Budgets) = (other.goals, other.Goals, other.Budgets);
        sources = [.. other.sources.Select(s => (s.Source.ForSeed(seed), s.Metrics))];
    }
}
