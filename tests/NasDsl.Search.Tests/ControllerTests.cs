using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Search;

namespace NasDsl.Tests.Search;

public class ControllerTests
{
    /// <summary>By central differences, in every parameter of a two-layer controller on a space with conditions and subsets.</summary>
    [Fact]
    public void The_gradient_is_that_of_the_objective()
    {
        var space = DecisionSpace.Of(DecisionSpaceTests.Nested());
        var random = new StableRandom(4);
        var controller = new Controller(space, new ControllerPlan(3, 2), 0.01, random);
        foreach (ref var value in controller.Values.AsSpan())
            value *= 8;
        var candidate = space.CandidateOf(Architecture.Empty.With("kind", "rich").With("parts", "a", "c"));
        const double advantage = 1.7, entropy = 0.3;
        controller.Follow(candidate);
        Assert.Equal(4, controller.Steps.Length);
        controller.Backward(_ => advantage, entropy);
        var gradients = (double[])controller.Gradients.Clone();
        var worst = 0.0;
        for (var i = 0; i < gradients.Length; i++)
            worst = Math.Max(worst, Math.Abs(gradients[i] - Difference(controller, candidate, i, advantage, entropy)));
        Assert.InRange(worst, 0, 1e-7);
        Assert.Contains(gradients, g => Math.Abs(g) > 1e-2);
    }

    [Fact]
    public void The_policy_learns_what_is_rewarded()
    {
        var space = DecisionSpace.Of(StrategyTests.Large());
        var strategy = new Reinforce(space, ReinforcePlan.Default, 400, 1);
        var worth = new Worth();
        var values = new List<double>();
        for (var i = 0; i < 400; i++)
        {
            var proposal = strategy.Propose(1)[0];
            values.Add(worth.Evaluate(proposal).Metrics[0]);
            strategy.Tell([new Result(proposal, [values[^1]])]);
        }
        Assert.True(values.TakeLast(50).Average() > values.Take(50).Average() + 4);
    }

    [Fact]
    public void The_scale_of_the_rewards_does_not_matter()
    {
        Assert.Equal(Proposals(r => r), Proposals(r => 1024 * r));

        static List<Proposal> Proposals(Func<double, double> scale)
        {
            var strategy = new Reinforce(DecisionSpace.Of(StrategyTests.Large()), ReinforcePlan.Default, 100, 1);
            var worth = new Worth();
            var proposals = new List<Proposal>();
            for (var i = 0; i < 30; i++)
            {
                proposals.AddRange(strategy.Propose(1));
                strategy.Tell([new Result(proposals[^1], [scale(worth.Evaluate(proposals[^1]).Metrics[0])])]);
            }
            return proposals;
        }
    }

    private static double Difference(Controller controller, Candidate candidate, int parameter, double advantage, double entropy)
    {
        const double step = 1e-5;
        var before = controller.Values[parameter];
        controller.Values[parameter] = before + step;
        var above = Objective();
        controller.Values[parameter] = before - step;
        var below = Objective();
        controller.Values[parameter] = before;
        return (above - below) / (2 * step);

        double Objective()
        {
            controller.Follow(candidate);
            var sum = 0.0;
            foreach (var made in controller.Steps)
                sum -= advantage * Math.Log(made.Probabilities[made.Choice]) + entropy * AlphaReport.Entropy(made.Probabilities);
            return sum;
        }
    }
}
