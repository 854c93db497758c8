using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests.Semantics;

public class CustomFunctionTests
{
    [Fact]
    public void Gradients_are_those_of_differences_and_of_the_built_in_operators()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var (x, y) = (Input(3, 4), Input(4));
        Agrees(inputs => ScaledProduct.apply(inputs[0], 1.5, inputs[1]), inputs => inputs[0].pow(2) * inputs[1] * 1.5, x, y);
        Agrees(inputs => Exponential.apply(inputs[0]), inputs => inputs[0].exp(), x);
        Agrees(inputs => Waves.apply(inputs[0], true)[1], inputs => inputs[0].cos(), x);
        Agrees(inputs => Waves.apply(inputs[0], false)[0], inputs => inputs[0].sin(), x);
    }

    [Fact]
    public void A_function_composes_with_itself_and_takes_an_input_twice()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var x = Input(2, 3);
        Agrees(inputs => Exponential.apply(Exponential.apply(inputs[0] * 0.5)), inputs => (inputs[0] * 0.5).exp().exp(), x);
        Agrees(inputs => ScaledProduct.apply(inputs[0], 0.5, inputs[0]), inputs => inputs[0].pow(3) * 0.5, x);
        Agrees(inputs => Exponential.apply(inputs[0]) + Exponential.apply(inputs[0]), inputs => inputs[0].exp() * 2, x);
    }

    [Fact]
    public void All_outputs_add_to_the_gradient_and_those_without_derivative_require_none()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var x = Input(5);
        var outputs = Waves.apply(x, true);
        Assert.Equal([true, true, false], outputs.Select(output => output.requires_grad));
        (outputs[0] * outputs[1]).sum().backward();
        Assert.True((x * 2).cos().allclose(Gradient(x)));
    }

    [Fact]
    public void An_input_that_requires_no_gradient_gets_none()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (Input(3), randn(3, float64));
        ScaledProduct.apply(x, 2.0, y).sum().backward();
        Assert.Null(y.grad);
        Assert.True((x * y * 4).allclose(Gradient(x)));
    }

    [Fact]
    public void Nothing_is_recorded_without_need()
    {
        using var scope = NewDisposeScope();
        var x = Input(3);
        Assert.False(Exponential.apply(x.detach()).requires_grad);
        using (no_grad())
            Assert.False(Exponential.apply(x).requires_grad);
        var output = Exponential.apply(x);
        Assert.True(output.requires_grad);
        Assert.False(output.is_leaf);
    }

    [Fact]
    public void Forward_is_not_recorded_and_backward_only_for_a_graph()
    {
        using var scope = NewDisposeScope();
        var x = Input(3);
        var output = Probe.apply(x, "text", null);
        Assert.False(Probe.RecordedInForward);
        Assert.True(is_grad_enabled());
        autograd.grad([output.sum()], [x], retain_graph: true);
        Assert.False(Probe.RecordedInBackward);
        autograd.grad([output.sum()], [x], create_graph: true);
        Assert.True(Probe.RecordedInBackward);
    }

    [Fact]
    public void A_second_derivative_passes_through_saved_inputs_and_outputs()
    {
        using var scope = NewDisposeScope();
        var x = tensor(0.7, float64, requires_grad: true);
        foreach (var (output, expected) in new[] {
            (Exponential.apply(x), Math.Exp(0.7)), (ScaledProduct.apply(x, 1.0, x), 6 * 0.7) })
        {
            var first = autograd.grad([output], [x], create_graph: true)[0];
            Assert.Equal(expected, autograd.grad([first], [x])[0].ToDouble(), 12);
        }
    }

    /// <summary>libtorch's own functions free what they saved after a pass; TorchSharp's custom ones do not.</summary>
    [Fact]
    public void A_second_pass_needs_no_retained_graph()
    {
        using var scope = NewDisposeScope();
        var x = tensor(2.0, float64, requires_grad: true);
        var output = Exponential.apply(x);
        output.backward();
        output.backward();
        Assert.Equal(2 * Math.Exp(2), Gradient(x).ToDouble(), 12);
    }

    [Fact]
    public void An_input_returned_as_it_is_stays_apart_from_the_output()
    {
        using var scope = NewDisposeScope();
        var x = Input(3);
        var output = Amplify.apply(x);
        Assert.True(x.is_leaf);
        Assert.False(output.is_leaf);
        output.sum().backward();
        Assert.True(full([3], 10.0, float64).Equals(Gradient(x)));
    }

    [Fact]
    public void An_input_changed_in_place_becomes_part_of_the_graph()
    {
        using var scope = NewDisposeScope();
        var x = ones(3, float64, requires_grad: true);
        var changed = x * 3;
        var output = DoubleInPlace.apply(changed);
        output.Dispose();
        Assert.True(full([3], 6.0, float64).Equals(changed));
        changed.sum().backward();
        Assert.True(full([3], 6.0, float64).Equals(Gradient(x)));
        Assert.Throws<ExternalException>(() => DoubleInPlace.apply(x));
    }

    [Fact]
    public void What_is_made_in_a_scope_survives_until_the_pass()
    {
        using var scope = NewDisposeScope();
        var x = Input(4);
        Tensor loss;
        using (var inner = NewDisposeScope())
            loss = Exponential.apply(x * 2).sum().MoveToOuterDisposeScope();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        loss.backward();
        Assert.True(((x * 2).exp() * 2).allclose(Gradient(x)));
    }

    [Fact]
    public void Threads_share_a_function() =>
        Parallel.For(0, 8, seed =>
        {
            using var scope = NewDisposeScope();
            for (var i = 0; i < 50; i++)
            {
                var x = full([3], 0.1 * seed, float64).requires_grad_();
                ScaledProduct.apply(Exponential.apply(x), 2.0, x).sum().backward();
                Assert.Equal(2 * Math.Exp(0.2 * seed) * (1 + 0.2 * seed), Gradient(x)[0].ToDouble(), 9);
            }
        });

    private static Tensor Input(params long[] shape) => randn(shape, float64).requires_grad_();

    private static Tensor Gradient(Tensor leaf) => leaf.grad ?? throw new InvalidOperationException("the leaf has no gradient");

    private static void Agrees(Func<Tensor[], Tensor> custom, Func<Tensor[], Tensor> builtIn, params Tensor[] inputs)
    {
        var (output, expected) = (custom(inputs), builtIn(inputs));
        Assert.True(output.allclose(expected));
        var weights = randn(output.shape, float64);
        var found = autograd.grad([(output * weights).sum()], inputs);
        var known = autograd.grad([(expected * weights).sum()], inputs);
        for (var i = 0; i < inputs.Length; i++)
        {
            Assert.True(found[i].allclose(known[i], 1e-10, 1e-12));
            Assert.True(found[i].allclose(Differences(() => (custom(inputs) * weights).sum().ToDouble(), inputs[i]), 1e-6, 1e-6));
        }
    }

    private static Tensor Differences(Func<double> function, Tensor input)
    {
        const double Step = 1e-5;
        using var unrecorded = no_grad();
        var quotients = zeros_like(input);
        var (values, results) = (input.view(-1), quotients.view(-1));
        for (var k = 0; k < input.numel(); k++)
        {
            values[k].add_(Step);
            var above = function();
            values[k].sub_(2 * Step);
            var below = function();
            values[k].add_(Step);
            results[k].fill_((above - below) / (2 * Step));
        }
        return quotients;
    }
}
