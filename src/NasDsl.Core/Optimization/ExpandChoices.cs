using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Operations;

namespace NasDsl.Optimization;

/// <summary>Takes relaxed choices apart: a step for each candidate and one for their weighted sum.</summary>
internal sealed class ExpandChoices : Pass
{
    public override string Name => "expand-choices";

    public override string Doc => "computes the candidates of a relaxed choice as steps of their own, and their weighted sum without temporaries";

    public override string Preserves => "the same candidates are computed from the same tensor and added with the same weights";

    public override (ForwardPlan Plan, int Changes) Run(ForwardPlan plan, RelaxationPlan relaxation)
    {
        var next = plan.NextId;
        var changes = 0;
        var stages = new Dictionary<Layer, ImmutableArray<OperationLayer>>();
        var steps = ImmutableArray.CreateBuilder<Step>();
        foreach (var step in plan.Steps)
            if (step is PlainStep { Node: { Layer: ChoiceLayer choice } node } && IsMixture(choice, relaxation))
            {
                Expand(node, choice, stages, steps, ref next);
                changes++;
            }
            else
            {
                steps.Add(step);
            }

        return (plan with { Steps = steps.ToImmutable() }, changes);
    }

    /// <summary>Whether the plain supernet has a mixture here with a module for every alternative.</summary>
    private static bool IsMixture(ChoiceLayer choice, RelaxationPlan relaxation) =>
        choice.Decision.Kind == DecisionKind.One
        && relaxation.HasAlphas(choice.Decision)
        && choice.Alternatives.Length == choice.Decision.Alternatives.Length
        && choice.Alternatives.Zip(choice.Decision.Alternatives, (a, b) => a.Label == b.Label).All(same => same)
        && choice.Alternatives.Select(a => a.Layer).Distinct<Layer>(ReferenceEqualityComparer.Instance).Count() == choice.Alternatives.Length;

    /// <param name="known">What equal candidates consist of: edges have the same ones.</param>
    private static void Expand(
        Node node, ChoiceLayer choice, Dictionary<Layer, ImmutableArray<OperationLayer>> known, ImmutableArray<Step>.Builder steps, ref int next)
    {
        var results = ImmutableArray.CreateBuilder<int>();
        var weights = ImmutableArray.CreateBuilder<Candidate?>();
        for (var i = 0; i < choice.Alternatives.Length; i++)
        {
            var candidate = new Candidate(node, i);
            if (!known.TryGetValue(candidate.Operation, out var stages))
                known[candidate.Operation] = stages = StagesOf(candidate.Operation);
            var inputs = node.Inputs;
            weights.Add(candidate);
            if (inputs.Length == 1 && stages is [var only] && only.Operation.EmissionOf(only) is PassThroughEmission)
            {
                results.Add(inputs[0]);
                continue;
            }

            var first = 0;
            // A function in front, such as the ReLU of a separable convolution, may serve others too.
            while (first < stages.Length - 1 && inputs.Length == 1 && IsFunction(stages[first]))
            {
                var function = new FunctionStep(next++, $"{candidate}.{stages[first].Operation.Name}", stages[first], inputs, stages[first].Output);
                steps.Add(function);
                inputs = [function.Id];
                first++;
            }

            steps.Add(new CandidateStep(next, $"{candidate}", [candidate], stages, first, inputs, choice.Output));
            results.Add(next++);
        }

        steps.Add(new MixStep(node.Id, node.Name, weights.ToImmutable(), results.ToImmutable(), choice.Output));
    }

    private static ImmutableArray<OperationLayer> StagesOf(Layer layer) => layer switch
    {
        OperationLayer operation => operation.Operation.StagesOf(operation),
        SequenceLayer sequence when sequence.Layers.All(l => l is OperationLayer) =>
            [.. sequence.Layers.Cast<OperationLayer>().SelectMany(l => l.Operation.StagesOf(l))],
        _ => [],
    };

    private static bool IsFunction(OperationLayer stage) =>
        stage.Operation.FactsOf(stage).HasFlag(OperationFacts.Pointwise)
        && !stage.Operation.FactsOf(stage).HasFlag(OperationFacts.Identity)
        && stage.Operation.EmissionOf(stage) is ExpressionEmission;
}
