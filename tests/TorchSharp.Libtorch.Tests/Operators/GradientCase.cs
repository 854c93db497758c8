using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests.Operators;

/// <summary>Where an input's elements lie, so that the function is smooth there.</summary>
internal enum Domain
{
    Any,
    Positive,
    BelowOne,
    UnitInterval,
    AboveOne,
}

/// <summary>An input of a function to differentiate.</summary>
internal sealed record Input(Domain Domain, params long[] Shape)
{
    public static Input Any(params long[] shape) => new(Domain.Any, shape);

    public Tensor Sample() => Domain switch
    {
        Domain.Positive => rand(Shape, float64).add_(0.2),
        Domain.BelowOne => rand(Shape, float64).mul_(1.6).sub_(0.8),
        Domain.UnitInterval => rand(Shape, float64).mul_(0.8).add_(0.1),
        Domain.AboveOne => rand(Shape, float64).add_(1.1),
        _ => randn(Shape, float64),
    };
}

/// <summary>A use of one operator through the API, as a function of its differentiable inputs.</summary>
/// <param name="Operator">The field of `Aten` that the function calls.</param>
internal sealed record GradientCase(string Operator, Func<Tensor[], Tensor> Function, params Input[] Inputs)
{
    /// <summary>How far the derivative may be from the difference quotient, relative to 1 plus its size.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>Half the distance of the two points of the difference quotient.</summary>
    public double Step { get; init; } = 1e-6;
}
