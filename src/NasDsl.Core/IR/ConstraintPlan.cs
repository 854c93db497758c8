using NasDsl.Text;

namespace NasDsl.IR;

public enum ConstraintMetric
{
    /// <summary>Trainable weights of the child.</summary>
    Parameters,

    /// <summary>Multiply-accumulates of the child for one example.</summary>
    Macs,

    /// <summary>How many decisions take an alternative.</summary>
    Count,
}

public enum Comparison
{
    LessOrEqual,
    Less,
    GreaterOrEqual,
    Greater,
    Equal,
    NotEqual,
}

/// <summary>A hard constraint on architectures: `params(Cifar) &lt;= 3.5M`, `count(skip_connect in Normal) &lt;= 2`.</summary>
/// <param name="Space">For parameters and macs: the network, with the arguments of the constraint.</param>
/// <param name="Label">For counts: the alternative.</param>
/// <param name="Scope">For counts: the cell whose decisions are counted, or null for all.</param>
/// <param name="Text">As written.</param>
public sealed record ConstraintPlan(
    ConstraintMetric Metric,
    SearchSpace? Space,
    string? Label,
    string? Scope,
    Comparison Comparison,
    double Bound,
    string Text,
    TextSpan Span)
{
    /// <summary>Whether a measured value satisfies it.</summary>
    public bool Allows(double value) => Comparison switch
    {
        Comparison.LessOrEqual => value <= Bound,
        Comparison.Less => value < Bound,
        Comparison.GreaterOrEqual => value >= Bound,
        Comparison.Greater => value > Bound,
        Comparison.Equal => value == Bound,
        _ => value != Bound,
    };
}
