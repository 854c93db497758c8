using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Operations.Library;

namespace NasDsl.Optimization;

/// <summary>Gives depthwise convolutions gradients that libraries compute fast.</summary>
internal sealed class LowerDepthwise : Pass
{
    public override string Name => "lower-depthwise";

    public override string Doc =>
        "computes the gradients of wide or dilated depthwise convolutions by dense ones of width 3, for which libraries have fast code";

    public override string Preserves =>
        "the gradients are the same sums of products in another order: a dilated window takes the rows and columns of one phase only, and the "
        + "columns of a window add up";

    public override (ForwardPlan Plan, int Changes) Run(ForwardPlan plan, RelaxationPlan relaxation)
    {
        var changes = 0;
        var steps = plan.Steps.Select(step =>
        {
            if (step is not LanesStep lanes || !lanes.Stages.Skip(lanes.First).Any(IsSlow))
                return step;
            changes++;
            return lanes with { LowersDepthwise = true };
        });
        return (plan with { Steps = [.. steps] }, changes);
    }

    private static bool IsSlow(OperationLayer stage) =>
        stage.Operation is Conv or Depthwise
        && stage.Arguments.Items.Any(a => a.Name == "dilation")
        && (stage.Operation is Depthwise || stage.Arguments.Integer("groups") == stage.Inputs[0].Channels)
        && stage.Inputs[0].Channels == stage.Output.Channels
        && stage.Arguments.Pair("kernel") is { IsSquare: true, Height: 3 or 5 } kernel
        && (kernel.Height == 5 || stage.Arguments.Pair("dilation").Height == 2);
}
