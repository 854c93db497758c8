using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Optimization;

namespace NasDsl.Analysis;

/// <summary>What the steps of an optimized supernet keep.</summary>
public sealed partial class PeakMemory
{
    private Kept Of(ForwardPlan plan) => Together(plan.Inputs.Length, [.. plan.Steps.Select(Of)], plan.Outputs[0]);

    private Computed Of(Step step) => step switch
    {
        PlainStep plain => Of(plain.Node),
        FunctionStep function => Result(step, Of(function.Operation)),
        CandidateStep { Stages.IsEmpty: true } candidate => Result(step, Of(candidate.Candidate.Operation)),
        CandidateStep candidate => Result(step, Chain([.. candidate.Stages.Skip(candidate.First).Select(s => (Of(s), Size(s.Output)))])),
        SideBySideStep => Result(step, new Kept([.. step.Inputs.Select(_ => false)], Output: false, 0)),
        MixStep mix => Result(step, Of(mix)),
        LanesStep lanes => Result(step, Of(lanes)),
        _ => throw new ArgumentException($"no memory is known for a {step.GetType().Name}", nameof(step)),
    };

    private static Computed Result(Step step, Kept kept) => new(step.Id, step.Inputs, Size(step.Shape), kept);

    /// <summary>What is weighted is kept for the gradients of the weights.</summary>
    private Kept Of(MixStep mix) => new(
        [.. mix.Weights.Select(w => trainsAlphas && w is not null)], Output: false, 0, IsAlias: mix.Weights is [null]);

    private Kept Of(LanesStep lanes)
    {
        var (stages, count) = (lanes.Stages[lanes.First..], lanes.Candidates.Length);
        // A run of stages that is computed again keeps what its first one does.
        var links = ImmutableArray.CreateBuilder<(Kept, long)>();
        for (var i = 0; i < stages.Length; i++)
        {
            var kept = Of(stages[i]);
            if (lanes.Recomputes)
                i += Recompute.LengthAt(stages, i, IsLarge) - 1;
            links.Add((kept with { Inside = count * kept.Inside }, count * Size(stages[i].Output)));
        }

        var all = Chain(links.ToImmutable());
        // Weights that are no part of the last normalization multiply its result.
        return lanes.FoldsWeights || !trainsAlphas ? all with { Output = false } : all with { Inside = all.Inside + links[^1].Item2, Output = false };

        bool IsLarge(Shape shape) => BytesPerValue * batch * count * Size(shape) >= Recompute.LeastBytes;
    }
}
