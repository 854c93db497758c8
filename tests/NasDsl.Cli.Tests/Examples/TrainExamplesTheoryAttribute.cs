namespace NasDsl.Cli.Tests.Examples;

/// <summary>A theory that takes minutes: it runs where an environment variable names the file for its results.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TrainExamplesTheoryAttribute : TheoryAttribute
{
    /// <summary>Names the file to which a row for each example is added.</summary>
    public const string Variable = "NASDSL_TRAIN_EXAMPLES";

    /// <inheritdoc/>
    public override string? Skip { get; set; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 }
        ? null
        : "takes minutes: run tests/Benchmarks/examples.sh";
}
