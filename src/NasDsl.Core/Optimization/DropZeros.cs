using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Operations;

namespace NasDsl.Optimization;

/// <summary>Leaves out candidates that give zeros.</summary>
internal sealed class DropZeros : Pass
{
    public override string Name => "drop-zeros";

    public override string Doc => "leaves out candidates that give zeros; their weights stay in the softmax";

    public override string Preserves =>
        "a weight times zero adds nothing, and the gradient of that weight is zero whether the product is computed or not";

    public override (ForwardPlan Plan, int Changes) Run(ForwardPlan plan, RelaxationPlan relaxation)
    {
        var zeros = plan.Steps.OfType<CandidateStep>().Where(IsZero).Select(s => s.Id).ToHashSet();
        var changes = 0;
        var steps = plan.Steps.Select(step =>
        {
            if (step is not MixStep mix)
                return step;
            var kept = Enumerable.Range(0, mix.Inputs.Length).Where(i => !zeros.Contains(mix.Inputs[i])).ToList();
            // A sum of nothing would have no shape.
            if (kept.Count == 0 || kept.Count == mix.Inputs.Length)
                return step;
            changes += mix.Inputs.Length - kept.Count;
            return mix with { Inputs = [.. kept.Select(i => mix.Inputs[i])], Weights = [.. kept.Select(i => mix.Weights[i])] };
        });
        return (plan with { Steps = [.. steps] }, changes);
    }

    private static bool IsZero(CandidateStep step)
    {
        if (step.Stages is [.., var stage])
            return stage.Operation.FactsOf(stage).HasFlag(OperationFacts.Zero) && !step.Stages.Any(IsStateful);
        // What cannot be taken apart, such as a declared operation and then `zero`.
        return step.Candidate.Operation is SequenceLayer { Layers: [.. var before, OperationLayer last] }
            && last.Operation.FactsOf(last).HasFlag(OperationFacts.Zero)
            && !before.SelectMany(Inside).OfType<OperationLayer>().Any(IsStateful);
    }

    /// <summary>Statistics, or chance, whose numbers others would get.</summary>
    private static bool IsStateful(OperationLayer operation) => operation.Operation.FactsOf(operation).HasFlag(OperationFacts.Stateful);

    private static IEnumerable<Layer> Inside(Layer layer) => LayerTree.Of(layer).SelectMany(part =>
        part is CallLayer call ? LayerTree.Graphs(call.Function.Graph).SelectMany(LayerTree.Of) : [part]);
}
