using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.Operations;

namespace NasDsl.Optimization;

/// <summary>Computes once what several steps compute alike.</summary>
/// <param name="isLate">The second run, for what other passes have made.</param>
internal sealed class ShareEqual(bool isLate = false) : Pass
{
    public override string Name => "share-equal";

    public override string Doc => "computes a ReLU, a pooling or any other step without weights once for all that need it";

    public override string Preserves =>
        "equal functions of the same tensor are equal; statistics that each would have kept are copied from the one that is computed";

    public override (ForwardPlan Plan, int Changes) Run(ForwardPlan plan, RelaxationPlan relaxation)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var replaced = new Dictionary<int, int>();
        var steps = new List<Step>();
        foreach (var step in plan.Steps)
        {
            var current = Redirect(step, replaced);
            if (KeyOf(current) is not { } key)
            {
                steps.Add(current);
            }
            else if (known.TryGetValue(key, out var at))
            {
                replaced[current.Id] = steps[at].Id;
                if (steps[at] is CandidateStep first && current is CandidateStep other)
                    steps[at] = first with { Candidates = [.. first.Candidates, .. other.Candidates] };
            }
            else
            {
                known[key] = steps.Count;
                steps.Add(current);
            }
        }

        return (plan with { Steps = [.. steps] }, replaced.Count);
    }

    private static Step Redirect(Step step, Dictionary<int, int> replaced)
    {
        if (!step.Inputs.Any(replaced.ContainsKey))
            return step;
        ImmutableArray<int> inputs = [.. step.Inputs.Select(i => replaced.GetValueOrDefault(i, i))];
        return step is PlainStep plain ? new PlainStep(plain.Node with { Inputs = inputs }) : step with { Inputs = inputs };
    }

    /// <summary>Equal for steps that compute the same; null for one that must not be shared.</summary>
    private string? KeyOf(Step step)
    {
        var inputs = string.Join(',', step.Inputs);
        return step switch
        {
            FunctionStep function => $"{OperationText.Of(function.Operation)}({inputs})",
            SideBySideStep when isLate => $"side by side({inputs})",
            CandidateStep { Stages.IsEmpty: false } candidate when candidate.Stages.All(CanShare) => $"{candidate.Text}({inputs})",
            _ => null,
        };
    }

    /// <summary>No weights of its own, and no chance; the statistics of a normalization follow from its input.</summary>
    private static bool CanShare(IR.OperationLayer stage)
    {
        var facts = stage.Operation.FactsOf(stage);
        return !facts.HasFlag(OperationFacts.HasWeights) && (!facts.HasFlag(OperationFacts.Stateful) || stage.Operation.Name == "bn");
    }
}
