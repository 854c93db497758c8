using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Search;

namespace NasDsl.Tests.Search;

public class OneShotStrategyTests
{
    [Fact]
    public void A_controller_learns_from_accuracies_and_goes_on_from_its_state()
    {
        var space = DecisionSpace.Of(StrategyTests.Large());
        var plan = SupernetPlans.Enas with { Controller = new ControllerPlan(16, 1), Rate = 0.02, Tanh = 2.5, Temperature = 2 };
        var controller = new SharedWeightsController(space, plan, 1);
        var (first, _) = Train(controller, space, 0, 40);
        var state = controller.State;
        var (_, last) = Train(controller, space, 40, 40);
        Assert.True(last > first + 0.1, $"{first} -> {last}");

        var other = new SharedWeightsController(space, plan, 2) { State = state };
        Train(other, space, 40, 40);
        Assert.Equal(controller.State, other.State);
        Assert.Throws<ArgumentException>(() => other.State = [1, 2, 3]);
    }

    [Fact]
    public void Evolution_finds_the_best_and_evaluates_none_twice()
    {
        var space = DecisionSpace.Of(StrategyTests.Large());
        var plan = SupernetPlans.SinglePath with { Population = 20, Generations = 10, Top = 5 };
        var seen = new HashSet<Candidate>();
        var best = new SinglePathEvolution(space, plan, 3).Run(Evaluate);
        var bestSeen = seen.Max(Accuracy);
        Assert.Equal(bestSeen, Accuracy(best));
        Assert.InRange(seen.Count, 100, 220);
        var random = new StableRandom(1);
        Assert.True(bestSeen > Enumerable.Range(0, 220).Max(_ => Accuracy(space.Draw(random))));

        var again = new SinglePathEvolution(space, plan, 3).Run(Accuracy);
        Assert.Equal(best, again);
        var one = new SinglePathEvolution(space, plan with { Generations = 0 }, 3);
        var evaluated = 0;
        one.Run(c => { evaluated++; return Accuracy(c); });
        Assert.Equal(20, evaluated);

        double Evaluate(Candidate candidate)
        {
            Assert.True(seen.Add(candidate));
            return Accuracy(candidate);
        }
    }

    [Fact]
    public void Bent_logits_have_the_gradient_of_their_definition()
    {
        var shape = new LogitShape(1.5, 2.5, 5);
        foreach (var isOperation in new[] { false, true })
        {
            var constant = isOperation ? 1.5 / 2.5 : 1.5;
            double[] logits = [0.4, -2];
            double[] bent = [0, 0], gradients = [1, 1];
            double[] values = [.. logits];
            shape.Forward(values, bent, isOperation);
            shape.Backward(bent, gradients, isOperation);
            for (var i = 0; i < 2; i++)
            {
                Assert.Equal(constant * Math.Tanh(logits[i] / 5), values[i], 12);
                var slope = constant * (Math.Tanh((logits[i] + 1e-6) / 5) - Math.Tanh((logits[i] - 1e-6) / 5)) / 2e-6;
                Assert.Equal(slope, gradients[i], 8);
            }
        }
    }

    [Fact]
    public void A_wanted_share_pulls_by_the_divergence()
    {
        var target = new ShareTarget(0.4, 0.8);
        double[] gradients = [0, 0];
        target.AddTo(gradients, Probabilities(0.3));
        Assert.Equal((Divergence(0.3 + 1e-6) - Divergence(0.3 - 1e-6)) / 2e-6, gradients[1], 7);
        Assert.Equal(-gradients[1], gradients[0], 12);

        static double[] Probabilities(double logit) => [1 / (1 + Math.Exp(logit)), 1 / (1 + Math.Exp(-logit))];
        static double Divergence(double logit) =>
            Probabilities(logit) is var p ? 0.8 * (p[0] * Math.Log(p[0] / 0.6) + p[1] * Math.Log(p[1] / 0.4)) : 0;
    }

    private static (double First, double Last) Train(SharedWeightsController controller, DecisionSpace space, int from, int updates)
    {
        var means = new List<double>();
        for (var i = from; i < from + updates; i++)
        {
            var random = new StableRandom(i);
            var samples = Enumerable.Range(0, 8).Select(_ => controller.Sample(random)).Select(c => (c, Accuracy(c))).ToList();
            means.Add(samples.Average(s => s.Item2));
            controller.Learn(samples);
        }
        return (means[0], means[^1]);
    }

    /// <summary>The share of decisions that take the first option.</summary>
    private static double Accuracy(Candidate candidate) => candidate.Slots.ToArray().Count(s => s == 0) / (double)candidate.Slots.Length;
}
