namespace NasDsl.Torch;

/// <summary>What a search found.</summary>
/// <param name="Alphas">by decision, row by row.</param>
/// <param name="Epochs">every epoch that was finished.</param>
/// <param name="Stopped">it was cancelled; the alphas are those after the last step.</param>
/// <param name="Architecture">the labels taken, by decision; null where the alphas say it, or it was stopped before it found one.</param>
public sealed record SearchResult(
    IReadOnlyDictionary<string, double[]> Alphas, IReadOnlyList<EpochReport> Epochs, bool Stopped, double Seconds,
    IReadOnlyDictionary<string, string[]>? Architecture = null);
