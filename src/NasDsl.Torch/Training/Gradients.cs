using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>Gradients of some parameters while others are held fixed, which saves the work of theirs.</summary>
internal static class Gradients
{
    /// <summary>
    /// The gradients of a scalar loss, zero where a parameter has no part in it. Every gradient is cleared before and
    /// after.
    /// </summary>
    public static Tensor[] Of(Func<Tensor> loss, IReadOnlyList<Parameter> parameters, IReadOnlyList<Parameter> frozen)
    {
        Backward(loss, parameters, frozen);
        Tensor[] gradients = [.. parameters.Select(parameter => parameter.grad ?? zeros_like(parameter))];
        Clear(parameters);
        return gradients;
    }

    /// <summary>Leaves the gradients of a scalar loss in the parameters' <c>grad</c>.</summary>
    public static void Backward(Func<Tensor> loss, IReadOnlyList<Parameter> parameters, IReadOnlyList<Parameter> frozen)
    {
        Clear(parameters);
        Require(frozen, false);
        try
        {
            loss().backward();
        }
        finally
        {
            Require(frozen, true);
        }
    }

    public static void Clear(IReadOnlyList<Parameter> parameters)
    {
        foreach (var parameter in parameters)
            parameter.grad = null;
    }

    private static void Require(IReadOnlyList<Parameter> parameters, bool gradient)
    {
        foreach (var parameter in parameters)
            parameter.requires_grad = gradient;
    }
}
