using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>Counts the weights and multiply-accumulates of children.</summary>
public sealed class SizeSource(DecisionSpace space) : IMetricSource
{
    public Expense Expense => Expense.Lookup;

    public bool Offers(Metric metric) => metric.Kind is MetricKind.Parameters or MetricKind.Macs;

    public IReadOnlyDictionary<Metric, double> Measure(Proposal proposal, IReadOnlyList<Metric> metrics)
    {
        var cost = CostModel.Of(ArchitectureResolver.Resolve(space.Source, space.ArchitectureOf(proposal.Candidate)));
        return metrics.ToDictionary(m => m, m => (double)(m.Kind == MetricKind.Parameters ? cost.Parameters : cost.Macs));
    }
}
