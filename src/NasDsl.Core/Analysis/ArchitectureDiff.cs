using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>A decision that two architectures make differently.</summary>
/// <param name="First">What the first one takes; null where the decision does not exist for it.</param>
/// <param name="Second">What the second one takes; null where the decision does not exist for it.</param>
public sealed record DecisionDifference(string Decision, ImmutableArray<string>? First, ImmutableArray<string>? Second);

/// <summary>Says in which decisions two architectures of a space differ.</summary>
public static class ArchitectureDiff
{
    /// <summary>The differences in the order of the space; empty where the architectures are the same.</summary>
    public static ImmutableArray<DecisionDifference> Of(SearchSpace space, Architecture first, Architecture second) =>
    [
        .. space.Decisions
            .Select(d => new DecisionDifference(d.Name, Taken(first, d), Taken(second, d)))
            .Where(d => !Same(d.First, d.Second)),
    ];

    private static ImmutableArray<string>? Taken(Architecture architecture, Decision decision) =>
        architecture.Choices.TryGetValue(decision.Name, out var labels) ? labels : null;

    private static bool Same(ImmutableArray<string>? a, ImmutableArray<string>? b) => (a, b) switch
    {
        ({ } first, { } second) => first.SequenceEqual(second),
        (null, null) => true,
        _ => false,
    };
}
