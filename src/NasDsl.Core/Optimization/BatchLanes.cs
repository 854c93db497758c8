using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Operations.Library;

namespace NasDsl.Optimization;

/// <summary>Computes the same operation of several edges into a node at once.</summary>
internal sealed class BatchLanes : Pass
{
    public override string Name => "batch-lanes";

    public override string Doc =>
        "computes the same operation of all edges into a node at once: their inputs side by side, a group of every convolution for each edge";

    public override string Preserves =>
        "a grouped convolution computes its groups apart, normalization and functions of one element know nothing of other channels";

    public override (ForwardPlan Plan, int Changes) Run(ForwardPlan plan, RelaxationPlan relaxation)
    {
        var (uses, byId) = (plan.Uses(), plan.ById());
        var texts = new Dictionary<(ImmutableArray<OperationLayer>, int), string>();
        var next = plan.NextId;
        var changes = 0;
        var steps = new List<Step>();
        foreach (var step in plan.Steps)
            if (step is MixStep mix)
                steps.Add(Batch(mix, byId, uses, texts, steps, ref next, ref changes));
            else
                steps.Add(step);
        return (plan with { Steps = [.. steps] }, changes);
    }

    private static MixStep Batch(
        MixStep mix,
        Dictionary<int, Step> byId,
        Dictionary<int, int> uses,
        Dictionary<(ImmutableArray<OperationLayer>, int), string> texts,
        List<Step> steps,
        ref int next,
        ref int changes)
    {
        var groups = Enumerable.Range(0, mix.Inputs.Length)
            .Where(i => mix.Weights[i] is not null && uses[mix.Inputs[i]] == 1)
            .Select(i => (Place: i, Step: byId.GetValueOrDefault(mix.Inputs[i]) as CandidateStep))
            .Where(p => p.Step is { Candidates.Length: 1, Inputs.Length: 1 } step && CanRunInLanes(step))
            .GroupBy(p => p.Step is { } step ? KeyOf(step, texts) : "")
            .ToList();
        var replaced = new Dictionary<int, int?>();
        foreach (var group in groups)
        {
            var members = group.Select(p => p.Step).OfType<CandidateStep>().ToList();
            var input = members.Count == 1 ? members[0].Inputs[0] : SideBySide(mix, members, steps, ref next);
            steps.Add(new LanesStep(
                next, $"{mix.Name}.{members[0].Candidate.Label}", [.. members.Select(m => m.Candidate)], members[0].Stages,
                members[0].First, false, false, false, [input], mix.Shape));
            foreach (var (place, _) in group)
                replaced[place] = null;
            replaced[group.First().Place] = next++;
            changes++;
        }

        var kept = Enumerable.Range(0, mix.Inputs.Length).Where(i => !replaced.TryGetValue(i, out var id) || id is not null).ToList();
        return mix with
        {
            Inputs = [.. kept.Select(i => replaced.GetValueOrDefault(i) ?? mix.Inputs[i])],
            Weights = [.. kept.Select(i => replaced.ContainsKey(i) ? null : mix.Weights[i])],
        };
    }

    /// <summary>Equal for candidates that do the same with tensors of the same shape.</summary>
    private static string KeyOf(CandidateStep step, Dictionary<(ImmutableArray<OperationLayer>, int), string> known)
    {
        if (!known.TryGetValue((step.Stages, step.First), out var key))
            known[(step.Stages, step.First)] = key = $"{step.First} {step.Text} {step.Stages[step.First].Inputs[0]}";
        return key;
    }

    private static int SideBySide(MixStep mix, List<CandidateStep> members, List<Step> steps, ref int next)
    {
        var shape = members[0].Stages[members[0].First].Inputs[0];
        steps.Add(new SideBySideStep(
            next, $"{mix.Name}.inputs", [.. members.Select(m => m.Inputs[0])],
            shape.WithChannels(members.Count * shape.Channels)));
        return next++;
    }

    /// <summary>Convolutions of images, normalizations over the batch and functions of one element.</summary>
    private static bool CanRunInLanes(CandidateStep step)
    {
        var rest = step.Stages.Skip(step.First).ToList();
        return rest.Count > 0 && rest.TrueForAll(s => s.Operation is Conv or Depthwise || IsImageNorm(s) || IsFunction(s))
            && rest.Exists(s => s.Operation is Conv or Depthwise);
    }

    private static bool IsImageNorm(OperationLayer stage) => stage.Operation is BatchNorm && stage.Output.IsImage;

    private static bool IsFunction(OperationLayer stage) =>
        stage.Operation.FactsOf(stage).HasFlag(OperationFacts.Pointwise) && stage.Operation.EmissionOf(stage) is ExpressionEmission { Module: not null };
}
