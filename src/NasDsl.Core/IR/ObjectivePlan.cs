using System.Collections.Immutable;
using NasDsl.Text;

namespace NasDsl.IR;

/// <summary>A property of an architecture that a search can strive for.</summary>
public enum MetricKind
{
    /// <summary>Share of the held-out examples that the trained child gets right, in [0, 1].</summary>
    Accuracy,

    /// <summary>Mean cross-entropy of the trained child over the held-out examples, in nats.</summary>
    Loss,

    /// <summary>Trainable weights of the child.</summary>
    Parameters,

    /// <summary>Multiply-accumulates of the child for one example.</summary>
    Macs,

    /// <summary>Seconds of one pass forward, from a table of operations.</summary>
    Latency,

    /// <summary>A column of the table in which results are looked up.</summary>
    Column,

    /// <summary>A score of the child before any training.</summary>
    Score,
}

/// <summary>A metric by name: `accuracy`, `latency("pixel1.csv")`, `column("mean_acc")`, `naswot`.</summary>
/// <param name="Argument">The file of a latency or the name of a column; for `latency` without a file, null.</param>
public sealed record Metric(MetricKind Kind, string Name, string? Argument = null)
{
    /// <summary>The scores of a child before training, by name; what each is, `NasDsl.Torch` says.</summary>
    public static ImmutableArray<string> Scores { get; } =
        ["grad_norm", "snip", "grasp", "synflow", "fisher", "jacov", "naswot", "zen"];

    /// <summary>What has a name of its own: all but columns.</summary>
    public static ImmutableArray<string> Names { get; } = ["accuracy", "loss", "params", "macs", "latency", .. Scores];

    /// <summary>The metric of that name; null where there is none.</summary>
    public static Metric? Find(string name) => name switch
    {
        "accuracy" => new Metric(MetricKind.Accuracy, name),
        "loss" => new Metric(MetricKind.Loss, name),
        "params" => new Metric(MetricKind.Parameters, name),
        "macs" => new Metric(MetricKind.Macs, name),
        "latency" => new Metric(MetricKind.Latency, name),
        _ => Scores.Contains(name) ? new Metric(MetricKind.Score, name) : null,
    };

    /// <summary>As written in a program.</summary>
    public override string ToString() => Argument is null ? Name : $"{Name}(\"{Argument}\")";
}

/// <summary>What is computed from metrics: `accuracy * (latency("pixel1.csv") / 80ms) ^ -0.07`.</summary>
public abstract record ObjectiveTerm
{
    public abstract IEnumerable<Metric> Metrics { get; }

    /// <summary>Its value where each metric has one; what cannot be computed is NaN or infinite.</summary>
    public abstract double ValueOf(Func<Metric, double> metric);
}

public sealed record NumberTerm(double Number) : ObjectiveTerm
{
    public override IEnumerable<Metric> Metrics => [];

    public override double ValueOf(Func<Metric, double> metric) => Number;
}

public sealed record MetricTerm(Metric Metric) : ObjectiveTerm
{
    public override IEnumerable<Metric> Metrics => [Metric];

    public override double ValueOf(Func<Metric, double> metric) => metric(Metric);
}

public enum ObjectiveOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Minimum,
    Maximum,
}

public sealed record BinaryTerm(ObjectiveTerm Left, ObjectiveOperator Operator, ObjectiveTerm Right) : ObjectiveTerm
{
    public override IEnumerable<Metric> Metrics => Left.Metrics.Concat(Right.Metrics);

    public override double ValueOf(Func<Metric, double> metric)
    {
        var (left, right) = (Left.ValueOf(metric), Right.ValueOf(metric));
        return Operator switch
        {
            ObjectiveOperator.Add => left + right,
            ObjectiveOperator.Subtract => left - right,
            ObjectiveOperator.Multiply => left * right,
            ObjectiveOperator.Divide => left / right,
            ObjectiveOperator.Power => Math.Pow(left, right),
            ObjectiveOperator.Minimum => Math.Min(left, right),
            _ => Math.Max(left, right),
        };
    }
}

/// <summary>`maximize accuracy`, `minimize params`.</summary>
/// <param name="Text">What is behind the word, as written.</param>
public sealed record GoalPlan(ObjectiveTerm Term, bool IsMinimized, string Text, TextSpan Span)
{
    /// <summary>A goal that is one metric.</summary>
    public static GoalPlan Of(Metric metric, bool isMinimized) => new(new MetricTerm(metric), isMinimized, metric.ToString(), default);
}
