namespace TorchSharp.Libtorch.Tests.Operators;

/// <summary>The bound operators without a derivative to check, with the reason.</summary>
internal static class NotDifferentiable
{
    public static IReadOnlyDictionary<string, string> Reasons { get; } = Table().ToDictionary(row => row.Operator, row => row.Reason);

    private static IEnumerable<(string Operator, string Reason)> Table() =>
    [
        .. Because("the result is flags", "all", "all_dim", "any", "any_dim", "eq_Scalar", "eq_Tensor", "ge_Scalar",
            "ge_Tensor", "gt_Scalar", "gt_Tensor", "le_Scalar", "le_Tensor", "lt_Scalar", "lt_Tensor", "ne_Scalar",
            "ne_Tensor", "isclose", "isfinite", "isinf", "isnan", "logical_and", "logical_not", "logical_or",
            "logical_xor"),
        .. Because("the result is a .NET value", "allclose", "equal", "is_nonzero", "item"),
        .. Because("the result is indices or counts", "argmax", "argmin", "argsort", "count_nonzero",
            "count_nonzero_dim_IntList", "multinomial", "nonzero", "one_hot"),
        .. Because("defined on whole numbers and flags", "bitwise_and_Tensor", "bitwise_not", "bitwise_or_Tensor",
            "bitwise_xor_Tensor"),
        .. Because("constant between its steps: the derivative is zero or missing", "ceil", "floor", "floor_divide",
            "floor_divide_Scalar", "heaviside", "round", "round_decimals", "sgn", "sign", "trunc"),
        .. Because("makes a tensor from no tensor's values", "arange_start_step", "empty_like", "empty_memory_format",
            "eye_m", "full", "full_like", "linspace", "new_empty", "new_full", "new_zeros", "ones", "ones_like",
            "scalar_tensor", "zeros", "zeros_like"),
        .. Because("random", "bernoulli", "normal_Tensor_Tensor", "poisson", "rand_generator", "rand_like",
            "randint_low_generator", "randn_generator", "randn_like", "randperm_generator"),
        .. Because("cuts the graph, by definition", "detach"),
        .. Because("writes into a given tensor, which autograd refuses", "amax_out", "amin_out"),
        .. Because("moves between devices; there is only one here", "to_device"),
    ];

    private static IEnumerable<(string, string)> Because(string reason, params string[] operators) =>
        operators.Select(name => (name, reason));
}
