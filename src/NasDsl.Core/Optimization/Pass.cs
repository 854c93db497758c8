using System.Collections.Immutable;
using NasDsl.Analysis;

namespace NasDsl.Optimization;

/// <summary>A rewriting of plans that keeps what they compute: every value, every gradient and every running statistic.</summary>
public abstract class Pass
{
    /// <summary>What `--without` calls it.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in one sentence.</summary>
    public abstract string Doc { get; }

    /// <summary>Why nothing that is computed changes.</summary>
    public abstract string Preserves { get; }

    /// <summary>The plan rewritten, and in how many places.</summary>
    public abstract (ForwardPlan Plan, int Changes) Run(ForwardPlan plan, RelaxationPlan relaxation);
}

/// <summary>Which passes run.</summary>
/// <param name="Without">The names of those that do not.</param>
public sealed record OptimizationOptions(bool Optimizes, ImmutableSortedSet<string> Without)
{
    /// <summary>Every pass: `-O`.</summary>
    public static OptimizationOptions All { get; } = new(true, []);

    /// <summary>The plain supernet: `-O0`.</summary>
    public static OptimizationOptions None { get; } = new(false, []);

    /// <summary>Whether cells keep only their inputs for the backward pass and are computed again there (`--recompute cells`).</summary>
    public bool RecomputesCells { get; init; }

    public bool Runs(string pass) => Optimizes && !Without.Contains(pass);
}
