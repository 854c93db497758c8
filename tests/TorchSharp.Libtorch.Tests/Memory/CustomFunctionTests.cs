using System.Runtime.InteropServices;
using TorchSharp.Interop;
using TorchSharp.Libtorch.Tests.Semantics;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace TorchSharp.Libtorch.Tests.Memory;

/// <summary>What functions written in C# hold, and how their exceptions reach the caller.</summary>
[Collection(nameof(Alone))]
public class CustomFunctionTests
{
    [Fact]
    public void A_thousand_passes_keep_tensors_and_functions_flat()
    {
        using var scope = NewDisposeScope();
        var x = ones([100], float64, requires_grad: true);
        Repeat(x, 100);
        Settle();
        var (tensors, objects) = (Native.ts_live_tensors(), Tensor.TotalCount);
        Repeat(x, 1_000);
        Settle();
        Assert.Equal(tensors, Native.ts_live_tensors());
        Assert.Equal(objects, Tensor.TotalCount);
    }

    /// <summary>Without any scope, and with graphs that no pass ever goes through.</summary>
    [Fact]
    public void An_abandoned_graph_frees_the_context()
    {
        Settle();
        var before = Native.ts_live_tensors();
        var contexts = Abandon();
        Settle();
        Assert.Equal(before, Native.ts_live_tensors());
        Assert.DoesNotContain(contexts, context => context.TryGetTarget(out _));
    }

    [Fact]
    public void A_pass_leaves_nothing_of_the_function_in_the_callers_scope()
    {
        using var scope = NewDisposeScope();
        var x = ones([3], float64, requires_grad: true);
        var loss = ScaledProduct.apply(x, 2.0, Exponential.apply(x)).sum();
        var before = scope.DisposablesCount;
        loss.backward();
        Assert.Equal(before, scope.DisposablesCount);
    }

    [Fact]
    public void An_exception_reaches_the_caller_as_it_is_and_leaks_nothing()
    {
        using var scope = NewDisposeScope();
        var x = ones([3], float64, requires_grad: true);
        Settle();
        var before = Native.ts_live_tensors();
        for (var i = 0; i < 20; i++)
            using (NewDisposeScope())
            {
                Assert.Equal("forward", Assert.Throws<FormatException>(() => Failing.apply(x, "forward")).Message);
                Assert.True(is_grad_enabled());
                var error = Assert.Throws<FormatException>(() => Exponential.apply(Failing.apply(x, "backward")).sum().backward());
                Assert.Equal("backward", error.Message);
                Assert.Contains("Failing.backward", error.StackTrace);
            }
        Settle();
        Assert.Equal(before, Native.ts_live_tensors());
        x.sum().backward();
        Assert.Equal(ones_like(x), x.grad);
    }

