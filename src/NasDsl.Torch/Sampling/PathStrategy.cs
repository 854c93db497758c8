using NasDsl.Analysis;
using NasDsl.Search;

namespace NasDsl.Torch;

/// <summary>A strategy that takes whole architectures of a decision space. What a step draws depends on the seed and on the step alone.</summary>
internal abstract class PathStrategy : SupernetStrategy
{
    private const ulong Stream = 7;

    protected PathStrategy(SupernetModel model, SearchSettings settings, DecisionSpace space)
        : base(model, settings)
    {
        Paths = model.Paths ?? throw new ArgumentException("the supernet cannot compute single paths", nameof(model));
        Space = space;
    }

    public override bool LearnsAlphas => false;

    protected DecisionSpace Space { get; }

    protected SupernetPaths Paths { get; }

    /// <summary>Whatever is done in there is done by one architecture.</summary>
    protected T With<T>(Candidate candidate, Func<T> body)
    {
        Paths.Take(Labels(candidate));
        try
        {
            return body();
        }
        finally
        {
            Paths.Release();
        }
    }

    /// <summary>One step of the weights of an architecture.</summary>
    protected StepOutcome Train(Candidate candidate, SearchStep step) => With(candidate, () => StepWeights(step.NextTraining()));

    protected IReadOnlyDictionary<string, string[]> Labels(Candidate candidate) => Space.ArchitectureOf(candidate).Choices.ToDictionary(
        choice => choice.Key, choice => choice.Value.ToArray(), StringComparer.Ordinal);

    /// <param name="use">what it is drawn for; <paramref name="index"/> counts within that.</param>
    protected StableRandom RandomOf(ulong use, int epoch, int index)
    {
        var seed = SeededRandom.Derive(SeededRandom.Derive((ulong)Settings.Seed, Stream), use);
        return new StableRandom((long)SeededRandom.Derive(SeededRandom.Derive(seed, (ulong)epoch), (ulong)index));
    }
}
