using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>
/// Policy gradients (Williams, 1992) with an LSTM controller (Zoph and Le, "Neural architecture search with reinforcement learning", 2017):
/// after each architecture the controller makes its choices likelier by as much as it is better than the average of those before.
/// </summary>
/// <remarks>
/// The published learning rate is for 12,800 architectures. A shorter run learns faster in proportion, so that the policy
/// can move as far, up to <see cref="FastestRate"/>. Rewards are divided by how much they vary: a metric in percent and one in
/// shares give the same search.
/// </remarks>
public sealed class Reinforce : IStrategy
{
    private const double PublishedRate = 6e-4;
    private const int PublishedSamples = 12_800;

    /// <summary>Of Adam; beyond it the policy jumps to the first good architecture.</summary>
    public const double FastestRate = 0.02;

    private readonly StableRandom random;
    private readonly Controller controller;
    private readonly RewardScale rewards;
    private readonly double entropy;

    /// <param name="evaluations">How long the run may be.</param>
    public Reinforce(DecisionSpace space, ReinforcePlan plan, int evaluations, long seed)
    {
        random = new StableRandom(seed);
        var rate = plan.LearningRate
            ?? Math.Clamp(PublishedRate * PublishedSamples / Math.Max(1, evaluations), PublishedRate, FastestRate);
        controller = new Controller(space, plan.Controller, rate, random);
        rewards = new RewardScale(plan.Baseline);
        entropy = plan.Entropy;
    }

    public IReadOnlyList<Proposal> Propose(int most) =>
        [.. Enumerable.Range(0, most).Select(_ => new Proposal(controller.Sample(random)))];

    public void Tell(IReadOnlyList<Result> results)
    {
        foreach (var result in results)
        {
            var advantage = rewards.AdvantageOf(result);
            controller.Follow(result.Proposal.Candidate);
            controller.Backward(_ => advantage, entropy);
            controller.Update();
        }
    }
}

/// <summary>How much better a result is than the moving average of those before, in moving standard deviations.</summary>
internal sealed class RewardScale(double decay)
{
    private double mean;
    private double variance;
    private double worst;
    private int count;

    public double AdvantageOf(Result result)
    {
        // What failed is as bad as the worst that did not; before there is one, nothing can be said.
        if (result.Fitness is null && count == 0)
            return 0;
        var value = result.Fitness is null ? worst : result.Value;
        if (count == 0)
            (mean, worst) = (value, value);
        worst = Math.Min(worst, value);
        var difference = value - mean;
        // Averages over few values: as if there were no more than were seen.
        var share = Math.Max(1 - decay, 1.0 / ++count);
        mean += share * difference;
        variance = (1 - share) * (variance + share * difference * difference);
        return variance > 0 ? Math.Clamp(difference / Math.Sqrt(variance), -3, 3) : 0;
    }
}
