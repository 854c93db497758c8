using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Optimization;

/// <summary>Makes one weighted sum of a sum of weighted sums.</summary>
internal sealed class MergeSums : Pass
{
    public override string Name => "merge-sums";

    public override string Doc => "adds the candidates of all edges into a node at once";

    public override string Preserves => "addition is associative, up to the rounding of floating-point numbers";

    public override (ForwardPlan Plan, int Changes) Run(ForwardPlan plan, RelaxationPlan relaxation)
    {
        var uses = plan.Uses();
        var mixes = new Dictionary<int, MixStep>();
        var changes = 0;
        var steps = new List<Step>();
        foreach (var step in plan.Steps)
        {
            var current = step;
            if (step is PlainStep { Node: var node } && IsSum(node, relaxation) && node.Inputs.Any(mixes.ContainsKey))
            {
                current = Merge(node, mixes, uses);
                changes++;
            }

            if (current is MixStep mix)
                mixes[mix.Id] = mix;
            steps.Add(current);
        }

        return (plan with { Steps = [.. steps] }, changes);
    }

    private static MixStep Merge(Node node, Dictionary<int, MixStep> mixes, Dictionary<int, int> uses)
    {
        var terms = new List<(int Input, Candidate? Weight)>();
        foreach (var input in node.Inputs)
            if (mixes.TryGetValue(input, out var mix) && uses[input] == 1)
                terms.AddRange(mix.Inputs.Zip(mix.Weights));
            else
                terms.Add((input, null));
        return new MixStep(node.Id, node.Name, [.. terms.Select(t => t.Weight)], [.. terms.Select(t => t.Input)], node.Shape);
    }

    private static bool IsSum(Node node, RelaxationPlan relaxation) =>
        node.Layer is OperationLayer { Operation.Name: "sum" or "add" }
        && node.Conditions.IsEmpty
        && (node.Subset is not { } subset || !relaxation.HasAlphas(subset));
}
