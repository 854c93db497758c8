using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Operations.Library;

namespace NasDsl.Optimization;

/// <summary>Does not keep what is cheap to compute again for the gradients.</summary>
/// <remarks>
/// Only tensors of at least <see cref="LeastBytes"/>: smaller ones cost more time than memory. Measured at batch 16, where most are
/// smaller: with 2 MiB instead of 4 a step took 5 % longer, with all of them 13 %; at batch 64 neither cost anything.
/// </remarks>
internal sealed class Recompute : Pass
{
    /// <summary>What is smaller is kept.</summary>
    public const long LeastBytes = 4 << 20;

    public override string Name => "recompute-large";

    public override string Doc =>
        "does not keep large images that a depthwise convolution gives a pointwise one, nor those that a normalization and a ReLU give the "
        + "former, but computes them again for the gradients";

    public override string Preserves => "the same functions of the same values give the same";

    public override (ForwardPlan Plan, int Changes) Run(ForwardPlan plan, RelaxationPlan relaxation)
    {
        var changes = 0;
        var steps = plan.Steps.Select(step =>
        {
            if (step is not LanesStep lanes || !lanes.Stages.Skip(lanes.First).Zip(lanes.Stages.Skip(lanes.First + 1)).Any(p => AreSeparable(p.First, p.Second)))
                return step;
            changes++;
            return lanes with { Recomputes = true };
        });
        return (plan with { Steps = [.. steps] }, changes);
    }

    /// <summary>
    /// How many stages from there on are one that is computed again: a depthwise and a pointwise convolution, a normalization and a
    /// ReLU before them; 1 where none is.
    /// </summary>
    /// <param name="isLarge">Whether what a depthwise convolution gives is large.</param>
    public static int LengthAt(ImmutableArray<OperationLayer> stages, int start, Func<Shape, bool> isLarge)
    {
        if (IsSeparableAt(start))
            return 2;
        var isNormalized = start + 1 < stages.Length && stages[start].Operation is BatchNorm && stages[start + 1].Operation.Name == "relu";
        return isNormalized && IsSeparableAt(start + 2) ? 4 : 1;

        bool IsSeparableAt(int stage) =>
            stage + 1 < stages.Length && AreSeparable(stages[stage], stages[stage + 1]) && isLarge(stages[stage].Output);
    }

    /// <summary>Whether a depthwise convolution comes before a pointwise one.</summary>
    private static bool AreSeparable(OperationLayer first, OperationLayer second) =>
        SlowDepthwise.IsSquare(first) && second.Operation is Conv && !second.Arguments.Boolean("bias")
        && second.Arguments.Pair("kernel") is { IsSquare: true, Height: 1 } && second.Arguments.Integer("groups") == 1
        && second.Arguments.Pair("stride") is { IsSquare: true, Height: 1 } && second.Arguments.Pair("padding") is { IsSquare: true, Height: 0 };
}
