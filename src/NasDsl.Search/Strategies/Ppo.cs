using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>
/// Proximal policy optimization (Schulman et al., 2017) with the controller of NASNet (Zoph, Vasudevan, Shlens and Le, "Learning transferable
/// architectures for scalable image recognition", 2018): several passes over a batch of architectures, in each of which no probability
/// moves by more than a share.
/// </summary>
public sealed class Ppo : IStrategy
{
    private const int PublishedBatch = 20;

    private readonly PpoPlan plan;
    private readonly StableRandom random;
    private readonly Controller controller;
    private readonly RewardScale rewards;
    private readonly int size;
    private readonly double entropy;
    private readonly List<(Candidate Candidate, double Advantage)> batch = [];

    /// <param name="evaluations">How long the run may be.</param>
    public Ppo(DecisionSpace space, PpoPlan plan, int evaluations, long seed)
    {
        this.plan = plan;
        random = new StableRandom(seed);
        var pace = LearningPace.Of(3.5e-4, 1e-5, published: 20_000, evaluations);
        controller = new Controller(space, plan.Controller, plan.LearningRate ?? pace.Rate, random);
        entropy = plan.Entropy ?? pace.Entropy;
        rewards = new RewardScale(plan.Baseline);
        size = plan.Batch ?? Math.Clamp(evaluations / 20, 1, PublishedBatch);
    }

    public IReadOnlyList<Proposal> Propose(int most) =>
        [.. Enumerable.Range(0, most).Select(_ => new Proposal(controller.Sample(random)))];

    public void Tell(IReadOnlyList<Result> results)
    {
        foreach (var result in results)
        {
            batch.Add((result.Proposal.Candidate, rewards.AdvantageOf(result)));
            if (batch.Count == size)
                Update();
        }
    }

    private void Update()
    {
        var before = batch.Select(b => LogProbabilities(b.Candidate)).ToArray();
        for (var pass = 0; pass < plan.Steps; pass++)
        {
            for (var i = 0; i < batch.Count; i++)
                Add(batch[i].Candidate, batch[i].Advantage / batch.Count, before[i]);
            controller.Update();
        }
        batch.Clear();
    }

    private double[] LogProbabilities(Candidate candidate)
    {
        controller.Follow(candidate);
        var all = new double[controller.Steps.Length];
        for (var t = 0; t < all.Length; t++)
            all[t] = LogProbability(t);
        return all;
    }

    private double LogProbability(int t)
    {
        var step = controller.Steps[t];
        return Math.Log(Math.Max(step.Probabilities[step.Choice], 1e-12));
    }

    /// <summary>The gradient of the clipped objective: none where the probability has moved far enough already.</summary>
    private void Add(Candidate candidate, double advantage, double[] before)
    {
        controller.Follow(candidate);
        controller.Backward(
            t =>
            {
                var ratio = Math.Exp(LogProbability(t) - before[t]);
                var isFarEnough = advantage > 0 ? ratio > 1 + plan.Clip : ratio < 1 - plan.Clip;
                return isFarEnough ? 0 : advantage * ratio;
            },
            entropy / batch.Count);
    }
}
