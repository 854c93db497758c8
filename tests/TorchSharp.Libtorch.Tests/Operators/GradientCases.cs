using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests.Operators;

/// <summary>At least one case for each differentiable operator that works out of place.</summary>
internal static partial class GradientCases
{
    private static readonly Input Matrix = Input.Any(3, 4);

    public static IEnumerable<GradientCase> All =>
        [.. Pointwise, .. Arithmetic, .. Reductions, .. Shapes, .. Layers, .. Losses];

    private static IEnumerable<GradientCase> Pointwise =>
    [
        One("abs", x => x.abs()),
        One("acos", x => x.acos(), Domain.BelowOne),
        One("acosh", x => x.acosh(), Domain.AboveOne),
        One("asin", x => x.asin(), Domain.BelowOne),
        One("asinh", x => x.asinh()),
        One("atan", x => x.atan()),
        One("atanh", x => x.atanh(), Domain.BelowOne),
        One("celu", x => x.celu(0.7)),
        One("celu", x => x.celu()),
        One("cos", x => x.cos()),
        One("cosh", x => x.cosh()),
        One("elu", x => x.elu(0.7)),
        One("erf", x => x.erf()),
        One("erfc", x => x.erfc()),
        One("exp", x => x.exp()),
        One("exp2", x => x.exp2()),
        One("expm1", x => x.expm1()),
        One("frac", x => x.frac(), Domain.UnitInterval),
        One("gelu", x => x.gelu()),
        One("hardsigmoid", x => x.hardsigmoid()),
        One("hardswish", x => x.hardswish()),
        One("hardtanh", x => x.hardtanh(-0.5, 0.5)),
        One("leaky_relu", x => x.leaky_relu(0.1)),
        One("log", x => x.log(), Domain.Positive),
        One("log10", x => x.log10(), Domain.Positive),
        One("log1p", x => x.log1p(), Domain.Positive),
        One("log2", x => x.log2(), Domain.Positive),
        One("log_sigmoid", x => x.log_sigmoid()),
        One("log_softmax_int", x => x.log_softmax(1)),
        One("logit", x => x.logit(), Domain.UnitInterval),
        One("logit", x => x.logit(1e-3), Domain.UnitInterval),
        One("nan_to_num", x => x.nan_to_num()),
        One("neg", x => x.neg()),
        One("neg", x => -x),
        One("reciprocal", x => x.reciprocal(), Domain.Positive),
        One("relu", x => x.relu()),
        One("relu6", x => x.relu6()),
        One("rsqrt", x => x.rsqrt(), Domain.Positive),
        One("selu", x => x.selu()),
        One("sigmoid", x => x.sigmoid()),
        One("silu", x => x.silu()),
        One("sin", x => x.sin()),
        One("sinc", x => x.sinc()),
        One("sinh", x => x.sinh()),
        One("softmax_int", x => x.softmax(-1)),
        One("softmax_int", x => nn.functional.softmax(x, 0)),
        One("softplus", x => x.softplus(2, 3)),
        One("sqrt", x => x.sqrt(), Domain.Positive),
        One("square", x => x.square()),
        One("tan", x => x.tan(), Domain.BelowOne),
        One("tanh", x => x.tanh()),
        One("threshold", x => x.threshold(0.1, 3)),
        // Single precision rounds away a small step, so this one is wide and the comparison coarse.
        One("to_dtype", x => x.to(float32).to(float64)) with { Step = 1e-2, Tolerance = 1e-3 },
    ];

