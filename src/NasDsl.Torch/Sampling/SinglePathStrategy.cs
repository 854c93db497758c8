using NasDsl.IR;
using NasDsl.Search;
using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>Single-path one-shot (Guo et al., 2020).</summary>
public sealed record SinglePathMethod(DecisionSpace Space, SinglePathPlan Plan) : SearchMethod
{
    internal override SupernetStrategy Create(SupernetModel model, SearchSettings settings) =>
        new SinglePathStrategy(model, settings, Space, Plan);
}

/// <summary>
/// Single-path one-shot (Guo et al., "Single path one-shot neural architecture search with uniform sampling", 2020): every step
/// trains the weights of one architecture, drawn evenly; afterwards evolution searches the one that is best on the held-out part with
/// these weights and normalization statistics of its own.
/// </summary>
internal sealed class SinglePathStrategy(SupernetModel model, SearchSettings settings, DecisionSpace space, SinglePathPlan plan)
    : PathStrategy(model, settings, space)
{
    private const string KnownName = "single_path.evaluated";

    public override bool ResumesFinish => true;

    private Dictionary<string, double> known = new(StringComparer.Ordinal);

    public override (StepOutcome Trained, StepOutcome? HeldOut) Step(SearchStep step) =>
        (Train(Space.Draw(RandomOf(0, step.Epoch, step.Index)), step), null);

    public override IReadOnlyDictionary<string, string[]> Finish(SearchData data, CancellationToken cancellation)
    {
        var seed = (long)RandomOf(1, 0, 0).NextBits();
        return Labels(new SinglePathEvolution(Space, plan, seed).Run(candidate => AccuracyOf(candidate, data, cancellation)));
    }

    public override void Save(Checkpoint checkpoint)
    {
        base.Save(checkpoint);
        checkpoint.PutState(KnownName, known);
    }

    public override void Load(Checkpoint checkpoint)
    {
        base.Load(checkpoint);
        known = checkpoint.State<Dictionary<string, double>>(KnownName);
    }

    /// <summary>
    /// What was evaluated before an interruption is not evaluated again. Each evaluation draws the same random numbers (dropout, while statistics
    /// are measured), so that one which was interrupted ends as it would have, and <see cref="SupernetEvaluator"/> finds the same.
    /// </summary>
    private double AccuracyOf(Candidate candidate, SearchData data, CancellationToken cancellation)
    {
        var key = candidate.ToString();
        if (!known.TryGetValue(key, out var accuracy))
            known[key] = accuracy = With(candidate, () =>
            {
                manual_seed(Settings.Seed);
                Statistics.Recalculate(Model.Network, data, plan.Calibration, cancellation);
                return data.Evaluate(cancellation).Accuracy;
            });
        return accuracy;
    }
}
