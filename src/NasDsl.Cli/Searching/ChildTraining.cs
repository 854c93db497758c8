using NasDsl.Analysis;
using NasDsl.Cli.Commands;
using NasDsl.Cli.Training;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Search;
using NasDsl.Torch;

namespace NasDsl.Cli.Searching;

/// <summary>
/// Trains each child and measures it on held-out training data, never on the test data. All children of a search begin
/// with its seed and see the same data in the same order: what an architecture is worth follows from the seed alone.
/// </summary>
/// <param name="supernet">The one from whose weights each child begins, with its parts of the data; null to begin from scratch.</param>
internal sealed class ChildTraining(
    DecisionSpace space, TrainPlan plan, RunSettings settings, TrainingData data, double share, TrainedSupernet? supernet,
    CancellationToken cancellation) : IMetricSource
{
    private readonly TrainingData parts = supernet?.Divide(data) ?? data.HoldOut(share, settings.TrainImages, settings.Seed);

    public Expense Expense => Expense.Training;

    public bool Offers(Metric metric) => metric.Kind is MetricKind.Accuracy or MetricKind.Loss;

    public IMetricSource ForSeed(long seed) =>
        new ChildTraining(space, plan, settings with { Seed = seed }, data, share, supernet, cancellation);

    public IReadOnlyDictionary<Metric, double> Measure(Proposal proposal, IReadOnlyList<Metric> metrics)
    {
        var architecture = space.ArchitectureOf(proposal.Candidate);
        var child = ArchitectureResolver.Resolve(space.Source, architecture);
        var code = ChildEmitter.Emit(space.Source, child, EmitOptions.For(plan) with { LowersDepthwise = settings.LowersDepthwise });
        var model = GeneratedModels.CreateChild(code, GeneratedNames.Child(space.Source), settings.Seed);
        using (model.Network)
        {
            supernet?.Inheritance().CopyTo(model.Network, architecture);
            var epochs = proposal.Budget > 0 ? (int)proposal.Budget : plan.Epochs;
            var result = parts.Train(
                model,
                PlanSettings.Of(plan with { Epochs = epochs }, settings, new ReportSettings(null, TestsLastOnly: true, StepLosses: false)),
                new Recorder([]),
                cancellation);
            cancellation.ThrowIfCancellationRequested();
            var held = result.Test ?? throw new OperationCanceledException(cancellation);
            return metrics.ToDictionary(m => m, m => m.Kind == MetricKind.Accuracy ? held.Accuracy : held.Loss);
        }
    }
}
