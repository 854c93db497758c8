using NasDsl.Analysis;
using NasDsl.Operations.Library;

namespace NasDsl.Optimization;

/// <summary>Multiplies by the candidates' weights inside the last normalization.</summary>
internal sealed class FoldWeights : Pass
{
    public override string Name => "fold-weights";

    public override string Doc => "makes the weights of batched candidates factors of their last batch normalization";

    public override string Preserves => "w (g x + b) = (w g) x + (w b) for every channel of a lane";

    public override (ForwardPlan Plan, int Changes) Run(ForwardPlan plan, RelaxationPlan relaxation)
    {
        var changes = 0;
        var steps = plan.Steps.Select(step =>
        {
            if (step is not LanesStep { Stages: [.., { Operation: BatchNorm }] } lanes)
                return step;
            changes++;
            return lanes with { FoldsWeights = true };
        });
        return (plan with { Steps = [.. steps] }, changes);
    }
}
