using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>
/// The controller of ENAS (Pham, Guan, Zoph, Le and Dean, "Efficient neural architecture search via parameter sharing", 2018):
/// REINFORCE with a moving-average baseline, rewarded by the accuracy that an architecture has with shared weights.
/// </summary>
public sealed class SharedWeightsController
{
    private const double SkipWeight = 0.8;

    private readonly EnasPlan plan;
    private readonly Controller controller;
    private double? baseline;

    public SharedWeightsController(DecisionSpace space, EnasPlan plan, long seed)
    {
        this.plan = plan;
        controller = new Controller(space, plan.Controller, plan.Rate, new StableRandom(seed))
        {
            Shape = new LogitShape(plan.Tanh, plan.OperationTanh, plan.Temperature),
        };
    }

    /// <summary>The moving average of the rewards; null before the first.</summary>
    public double? Baseline => baseline;

    /// <summary>Everything that decides about architectures to come: parameters, the optimizer's moments, the baseline.</summary>
    public double[] State
    {
        get => [.. controller.Values, .. controller.Optimizer.State, baseline ?? double.NaN];
        set
        {
            var size = controller.Values.Length;
            if (value.Length != 3 * size + 2)
                throw new ArgumentException($"the state of another controller: {value.Length} numbers", nameof(value));
            value.AsSpan(0, size).CopyTo(controller.Values);
            controller.Optimizer.State = value[size..^1];
            baseline = double.IsNaN(value[^1]) ? null : value[^1];
        }
    }

    /// <summary>An architecture that the constraints allow.</summary>
    /// <exception cref="NoCandidateException">The policy yields nothing that is allowed.</exception>
    public Candidate Sample(StableRandom random) => controller.Sample(random);

    /// <summary>One update from several architectures and their accuracies.</summary>
    public void Learn(IReadOnlyList<(Candidate Candidate, double Accuracy)> samples)
    {
        var skips = plan.Skips is { } share ? new ShareTarget(share, SkipWeight / samples.Count) : null;
        foreach (var (candidate, accuracy) in samples)
        {
            controller.Follow(candidate);
            var reward = accuracy + plan.Entropy * Entropy();
            baseline = baseline is { } before ? before - (1 - plan.Baseline) * (before - reward) : reward;
            var advantage = (reward - baseline.Value) / samples.Count;
            controller.Backward(_ => advantage, 0, skips);
        }
        controller.Update();
    }

    /// <summary>Of the policy along the architecture just followed, in nats.</summary>
    private double Entropy()
    {
        var sum = 0.0;
        foreach (var step in controller.Steps)
            sum += AlphaReport.Entropy(step.Probabilities);
        return sum;
    }
}
