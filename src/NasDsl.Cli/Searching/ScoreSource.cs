using NasDsl.Analysis;
using NasDsl.Cli.Training;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Search;
using NasDsl.Torch;
using TorchSharp;

namespace NasDsl.Cli.Searching;

/// <summary>Scores children before any training, on one batch of the training data; weights and batch follow from the seed.</summary>
/// <param name="batchSize">Examples in the batch.</param>
/// <param name="threads">Of one operation; 0 for libtorch's choice.</param>
internal sealed class ScoreSource(DecisionSpace space, TrainingData data, int batchSize, long seed, int threads) : IMetricSource, IDisposable
{
    private readonly ScoreBatch batch = data.Batch(batchSize, seed);

    public Expense Expense => Expense.Passes;

    private bool IsText => batch.Inputs.dtype == torch.ScalarType.Int64;

    public bool Offers(Metric metric) => metric.Kind == MetricKind.Score;

    public IMetricSource ForSeed(long other) => new ScoreSource(space, data, batchSize, other, threads);

    public IReadOnlyDictionary<Metric, double> Measure(Proposal proposal, IReadOnlyList<Metric> metrics) =>
        Measure(space.ArchitectureOf(proposal.Candidate), metrics);

    public IReadOnlyDictionary<Metric, double> Measure(Architecture architecture, IReadOnlyList<Metric> metrics)
    {
        var child = ArchitectureResolver.Resolve(space.Source, architecture);
        var observed = new ObservedChild(ChildEmitter.Emit(space.Source, child, new EmitOptions()), GeneratedNames.Child(space.Source));
        var values = new Dictionary<Metric, double>();
        if (threads > 0)
            torch.set_num_threads(threads);
        foreach (var metric in metrics)
        {
            var score = ZeroCostScore.Find(metric.Name) ?? throw new ArgumentException($"there is no score `{metric.Name}`", nameof(metrics));
            using var network = observed.Create(seed);
            values[metric] = score.NeedsImages && IsText ? double.NaN : score.Of(network, batch);
        }
        return values;
    }

    public void Dispose()
    {
        batch.Inputs.Dispose();
        batch.Targets.Dispose();
    }
}
