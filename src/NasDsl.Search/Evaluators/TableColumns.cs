using System.Collections.Immutable;

namespace NasDsl.Search;

/// <summary>Which columns of a table are used.</summary>
/// <param name="Goals">Columns with metrics; the first goal decides what is best.</param>
/// <param name="Architecture">The column with the architectures; null to find it.</param>
/// <param name="Cost">The column with what an evaluation costs, in seconds; null where it costs nothing.</param>
/// <param name="Fidelities">
/// The first goal after less training, by budget: its column. Empty where there is only one way to evaluate; else the largest
/// budget is the first goal itself.
/// </param>
public sealed record TableColumns(
    ImmutableArray<Goal> Goals,
    string? Architecture = null,
    string? Cost = null,
    ImmutableSortedDictionary<double, string>? Fidelities = null);
