using NasDsl.IR;
using NasDsl.Search;
using NasDsl.Torch;

namespace NasDsl.Cli.Searching;

/// <summary>Judges architectures by the weights that they share in a trained supernet; the seed of the search changes nothing.</summary>
internal sealed class SupernetSource(DecisionSpace space, Lazy<SupernetEvaluator> supernet, CancellationToken cancellation) : IMetricSource
{
    public Expense Expense => Expense.Training;

    public bool Offers(Metric metric) => metric.Kind is MetricKind.Accuracy or MetricKind.Loss;

    public IReadOnlyDictionary<Metric, double> Measure(Proposal proposal, IReadOnlyList<Metric> metrics)
    {
        var labels = space.ArchitectureOf(proposal.Candidate).Choices.ToDictionary(c => c.Key, c => c.Value.ToArray(), StringComparer.Ordinal);
        var held = supernet.Value.Evaluate(labels, cancellation);
        return metrics.ToDictionary(m => m, m => m.Kind == MetricKind.Accuracy ? held.Accuracy : held.Loss);
    }
}
