using NasDsl.Analysis;
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
            if (step is not LanesStep lanes || !lanes.Stages.Skip(lanes.First).Any(SlowDepthwise.Is))
                return step;
            changes++;
            return lanes with { LowersDepthwise = true };
        });
        return (plan with { Steps = [.. steps] }, changes);
    }
}
