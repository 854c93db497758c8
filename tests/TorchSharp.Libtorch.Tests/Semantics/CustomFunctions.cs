using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace TorchSharp.Libtorch.Tests.Semantics;

/// <summary>factor · x² · y for an `x`, a number and a `y`: saves its inputs, and its second argument is no tensor.</summary>
internal sealed class ScaledProduct : SingleTensorFunction<ScaledProduct>
{
    public override string Name => nameof(ScaledProduct);

    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var (x, factor, y) = ((Tensor)vars[0], (double)vars[1], (Tensor)vars[2]);
        ctx.save_for_backward([x, y]);
        ctx.save_data("factor", factor);
        return x * x * y * factor;
    }

    public override List<Tensor?> backward(AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var factor = (double)ctx.get_data("factor");
        return [grad_output * saved[0] * saved[1] * (2 * factor), null, grad_output * saved[0] * saved[0] * factor];
    }
}

/// <summary>eˣ, which saves its output.</summary>
internal sealed class Exponential : SingleTensorFunction<Exponential>
{
    public override string Name => nameof(Exponential);

    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var output = ((Tensor)vars[0]).exp();
        ctx.save_for_backward([output]);
        return output;
    }

    public override List<Tensor?> backward(AutogradContext ctx, Tensor grad_output) =>
        [grad_output * ctx.get_saved_variables()[0]];
}

/// <summary>sin x, cos x and the constant sign of x. Its second argument says whether missing gradients become zeros.</summary>
internal sealed class Waves : MultiTensorFunction<Waves>
{
    public override string Name => nameof(Waves);

    public override List<Tensor> forward(AutogradContext ctx, params object[] vars)
    {
        var x = (Tensor)vars[0];
        ctx.set_materialize_grads((bool)vars[1]);
        ctx.save_for_backward([x]);
        var sign = x.sign();
        ctx.mark_non_differentiable([sign]);
        return [x.sin(), x.cos(), sign];
    }

    public override List<Tensor?> backward(AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var x = ctx.get_saved_variables()[0];
        if (ctx.MaterializeGrads)
            return [grad_outputs[0] * x.cos() - grad_outputs[1] * x.sin(), null];
        return [grad_outputs[1].IsInvalid ? grad_outputs[0] * x.cos() : -grad_outputs[1] * x.sin(), null];
    }
}

/// <summary>Its input as it is, with a gradient ten times as large.</summary>
internal sealed class Amplify : SingleTensorFunction<Amplify>
{
    public override string Name => nameof(Amplify);

    public override Tensor forward(AutogradContext ctx, params object[] vars) => (Tensor)vars[0];

    public override List<Tensor?> backward(AutogradContext ctx, Tensor grad_output) => [grad_output * 10];
}

/// <summary>Doubles its input in place.</summary>
internal sealed class DoubleInPlace : SingleTensorFunction<DoubleInPlace>
{
    public override string Name => nameof(DoubleInPlace);

    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var x = (Tensor)vars[0];
        ctx.mark_dirty([x]);
        return x.mul_(2);
    }

    public override List<Tensor?> backward(AutogradContext ctx, Tensor grad_output) => [grad_output * 2];
}

/// <summary>The identity; tells what its context and the modes are like.</summary>
internal sealed class Probe : SingleTensorFunction<Probe>
{
    [ThreadStatic] private static AutogradContext? context;

    public static AutogradContext Context => context ?? throw new InvalidOperationException("forward has not run");

    [ThreadStatic] public static bool RecordedInForward;
    [ThreadStatic] public static bool RecordedInBackward;

    public override string Name => nameof(Probe);

    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        context = ctx;
        RecordedInForward = is_grad_enabled();
        Assert.Empty(ctx.get_saved_variables());
        Assert.Null(ctx.get_data("nothing"));
        ctx.save_for_backward([null, (Tensor)vars[0]]);
        return (Tensor)vars[0] + 0;
    }

    public override List<Tensor?> backward(AutogradContext ctx, Tensor grad_output)
    {
        RecordedInBackward = is_grad_enabled();
        var saved = ctx.get_saved_variables();
        Assert.Null(saved[0]);
        Assert.Equal(2, saved.Count);
        return [grad_output, null, null];
    }
}
