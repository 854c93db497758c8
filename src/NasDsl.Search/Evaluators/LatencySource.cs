using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>Sums the latencies of the operations of children.</summary>
/// <param name="tables">By the file that the metric names.</param>
public sealed class LatencySource(DecisionSpace space, IReadOnlyDictionary<string, LatencyTable> tables) : IMetricSource
{
    public Expense Expense => Expense.Lookup;

    public bool Offers(Metric metric) => metric is { Kind: MetricKind.Latency, Argument: { } file } && tables.ContainsKey(file);

    public IReadOnlyDictionary<Metric, double> Measure(Proposal proposal, IReadOnlyList<Metric> metrics)
    {
        var child = ArchitectureResolver.Resolve(space.Source, space.ArchitectureOf(proposal.Candidate));
        return metrics.ToDictionary(m => m, m => tables[m.Argument ?? ""].SecondsOf(child, out var missing) is var seconds && missing is null
            ? seconds
            : throw new InvalidOperationException($"`{m.Argument}` has no row for {missing}"));
    }
}
