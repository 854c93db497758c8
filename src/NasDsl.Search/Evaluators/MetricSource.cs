using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>How long a metric takes to find out: the cheaper ones come first.</summary>
public enum Expense
{
    /// <summary>Counted or looked up.</summary>
    Lookup,

    /// <summary>Some passes through a network that nobody trained.</summary>
    Passes,

    Training,
}

/// <summary>Finds out some of the metrics of an architecture.</summary>
public interface IMetricSource
{
    Expense Expense { get; }

    bool Offers(Metric metric);

    /// <summary>A value for each of the metrics. What is thrown is why there is none.</summary>
    /// <param name="metrics">That the source offers; at least one.</param>
    IReadOnlyDictionary<Metric, double> Measure(Proposal proposal, IReadOnlyList<Metric> metrics);

    /// <summary>The source of one search: what it draws at random follows from the seed.</summary>
    IMetricSource ForSeed(long seed) => this;
}
