using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch.Tests.Training;

public sealed class OptimizersTests
{
    private static readonly OptimizerSettings Sgd = new()
    {
        Kind = OptimizerKind.Sgd, LearningRate = new LearningRate.Constant(0.5), Momentum = 0.9, WeightDecay = 0.1,
    };

    private readonly Parameter first = Parameter(tensor([1f, 2f])), second = Parameter(tensor([3f]));

    [Fact]
    public void Momentum_buffers_follow_the_order_of_the_parameters()
    {
        using var optimizer = Optimizers.Create(Sgd, [first, second], epochs: 1);
        Assert.Equal([null, null], Optimizers.MomentumBuffers(optimizer, 2));

        ((first * tensor([10f, 20f])).sum() + 30 * second.sum()).backward();
        optimizer.step();
        var buffers = Optimizers.MomentumBuffers(optimizer, 2);
        Assert.Equal([10.1f, 20.2f], buffers[0]?.data<float>().ToArray() ?? []);
        Assert.Equal([30.3f], buffers[1]?.data<float>().ToArray() ?? []);
        Assert.Equal(3 - 0.5 * 30.3, second.item<float>(), 1e-5);
    }

    [Fact]
    public void Other_optimizers_have_no_momentum_buffers()
    {
        using var optimizer = Optimizers.Create(Sgd with { Kind = OptimizerKind.Adam }, [first, second], epochs: 1);
        Assert.Equal([null, null], Optimizers.MomentumBuffers(optimizer, 2));
    }

    [Fact]
    public void Clipping_scales_all_gradients_together()
    {
        (first * tensor([30f, 0f])).sum().backward();
        // The second parameter has no gradient and must not matter.
        Optimizers.Clip(Sgd with { Clip = 3 }, [first, second]);
        Assert.Equal(3, first.grad?.norm().item<float>() ?? 0, 1e-4);
        Optimizers.Clip(Sgd, [first, second]);
        Assert.Equal(3, first.grad?.norm().item<float>() ?? 0, 1e-4);
    }

    [Fact]
    public void The_learning_rate_can_be_changed()
    {
        using var optimizer = Optimizers.Create(Sgd with { Momentum = 0, WeightDecay = 0 }, [second], epochs: 1);
        Optimizers.SetLearningRate(optimizer, 0.25);
        second.sum().backward();
        optimizer.step();
        Assert.Equal(2.75f, second.item<float>());
    }

    [Fact]
    public void Frozen_parameters_get_no_gradient_and_thaw_afterwards()
    {
        var gradients = Gradients.Of(() => (first.sum() * second).sum(), [first], frozen: [second]);
        Assert.Equal([3f, 3f], gradients[0].data<float>().ToArray());
        Assert.Null(second.grad);
        Assert.Null(first.grad);
        Assert.True(second.requires_grad);
    }

    [Fact]
    public void A_parameter_without_a_part_in_the_loss_has_a_gradient_of_zero()
    {
        var gradients = Gradients.Of(() => first.sum(), [first, second], frozen: []);
        Assert.Equal([0f], gradients[1].data<float>().ToArray());
    }
}
