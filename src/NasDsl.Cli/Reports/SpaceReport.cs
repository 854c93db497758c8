using System.Collections.Immutable;
using System.Numerics;
using NasDsl.Analysis;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Optimization;

namespace NasDsl.Cli.Reports;

/// <summary>What `nasc info` says of a program.</summary>
/// <param name="Distinct">How many of the architectures compute something different; null where that was not counted.</param>
/// <param name="Supernet">Null where there is none: the edges of a graph are decided.</param>
/// <param name="Memory">Of a step that searches the supernet; null where there is none.</param>
/// <param name="Graphs">The graphs with decided edges, and how many each can be.</param>
/// <param name="Children">The range over all children; null where the space has no architecture.</param>
/// <param name="Child">The child of the architecture that was given, if any.</param>
/// <param name="Violated">The constraints that this architecture violates.</param>
internal sealed record SpaceReport(
    LoadedProgram Program,
    BigInteger Architectures,
    int? Distinct,
    int Alphas,
    Cost? Supernet,
    SearchMemory? Memory,
    ImmutableArray<(DagLayer Graph, DagCount Count)> Graphs,
    CostRange? Children,
    ImmutableArray<ConstraintShare> Constraints,
    Cost? Child,
    ImmutableHashSet<ConstraintPlan> Violated)
{
    /// <summary>One pass forward of the architecture by a table of latencies; null where there is none.</summary>
    public double? Seconds { get; init; }

    /// <summary>So many are compared without being asked for: it takes no time that is noticed.</summary>
    private const int FewArchitectures = 100;

    /// <summary>Each takes about a millisecond.</summary>
    public const int MostCompared = 50_000;

    /// <exception cref="InputException">The network's costs do not fit 64 bits (NAS9021).</exception>
    public static SpaceReport Of(LoadedProgram program, Architecture? architecture, bool countsDistinct = false)
    {
        var count = SpaceCounter.For(program.Space).Architectures;
        try
        {
            var graphs = DagLayers.In(program.Space.Network);
            return new SpaceReport(
                program,
                count,
                ArchitectureEnumerator.CanList(program.Space) && count <= (countsDistinct ? MostCompared : FewArchitectures)
                    ? DistinctOf(program.Space)
                    : null,
                RelaxationPlan.For(program.Supernet).AlphaCount,
                graphs.IsEmpty ? CostModel.Of(program.Supernet) : null,
                SearchMemory.Of(program),
                [.. graphs.Select(g => (g, DagCount.Of(g)))],
                CostRange.Of(program.Trained),
                ConstraintShare.Of(program),
                architecture is null && !program.Trained.Decisions.IsEmpty
                    ? null
                    : CostModel.Of(ArchitectureResolver.Resolve(program.Trained, architecture ?? Architecture.Empty)),
                architecture is null
                    ? []
                    : [.. new ConstraintCheck(program).Violations(architecture, program.Space).Select(v => v.Constraint)]);
        }
        catch (OverflowException)
        {
            throw new InputException(Diagnose.TooLargeToCount(program.Trained.Name));
        }
    }

    private static int DistinctOf(SearchSpace space) =>
        ArchitectureEnumerator.All(space).Select(a => CanonicalHash.Of(space, a)).Distinct().Count();
}

/// <summary>The most memory that a search step takes, without what the process takes anyway, in bytes.</summary>
/// <param name="Batch">Examples of a step.</param>
/// <param name="Plain">With `-O0`.</param>
/// <param name="Recomputed">With `--recompute cells`; null where there is no cell.</param>
internal sealed record SearchMemory(int Batch, long Optimized, long Plain, long? Recomputed)
{
    /// <summary>Null where no supernet relaxes all decisions.</summary>
    public static SearchMemory? Of(LoadedProgram program)
    {
        var (space, batch) = (program.Supernet, program.Compilation.Supernet.Batch);
        if (!DagLayers.In(space.Network).IsEmpty || StrategyCheck.NotASupernet(space) is not null || RelaxationPlan.For(space).AlphaCount == 0)
            return null;
        return new SearchMemory(
            batch, PeakWith(OptimizationOptions.All), PeakWith(OptimizationOptions.None),
            RecomputedCells.In(space.Network).IsEmpty ? null : PeakWith(OptimizationOptions.All with { RecomputesCells = true }));

        long PeakWith(OptimizationOptions options) => PeakMemory.OfSearchStep(space, batch, options).Peak;
    }
}

/// <summary>The share of a space that a constraint cuts away, estimated on architectures drawn uniformly.</summary>
internal sealed record ConstraintShare(ConstraintPlan Constraint, int Cut, int Samples)
{
    private const int SampleSize = 500;
    private const double Z95 = 1.959964;

    public double Share => (double)Cut / Samples;

    /// <summary>The 95 % confidence interval (Wilson, 1927).</summary>
    public (double Low, double High) Interval
    {
        get
        {
            const double z2 = Z95 * Z95;
            var center = (Share + z2 / (2 * Samples)) / (1 + z2 / Samples);
            var half = Z95 / (1 + z2 / Samples) * Math.Sqrt(Share * (1 - Share) / Samples + z2 / (4.0 * Samples * Samples));
            return (Cut == 0 ? 0 : center - half, Cut == Samples ? 1 : center + half);
        }
    }

    public static ImmutableArray<ConstraintShare> Of(LoadedProgram program)
    {
        var constraints = new ConstraintCheck(program).Constraints;
        if (constraints.IsEmpty || SpaceCounter.For(program.Space).Architectures.IsZero)
            return [];
        var sampler = ArchitectureSampler.For(program.Space, seed: 0);
        Architecture[] samples = [.. Enumerable.Range(0, SampleSize).Select(_ => sampler.Next())];
        return
        [
            .. constraints.Select(c => new ConstraintShare(
                c, samples.Count(a => !c.Allows(ConstraintEvaluator.Measure(c, program.Space, a))), SampleSize)),
        ];
    }
}
