namespace NasDsl.Torch;

/// <summary>What a search found.</summary>
/// <param name="Alphas">by decision, row by row.</param>
/// <param name="Epochs">every epoch that was finished.</param>
/// <param name="Stopped">it was cancelled; the alphas are those after the last step.</param>
public sealed record SearchResult(
    IReadOnlyDictionary<string, double[]> Alphas, IReadOnlyList<EpochReport> Epochs, bool Stopped, double Seconds);
