using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Optimization;

/// <summary>
/// Makes supernets fast: a pipeline of small passes over the <see cref="ForwardPlan"/> of every graph. The modules and the names
/// of their weights stay as they are.
/// </summary>
public sealed class Optimizer(RelaxationPlan relaxation, OptimizationOptions options)
{
    /// <summary>
    /// A pass of the whole file rather than of a plan: images stay channels-last in the network, and their gradients do behind a mean
    /// over all pixels.
    /// </summary>
    public const string ChannelsLast = "channels-last";

    /// <summary>No pass, but an option of its own: it saves memory and costs time.</summary>
    public const string RecomputeCells = "recompute-cells";

    private readonly Dictionary<string, int> changes = new(StringComparer.Ordinal);

    /// <summary>The passes in the order in which they run.</summary>
    public static ImmutableArray<Pass> Passes { get; } =
    [
        new ExpandChoices(), new DropZeros(), new ShareEqual(), new MergeSums(), new BatchLanes(), new ShareEqual(isLate: true),
        new FoldWeights(), new LowerDepthwise(), new Recompute(),
    ];

    /// <summary>Every name that <see cref="OptimizationOptions.Without"/> may hold, in the order in which the passes run.</summary>
    public static ImmutableArray<(string Name, string Doc)> Names { get; } =
    [
        .. Passes.DistinctBy(p => p.Name).Select(p => (p.Name, p.Doc)),
        (ChannelsLast, "keeps images and their gradients in the order of memory that convolutions read fastest, channels last"),
    ];

    /// <summary>What <see cref="Report"/> may speak of: the passes, and what `--recompute` asks for.</summary>
    public static ImmutableArray<(string Name, string Doc)> Reported { get; } =
    [
        .. Names, (RecomputeCells, "keeps the inputs of cells alone for the backward pass, which computes the rest again (`--recompute cells`)"),
    ];

    public OptimizationOptions Options => options;

    /// <summary>What each pass that ran has changed so far, in the order of the passes.</summary>
    public IEnumerable<(string Pass, int Changes)> Report =>
        Reported.Where(n => n.Name == RecomputeCells ? options.RecomputesCells : options.Runs(n.Name))
            .Select(n => (n.Name, changes.GetValueOrDefault(n.Name)));

    /// <summary>The cells that are computed again for the backward pass; none unless asked for.</summary>
    public ImmutableHashSet<Function> Recomputed(Graph network)
    {
        ImmutableHashSet<Function> found = options.RecomputesCells ? RecomputedCells.In(network) : [];
        changes[RecomputeCells] = found.Count;
        return found;
    }

    /// <summary>The plan for a graph; null where nothing is to be gained.</summary>
    public ForwardPlan? Run(Graph graph)
    {
        if (!options.Optimizes)
            return null;
        if (options.Runs(ChannelsLast) && graph.Inputs.Any(i => i.Shape.IsImage))
            changes[ChannelsLast] = 1;
        var plan = ForwardPlan.Of(graph);
        foreach (var pass in Passes.Where(p => options.Runs(p.Name)))
        {
            (plan, var count) = pass.Run(plan, relaxation);
            if (count == 0)
                continue;
            plan = plan.WithoutUnused();
            changes[pass.Name] = changes.GetValueOrDefault(pass.Name) + count;
        }

        return plan.Steps.All(s => s is PlainStep) ? null : plan;
    }
}
