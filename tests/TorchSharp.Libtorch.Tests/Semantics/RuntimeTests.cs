using System.Runtime.InteropServices;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Libtorch.Tests.Semantics;

public class RuntimeTests
{
    [Fact]
    public void Errors_come_with_libtorchs_message_and_without_its_stack()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ExternalException>(() => ones(2, 3).matmul(ones(2, 3)));
        Assert.Contains("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", error.Message);
        Assert.DoesNotContain("libtorch_cpu.so", error.Message);
        Assert.Throws<ExternalException>(() => ones(3).view(2));
        Assert.Throws<ExternalException>(() => ones(3, requires_grad: true).backward());
    }

    [Fact]
    public void Nothing_is_recorded_without_gradients()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
                Assert.True((x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }
        Assert.True(is_grad_enabled());
        using (inference_mode())
            Assert.True(is_inference_mode_enabled());
        Assert.False(is_inference_mode_enabled());
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var first = randn(8, generator: generator);
        generator.manual_seed(5);
        Assert.Equal(5, generator.initial_seed());
        Assert.True(first.Equals(randn(8, generator: generator)));
        Assert.False(first.Equals(randn(8, generator: generator)));

        var state = generator.get_state();
        var next = rand(4, generator: generator);
        generator.set_state(state);
        Assert.True(next.Equals(rand(4, generator: generator)));
    }

    [Fact]
    public void A_second_derivative_comes_from_a_recorded_gradient()
    {
        using var scope = NewDisposeScope();
        var x = tensor(3.0, requires_grad: true);
        var first = autograd.grad([x.pow(3)], [x], create_graph: true)[0];
        Assert.Equal(27, first.ToDouble(), 12);
        Assert.Equal(18, autograd.grad([first], [x])[0].ToDouble(), 12);
    }

    [Fact]
    public void An_unused_input_has_an_invalid_gradient_if_allowed()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (tensor(3.0, requires_grad: true), tensor(1.0, requires_grad: true));
        Assert.Throws<ExternalException>(() => autograd.grad([x * 2], [x, y]));
        Assert.True(autograd.grad([x * 2], [x, y], allow_unused: true)[1].IsInvalid);
    }

    [Fact]
    public void Gradients_add_up_until_they_are_cleared()
    {
        using var scope = NewDisposeScope();
        var x = tensor(3.0, requires_grad: true);
        Assert.Null(x.grad);
        (x * 2).backward();
        (x * 2).backward();
        Assert.Equal(4, x.grad?.ToDouble());
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void Clipping_scales_all_gradients_together()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (nn.Parameter(tensor(3.0)), nn.Parameter(tensor(4.0)));
        (a.square() / 2 + b.square() / 2).backward();
        Assert.Equal(5, nn.utils.clip_grad_norm_([a, b], 1), 12);
        Assert.Equal(0.6, a.grad?.ToDouble() ?? 0, 5);
        Assert.Equal(0.8, b.grad?.ToDouble() ?? 0, 5);
        nn.utils.clip_grad_value_([a, b], 0.7);
        Assert.Equal(0.7, b.grad?.ToDouble() ?? 0, 12);
    }

    [Fact]
    public void Parameters_go_into_a_vector_and_back()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(3, 2);
        var vector = nn.utils.parameters_to_vector(layer.parameters());
        Assert.Equal([8], vector.shape);
        nn.utils.vector_to_parameters(arange(8, float32), layer.parameters());
        Assert.Equal([0f, 1, 2, 3, 4, 5], layer.weight.data<float>().ToArray());
        Assert.Equal([6f, 7], (layer.bias ?? layer.weight).data<float>().ToArray());
    }

    [Fact]
    public void Threads_can_be_counted_and_set()
    {
        var before = get_num_threads();
        set_num_threads(1);
        Assert.Equal(1, get_num_threads());
        set_num_threads(before);
        Assert.Equal(cuda.is_available(), cuda.device_count() > 0);
    }

    [Theory]
    [InlineData(2, 8)]
    [InlineData(1, 64)]
    public void Layers_start_with_pytorchs_bounds(long inputs, long outputs)
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(inputs, outputs);
        using var conv = nn.Conv2d(inputs, outputs, 3);
        Assert.InRange(linear.weight.abs().max().ToDouble(), 0, 1 / Math.Sqrt(inputs));
        Assert.InRange(conv.weight.abs().max().ToDouble(), 0.5 / Math.Sqrt(inputs * 9), 1 / Math.Sqrt(inputs * 9));
        Assert.InRange(conv.bias?.abs().max().ToDouble() ?? -1, 0, 1 / Math.Sqrt(inputs * 9));
        Assert.Equal([outputs, inputs, 3, 3], conv.weight.shape);
    }

    [Fact]
    public void Running_statistics_follow_the_batches()
    {
        using var scope = NewDisposeScope();
        using var norm = nn.BatchNorm2d(1, momentum: 0.5);
        var images = arange(4, float32).view(1, 1, 2, 2);
        norm.call(images);
        Assert.Equal(0.75, norm.running_mean?.ToDouble() ?? 0, 6);
        Assert.Equal(0.5 + 0.5 * 5 / 3, norm.running_var?.ToDouble() ?? 0, 6);
        Assert.Equal(1, norm.num_batches_tracked?.ToInt64());
        norm.eval();
        Assert.True(norm.call(images).allclose((images - 0.75) / Math.Sqrt(0.5 + 2.5 / 3 + 1e-5)));
        Assert.Throws<ArgumentException>(() => norm.call(ones(2, 1)));
    }

    [Fact]
    public void Pooling_counts_padding_only_when_asked()
    {
        using var scope = NewDisposeScope();
        var image = ones(1, 1, 2, 2);
        Assert.Equal(1, F.avg_pool2d(image, 3, 1, 1, count_include_pad: false).max().ToDouble(), 6);
        Assert.Equal(4.0 / 9, F.avg_pool2d(image, 3, 1, 1).max().ToDouble(), 6);
    }
}