    private static IEnumerable<GradientCase> Arithmetic =>
    [
        Two("add_Tensor", (x, y) => x.add(y, 0.5)),
        Two("add_Tensor", (x, y) => x + y),
        new("add_Tensor", t => t[0] + t[1], Matrix, Input.Any(4)),
        One("add_Scalar", x => x.add(2, 3)),
        One("add_Scalar", x => 2 + x),
        Two("sub_Tensor", (x, y) => x - y),
        One("sub_Scalar", x => x - 2),
        One("rsub_Scalar", x => 2 - x),
        Two("mul_Tensor", (x, y) => x * y),
        One("mul_Scalar", x => 3 * x),
        Two("div_Tensor_mode", (x, y) => x / y, Domain.Positive),
        One("div_Scalar_mode", x => x / 3),
        One("reciprocal", x => 3 / x, Domain.Positive),
        One("pow_Tensor_Scalar", x => x.pow(3)),
        Two("pow_Tensor_Tensor", (x, y) => x.pow(y), Domain.Positive),
        Two("maximum", (x, y) => x.maximum(y)),
        Two("maximum", (x, y) => x.max(y)),
        Two("minimum", (x, y) => x.minimum(y)),
        Two("fmax", (x, y) => x.fmax(y)),
        Two("fmin", (x, y) => x.fmin(y)),
        One("fmod_Scalar", x => x.fmod(10), Domain.Positive),
        Two("fmod_Tensor", (x, y) => x.fmod(y + 5), Domain.Positive),
        One("remainder_Scalar", x => x % 10, Domain.Positive),
        Two("remainder_Tensor", (x, y) => x.remainder(y + 5), Domain.Positive),
        Two("atan2", (x, y) => x.atan2(y), Domain.Positive),
        Two("hypot", (x, y) => x.hypot(y), Domain.Positive),
        Two("logaddexp", (x, y) => x.logaddexp(y)),
        One("xlogy_Scalar_Other", x => x.xlogy(3)),
        Two("xlogy_Tensor", (x, y) => x.xlogy(y), Domain.Positive),
        new("lerp_Tensor", t => t[0].lerp(t[1], t[2]), Matrix, Matrix, Matrix),
        One("clamp", x => x.clamp(-0.5, 0.5)),
        One("clamp", x => x.clip(max: 0.5)),
        new("clamp_Tensor", t => t[0].clamp(t[1], t[1] + 1), Matrix, Matrix),
        One("clamp_min", x => x.clamp_min(0.1)),
        One("clamp_max", x => x.clamp_max(0.1)),
        new("addcmul", t => t[0].addcmul(t[1], t[2], 0.5), Matrix, Matrix, Matrix),
        new("addcdiv", t => t[0].addcdiv(t[1], t[2], 0.5), Matrix, Matrix, new Input(Domain.Positive, 3, 4)),
        new("addmm", t => t[0].addmm(t[1], t[2], 0.5f, 2), Matrix, Input.Any(3, 2), Input.Any(2, 4)),
        new("matmul", t => t[0].matmul(t[1]), Input.Any(2, 3, 4), Input.Any(4, 2)),
        new("mm", t => t[0].mm(t[1]), Input.Any(3, 4), Input.Any(4, 2)),
        new("bmm", t => t[0].bmm(t[1]), Input.Any(2, 3, 4), Input.Any(2, 4, 2)),
        new("mv", t => t[0].mv(t[1]), Matrix, Input.Any(4)),
        new("dot", t => t[0].dot(t[1]), Input.Any(4), Input.Any(4)),
        new("outer", t => t[0].outer(t[1]), Input.Any(3), Input.Any(4)),
        new("einsum", t => einsum("ij,kj->ik", t[0], t[1]), Matrix, Input.Any(2, 4)),
    ];

    private static IEnumerable<GradientCase> Reductions =>
    [
        One("sum", x => x.sum()),
        One("sum_dim_IntList", x => x.sum(1, keepdim: true)),
        One("sum_dim_IntList", x => x.sum([0, 1])),
        One("mean", x => x.mean()),
        One("mean_dim", x => x.mean([0])),
        One("prod", x => x.prod()),
        One("prod_dim_int", x => x.prod(1)),
        One("amax", x => x.amax([1])),
        One("amin", x => x.amin([1], keepdim: true)),
        One("max", x => x.max()),
        One("min", x => x.min()),
        One("max_dim", x => x.max(1).values),
        One("min_dim", x => x.min(0, true).values),
        One("median", x => x.median()),
        One("std", x => x.std()),
        One("std_dim", x => x.std(1, unbiased: false)),
        One("std_mean", x => Joined(x.std_mean())),
        One("std_mean_dim", x => Joined(x.std_mean(1))),
        One("var", x => x.var()),
        One("var_dim", x => x.var([0, 1])),
        One("var_mean", x => Joined(x.var_mean())),
        One("var_mean_dim", x => Joined(x.var_mean(0))),
        One("norm_Scalar", x => x.norm()),
        One("norm_Scalar", x => x.norm(3f)),
        One("norm_ScalarOpt_dim", x => x.norm(1, keepdim: true)),
        One("cumsum", x => x.cumsum(1)),
        One("cumprod", x => x.cumprod(0)),
        One("logsumexp", x => x.logsumexp(1)),
        One("logcumsumexp", x => x.logcumsumexp(1)),
        One("topk", x => x.topk(2).values),
        One("sort_stable", x => x.sort(1, descending: true).Values),
        One("kthvalue", x => x.kthvalue(2, 1).Item1),
        One("quantile", x => x.quantile(tensor(new[] { 0.3, 0.6 }), 1)),
        One("trace", x => x.trace()),
    ];

    private static GradientCase One(string name, Func<Tensor, Tensor> function, Domain domain = Domain.Any) =>
        new(name, t => function(t[0]), new Input(domain, 3, 4));

    private static GradientCase Two(string name, Func<Tensor, Tensor, Tensor> function, Domain domain = Domain.Any) =>
        new(name, t => function(t[0], t[1]), new Input(domain, 3, 4), new Input(domain, 3, 4));

    private static Tensor Joined((Tensor, Tensor) pair) => cat([pair.Item1.reshape(-1), pair.Item2.reshape(-1)]);
}
