using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch.Tests.Training;

/// <summary>
/// The second-order gradient of a linear model, in float64, against finite differences of the unrolled objective
/// L_val(w - rate * (momentum * buffer + dL_train/dw + decay * w), alpha).
/// </summary>
public sealed class UnrolledGradientTests
{
    private const double Rate = 0.3, Momentum = 0.9, Decay = 0.05;

    private readonly Tensor trainInputs, trainTargets, validationInputs, validationTargets, buffer;
    private readonly Parameter weights, alphas;
    private readonly Module<Tensor, Tensor> network = BatchNorm1d(2);

    public UnrolledGradientTests()
    {
        manual_seed(3);
        (trainInputs, trainTargets) = (randn(7, 4, dtype: ScalarType.Float64), randn(7, dtype: ScalarType.Float64));
        (validationInputs, validationTargets) = (randn(7, 4, dtype: ScalarType.Float64), randn(7, dtype: ScalarType.Float64));
        buffer = randn(4, dtype: ScalarType.Float64);
        weights = Parameter(randn(4, dtype: ScalarType.Float64));
        alphas = Parameter(randn(2, dtype: ScalarType.Float64));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void It_is_the_gradient_of_the_unrolled_objective(bool withBuffer)
    {
        var computed = Compute(withBuffer ? buffer : null);
        for (var i = 0; i < 2; i++)
        {
            const double h = 1e-5;
            var slope = (Unrolled(i, h, withBuffer) - Unrolled(i, -h, withBuffer)) / (2 * h);
            Assert.Equal(slope, computed[i], 1e-7);
        }
    }

    [Fact]
    public void It_differs_from_the_first_order()
    {
        var second = Compute(buffer);
        Gradients.Backward(() => Loss(validationInputs, validationTargets), [alphas], frozen: [weights]);
        var first = Values(alphas.grad ?? zeros(2));
        Assert.True(Math.Abs(first[0] - second[0]) > 1e-3, $"{first[0]} and {second[0]}");
    }

    [Fact]
    public void Weights_and_running_statistics_are_put_back()
    {
        var before = (Values(weights), network.buffers().Select(item => item.clone()).ToList());
        Compute(buffer);
        Assert.Equal(before.Item1, Values(weights));
        Assert.All(network.buffers().Zip(before.Item2), pair => Assert.True(pair.First.SameAs(pair.Second)));
        Assert.Null(weights.grad);
    }

    private double[] Compute(Tensor? momentumBuffer)
    {
        new UnrolledGradient(network, [weights], [alphas]).Compute(
            () => Loss(trainInputs, trainTargets),
            () => Loss(validationInputs, validationTargets),
            new UnrolledGradient.VirtualStep(Rate, Momentum, Decay, [momentumBuffer]));
        return Values(alphas.grad ?? zeros(2));
    }

    // The first alternative scales the inputs' weights, the second squares the inputs; normalisation gathers statistics.
    private Tensor Loss(Tensor inputs, Tensor targets)
    {
        network.train();
        network.call(inputs[TensorIndex.Colon, TensorIndex.Slice(0, 2)].to(ScalarType.Float32));
        return Loss(inputs, targets, weights, alphas);
    }

    private static Tensor Loss(Tensor inputs, Tensor targets, Tensor weights, Tensor alphas)
    {
        var mix = alphas.softmax(0);
        var predicted = (mix[0] * inputs + mix[1] * inputs.square()).matmul(weights);
        return (predicted - targets).square().mean();
    }

    private double Unrolled(int index, double delta, bool withBuffer)
    {
        var moved = alphas.detach().clone();
        moved[index] = moved[index] + delta;
        var w = weights.detach().clone().requires_grad_();
        Loss(trainInputs, trainTargets, w, moved).backward();
        var direction = (w.grad ?? zeros_like(w)) + Decay * w.detach();
        if (withBuffer)
            direction += Momentum * buffer;
        return Loss(validationInputs, validationTargets, w.detach() - Rate * direction, moved).item<double>();
    }

    private static double[] Values(Tensor tensor) => tensor.detach().data<double>().ToArray();
}
