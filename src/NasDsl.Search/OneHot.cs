using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>Alphas under which a supernet computes exactly what the child of an architecture does.</summary>
public static class OneHot
{
    /// <summary>So far below zero that its exponential is 0 in single and in double precision.</summary>
    public const double Off = -1e4;

    /// <summary>
    /// For each decision with alphas a logit for each alternative: 0 for what is taken, <see cref="Off"/> for the rest, whose
    /// softmax is exactly 1 and 0. An edge that the architecture leaves out takes its zero candidate. Where several inputs are
    /// taken by a decision with alphas of its own, they share the weight equally.
    /// </summary>
    /// <exception cref="ArgumentException">It is no architecture of the space.</exception>
    public static ImmutableSortedDictionary<string, ImmutableArray<double>> Alphas(SearchSpace space, Architecture architecture)
    {
        if (ArchitectureValidator.Validate(space, architecture) is [var problem, ..])
            throw new ArgumentException(problem.Message, nameof(architecture));
        return RelaxationPlan.For(space).Decisions.ToImmutableSortedDictionary(
            d => d.Name, d => Logits(d, architecture), StringComparer.Ordinal);
    }

    private static ImmutableArray<double> Logits(Decision decision, Architecture architecture)
    {
        if (!architecture.Choices.TryGetValue(decision.Name, out var taken) || taken.IsEmpty)
            taken = [(decision.Alternatives.FirstOrDefault(a => a.RelaxationOnly) ?? decision.Alternatives[0]).Label];
        return [.. decision.Alternatives.Select(a => taken.Contains(a.Label) ? 0 : Off)];
    }
}
