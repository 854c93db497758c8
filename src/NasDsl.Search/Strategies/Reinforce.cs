using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>
/// Policy gradients (Williams, 1992) with an LSTM controller (Zoph and Le, "Neural architecture search with reinforcement learning", 2017):
/// after each architecture the controller makes its choices likelier by as much as it is better than the average of those before.
/// </summary>
/// <remarks>Rewards are divided by how much they vary: a metric in percent and one in shares give the same search.</remarks>
public sealed class Reinforce : IStrategy
{
    private readonly StableRandom random;
    private readonly Controller controller;
    private readonly RewardScale rewards;
    private readonly double entropy;

    /// <param name="evaluations">How long the run may be.</param>
    public Reinforce(DecisionSpace space, ReinforcePlan plan, int evaluations, long seed)
    {
        random = new StableRandom(seed);
        var pace = LearningPace.Of(6e-4, 0, published: 12_800, evaluations);
        controller = new Controller(space, plan.Controller, plan.LearningRate ?? pace.Rate, random);
        rewards = new RewardScale(plan.Baseline);
        entropy = plan.Entropy ?? pace.Entropy;
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

/// <summary>
/// How fast a controller learns. Published rates are for thousands of architectures. A shorter run learns faster in proportion, so that the
/// policy can move as far, up to <see cref="Fastest"/>; and the faster it is, the more its entropy is worth: else the policy
/// settles on the first good architecture.
/// </summary>
internal sealed record LearningPace(double Rate, double Entropy)
{
    /// <summary>Of Adam.</summary>
    private const double Fastest = 0.02;

    /// <summary>What a nat of entropy is worth at the fastest, in standard deviations of the reward.</summary>
    private const double MostEntropy = 0.3;

    public static LearningPace Of(double rate, double entropy, int published, int evaluations)
    {
        var faster = Math.Clamp(rate * published / Math.Max(1, evaluations), rate, Fastest);
        return new LearningPace(faster, entropy + MostEntropy * (faster - rate) / (Fastest - rate));
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