    [Theory]
    [InlineData("few", "the function `Failing` returned 1 gradients for 2 arguments")]
    [InlineData("many", "the function `Failing` returned 3 gradients for 2 arguments")]
    [InlineData("stray", "the function `Failing` returned a gradient for argument 2, which is no tensor")]
    [InlineData("none", "the function `Failing` returned no list of gradients")]
    [InlineData("nothing", "forward of the function `Failing` returned nothing")]
    public void A_wrong_list_of_gradients_is_told(string how, string message)
    {
        using var scope = NewDisposeScope();
        var x = ones([3], float64, requires_grad: true);
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => Failing.apply(x, how).sum().backward()).Message);
    }

    [Fact]
    public void Libtorchs_own_errors_come_through_a_callback()
    {
        using var scope = NewDisposeScope();
        var x = ones([3], float64, requires_grad: true);
        Assert.Contains("returned an invalid gradient at index 0 - got [4]", Assert.Throws<ExternalException>(
            () => Failing.apply(x, "shape").sum().backward()).Message);

        var hidden = x * 1;
        var loss = ScaledProduct.apply(hidden, 1.0, x).sum();
        hidden.add_(1);
        Assert.Contains("modified by an inplace operation", Assert.Throws<ExternalException>(() => loss.backward()).Message);
    }

    [Fact]
    public void A_context_ends_with_its_graph()
    {
        using (var scope = NewDisposeScope())
        {
            var output = Probe.apply(ones(2, requires_grad: true), 1, 2);
            Assert.Equal(2, Probe.Context.get_saved_variables().Count);
            Probe.Context.Dispose();
            Assert.Throws<ObjectDisposedException>(() => Probe.Context.get_saved_variables());
            Probe.apply(ones(2, requires_grad: true), 1, 2);
        }
        Assert.Throws<ObjectDisposedException>(() => Probe.Context.get_saved_variables());
    }

    /// <summary>A backward pass that runs another one inside, over a graph of its own that parameters take part in.</summary>
    [Fact]
    public void Passes_inside_passes_give_the_gradients_and_keep_tensors_flat()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var (x, weight) = (rand([4], float64, requires_grad: true), rand([4], float64, requires_grad: true));
        var expected = autograd.grad([Nested(x, weight, value => (value * weight).sin())], [x, weight]);
        Repeat(100);
        Settle();
        var (tensors, objects) = (Native.ts_live_tensors(), Tensor.TotalCount);
        Repeat(500);
        Settle();
        Assert.Equal(tensors, Native.ts_live_tensors());
        Assert.Equal(objects, Tensor.TotalCount);

        void Repeat(int passes)
        {
            for (var i = 0; i < passes; i++)
            {
                using var step = NewDisposeScope();
                var found = autograd.grad([Nested(x, weight, value => Again.apply(value, weight))], [x, weight]);
                Assert.True(found[0].allclose(expected[0], 1e-12, 1e-14) && found[1].allclose(expected[1], 1e-12, 1e-14));
                Nested(x, weight, value => Again.apply(value, weight)).backward();
                Assert.True(x.grad is { } gradient && gradient.allclose(expected[0], 1e-12, 1e-14));
                (x.grad, weight.grad) = (null, null);
            }
        }

        static Tensor Nested(Tensor x, Tensor weight, Func<Tensor, Tensor> inner) => inner(inner(x) + weight).sum();
    }

    [Fact]
    public void An_exception_inside_a_pass_inside_a_pass_is_the_callers()
    {
        using var scope = NewDisposeScope();
        var x = ones([3], float64, requires_grad: true);
        Settle();
        var before = Native.ts_live_tensors();
        for (var i = 0; i < 20; i++)
            using (NewDisposeScope())
                Assert.Equal("backward", Assert.Throws<FormatException>(() => FailingAgain.apply(x).sum().backward()).Message);
        Settle();
        Assert.Equal(before, Native.ts_live_tensors());
    }

    /// <summary>Each node saves a tensor that holds the node before it.</summary>
    [Fact]
    public void A_long_chain_is_freed_without_exhausting_the_stack()
    {
        using var scope = NewDisposeScope();
        var x = zeros([1], float64, requires_grad: true);
        var one = ones([1], float64);
        var last = x;
        for (var i = 0; i < 20_000; i++)
        {
            var next = ScaledProduct.apply(last, 1.0, one);
            if (i > 0)
                last.Dispose();
            last = next;
        }
        last.Dispose();
        Settle();
        Assert.Equal(0, x.ToDouble());
    }

    private static void Repeat(Tensor x, int passes)
    {
        for (var i = 0; i < passes; i++)
        {
            using var scope = NewDisposeScope();
            var waves = Waves.apply(Amplify.apply(x), true);
            var product = ScaledProduct.apply(Exponential.apply(x), 0.5, waves[i % 2]);
            DoubleInPlace.apply(product).sum().backward();
            x.grad = null;
        }
    }

    private static List<WeakReference<AutogradContext>> Abandon()
    {
        var contexts = new List<WeakReference<AutogradContext>>();
        var x = ones([100], float64, requires_grad: true);
        for (var i = 0; i < 100; i++)
        {
            Waves.apply(Amplify.apply(DoubleInPlace.apply(Exponential.apply(Probe.apply(x, 0, 0)))), true);
            contexts.Add(new(Probe.Context));
        }
        using (no_grad())
            Probe.apply(x, 0, 0);
        return contexts;
    }

    private static void Settle()
    {
        for (var i = 0; i < 4; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    /// <summary>sin(a b), computed again and differentiated in a pass of its own.</summary>
    private sealed class Again : SingleTensorFunction<Again>
    {
        public override string Name => nameof(Again);

        public override Tensor forward(AutogradContext ctx, params object[] vars)
        {
            ctx.save_for_backward([(Tensor)vars[0], (Tensor)vars[1]]);
            return ((Tensor)vars[0] * (Tensor)vars[1]).sin();
        }

        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
        {
            var saved = ctx.get_saved_variables();
            var input = saved[0].detach().requires_grad_();
            using var recorded = enable_grad();
            return [.. autograd.grad([(input * saved[1]).sin()], [input, saved[1]], [grad_output])];
        }
    }

    private sealed class FailingAgain : SingleTensorFunction<FailingAgain>
    {
        public override string Name => nameof(FailingAgain);

        public override Tensor forward(AutogradContext ctx, params object[] vars)
        {
            ctx.save_for_backward([(Tensor)vars[0]]);
            return (Tensor)vars[0] + 0;
        }

        public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
        {
            var input = ctx.get_saved_variables()[0].detach().requires_grad_();
            using var recorded = enable_grad();
            return [.. autograd.grad([Failing.apply(input * 2, "backward")], [input], [grad_output])];
        }
    }

    /// <summary>The identity; fails as its second argument says.</summary>
    private sealed class Failing : SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);

        public override Tensor? forward(AutogradContext ctx, params object[] vars)
        {
            ctx.save_data("how", vars[1]);
            return vars[1] switch
            {
                "forward" => throw new FormatException("forward"),
                "nothing" => null,
                _ => (Tensor)vars[0] + 0,
            };
        }

        public override List<Tensor?>? backward(AutogradContext ctx, Tensor grad_output) => ctx.get_data("how") switch
        {
            "few" => [grad_output],
            "many" => [grad_output, null, grad_output],
            "stray" => [grad_output, grad_output],
            "none" => null,
            "shape" => [ones(4, float64), null],
            _ => throw new FormatException("backward"),
        };
    }
}
