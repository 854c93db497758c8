namespace NasDsl.Torch;

/// <summary>A strategy that samples each decision from its alphas. What a step draws depends on the seed and on the step alone.</summary>
internal abstract class SampledStrategy : AlphaStrategy
{
    private const ulong Stream = 5;

    protected SampledStrategy(SupernetModel model, SearchSettings settings)
        : base(model, settings)
    {
        Paths = model.Paths ?? throw new ArgumentException("the supernet cannot compute single paths", nameof(model));
        Choices = RelaxedChoice.Of(model, Paths);
    }

    protected SupernetPaths Paths { get; }

    protected IReadOnlyList<RelaxedChoice> Choices { get; }

    /// <param name="use">which of the samples of the step it is.</param>
    protected SeededRandom RandomOf(SearchStep step, ulong use)
    {
        var epoch = SeededRandom.Derive(SeededRandom.Derive((ulong)Settings.Seed, Stream), (ulong)step.Epoch);
        return new SeededRandom(SeededRandom.Derive(SeededRandom.Derive(epoch, (ulong)step.Index), use));
    }
}
