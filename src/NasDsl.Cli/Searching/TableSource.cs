using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Search;

namespace NasDsl.Cli.Searching;

/// <summary>The columns of a table as metrics of an objective.</summary>
internal sealed class TableSource(TableEvaluator table, ImmutableArray<Metric> metrics) : IMetricSource
{
    public Expense Expense => Expense.Lookup;

    public bool Offers(Metric metric) => metrics.Contains(metric);

    /// <summary>The column of a metric, which has its name.</summary>
    public static string ColumnOf(Metric metric) => metric.Kind == MetricKind.Column ? metric.Argument ?? "" : metric.Name;

    /// <summary>Whether a metric is looked up where there is a table: all but what is counted or has a table of its own.</summary>
    public static bool IsLookedUp(Metric metric) => metric.Kind switch
    {
        MetricKind.Parameters or MetricKind.Macs => false,
        MetricKind.Latency => metric.Argument is null,
        _ => true,
    };

    public IReadOnlyDictionary<Metric, double> Measure(Proposal proposal, IReadOnlyList<Metric> wanted)
    {
        var found = table.Evaluate(proposal);
        return found.Failure is { } failure
            ? throw new InvalidOperationException(failure)
            : wanted.ToDictionary(m => m, m => found.Metrics[metrics.IndexOf(m)]);
    }
}
