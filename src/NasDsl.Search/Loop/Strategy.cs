using System.Collections.Immutable;

namespace NasDsl.Search;

/// <summary>What a strategy wants to know the worth of.</summary>
/// <param name="Budget">How much to spend on it, in the evaluator's unit (epochs); 0 where there is only one way.</param>
public sealed record Proposal(Candidate Candidate, double Budget = 0);

/// <summary>What came of a proposal, as a strategy sees it.</summary>
/// <param name="Fitness">A value for each goal, more is better; null where the evaluation failed.</param>
public sealed record Result(Proposal Proposal, ImmutableArray<double>? Fitness)
{
    /// <summary>The first goal; the worst there is where the evaluation failed.</summary>
    public double Value => Fitness is [var first, ..] ? first : double.NegativeInfinity;
}

/// <summary>
/// Decides what to evaluate next. Everything follows from the seed that it was made with and from what it was told: given the
/// same, it proposes the same. What it proposes is valid and allowed.
/// </summary>
public interface IStrategy
{
    /// <summary>
    /// The next proposals, at least one and at most <paramref name="most"/>; none where there is nothing left to propose.
    /// </summary>
    /// <exception cref="NoCandidateException">The constraints leave nothing to propose.</exception>
    IReadOnlyList<Proposal> Propose(int most);

    /// <summary>The results of the last proposals, all of them, in their order.</summary>
    void Tell(IReadOnlyList<Result> results);
}
