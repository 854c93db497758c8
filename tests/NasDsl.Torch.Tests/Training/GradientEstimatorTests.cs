using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch.Tests.Training;

/// <summary>The gradients of sampled decisions against their definitions, in float64.</summary>
public sealed class GradientEstimatorTests
{
    private static readonly double[] Alphas = [0.3, -0.8, 1.1, 0.2];
    private static readonly double[] Costs = [2, -1, 0.5, 3];

    [Fact]
    public void A_hard_sample_has_the_gradient_of_the_relaxed_one_where_it_computes()
    {
        const double temperature = 0.7;
        var choice = Choice(null);
        var perturbed = choice.Perturbed(new SeededRandom(3));
        var (weights, places) = GdasStrategy.HardWeights(choice, perturbed, temperature);
        Assert.Equal(RelaxedChoice.Descending(perturbed, out var z)[0], Assert.Single(places));
        Assert.Equal(1, weights[places[0]].item<double>());
        (Costs[places[0]] * weights[places[0]]).backward();

        var soft = Softmax([.. z.Select(value => value / temperature)]);
        for (var j = 0; j < Alphas.Length; j++)
        {
            var expected = Costs[places[0]] * soft[places[0]] * ((j == places[0] ? 1 : 0) - soft[j]) / temperature;
            Assert.Equal(expected, Gradient(choice)[j], 12);
        }
    }

    [Fact]
    public void Binary_gates_have_the_gradient_of_the_two_that_compete()
    {
        var choice = Choice(null);
        for (ulong seed = 0; seed < 20; seed++)
        {
            choice.Alpha.grad = null;
            var gates = BinaryGates.Of(choice, new SeededRandom(seed));
            var (first, second) = gates.Pair ?? throw new InvalidOperationException();
            Assert.Equal(new[] { first, second }.Order(), gates.Places);
            Assert.Equal(1, gates.Weights.sum().item<double>(), 12);
            (gates.Weights * tensor(Costs)).sum().backward();

            var p = Softmax([Alphas[first], Alphas[second]]);
            var expected = new double[Alphas.Length];
            expected[first] = p[0] * (Costs[first] * (1 - p[0]) - Costs[second] * p[1]);
            expected[second] = p[1] * (Costs[second] * (1 - p[1]) - Costs[first] * p[0]);
            for (var j = 0; j < expected.Length; j++)
                Assert.Equal(expected[j], Gradient(choice)[j], 12);
        }
    }

    [Fact]
    public void Those_that_did_not_compete_stay_as_likely()
    {
        var choice = Choice(null);
        var gates = BinaryGates.Of(choice, new SeededRandom(1));
        var (first, second) = gates.Pair ?? throw new InvalidOperationException();
        var before = Softmax(Alphas);
        using (no_grad())
            choice.Alpha.add_(choice.OneAt([first]) * 0.9 - choice.OneAt([second]) * 0.2);
        gates.Rescale(choice, Alphas);
        var after = Softmax(choice.Alpha.data<double>().ToArray());
        Assert.Equal(before[first] + before[second], after[first] + after[second], 12);
        foreach (var other in Enumerable.Range(0, 4).Except([first, second]))
            Assert.Equal(before[other], after[other], 12);
        Assert.NotEqual(before[first], after[first], 3);
    }

    [Fact]
    public void Several_are_taken_where_several_are_wanted()
    {
        var two = Choice((2, 2));
        var perturbed = two.Perturbed(new SeededRandom(7));
        Assert.Equal(2, two.Hard(perturbed).Length);
        Assert.Equal(2, two.Soft(perturbed, 0.5).sum().item<double>(), 9);
        var near = two.Soft(perturbed, 0.01).data<double>().ToArray();
        Assert.All(two.Hard(perturbed), place => Assert.Equal(1, near[place], 3));

        var gates = BinaryGates.Of(two, new SeededRandom(7));
        Assert.Equal(3, gates.Places.Length);
        Assert.Equal(2, gates.Weights.sum().item<double>(), 12);

        var some = Choice((1, 3));
        for (ulong seed = 0; seed < 50; seed++)
            Assert.InRange(some.Hard(some.Perturbed(new SeededRandom(seed))).Length, 1, 3);
    }

    [Fact]
    public void Samples_are_as_likely_as_the_alphas_say()
    {
        var choice = Choice(null);
        var random = new SeededRandom(11);
        var counts = new int[4];
        for (var i = 0; i < 4000; i++)
            counts[choice.Hard(choice.Perturbed(random))[0]]++;
        foreach (var (count, probability) in counts.Zip(Softmax(Alphas)))
            Assert.Equal(probability, count / 4000.0, 0.03);
    }

    [Fact]
    public void Only_what_is_sampled_is_computed()
    {
        var model = PathProgram.Create(1);
        var paths = model.Paths ?? throw new InvalidOperationException();
        Assert.Equal(["more", "z"], paths.Counts.Keys.Select(name => name.Split('.')[0]).Order());
        model.Network.train();
        var input = rand(2, 1, 4, 4);
        paths.Weigh("y", tensor(new float[] { 1, 0 }), [0]);
        model.Network.call(input).sum().backward();
        Assert.Null(model.Network.named_parameters().Single(item => item.name.Contains("y.candidates.1.0.weight", StringComparison.Ordinal)).parameter.grad);
        paths.Weigh("y", tensor(new float[] { 0, 1 }), [1]);
        model.Network.call(input).sum().backward();
        Assert.NotNull(model.Network.named_parameters().Single(item => item.name.Contains("y.candidates.1.0.weight", StringComparison.Ordinal)).parameter.grad);
        paths.Release();
    }

    private static RelaxedChoice Choice((int, int)? count) => new("choice", new Parameter(tensor(Alphas)), count);

    private static double[] Gradient(RelaxedChoice choice) =>
        (choice.Alpha.grad ?? throw new InvalidOperationException("no gradient")).data<double>().ToArray();

    private static double[] Softmax(double[] logits)
    {
        double[] exponentials = [.. logits.Select(Math.Exp)];
        return [.. exponentials.Select(value => value / exponentials.Sum())];
    }
}
