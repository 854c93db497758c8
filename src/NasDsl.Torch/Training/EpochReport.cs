namespace NasDsl.Torch;

/// <summary>What one epoch did.</summary>
/// <param name="Epoch">from 1.</param>
/// <param name="TrainLoss">mean over the epoch's training batches.</param>
/// <param name="TrainAccuracy">mean over the epoch's training batches, 0 to 1.</param>
/// <param name="HeldOut">
/// in a search, the validation batches of the architecture steps, each seen before its step (in the second order, by
/// the weights of the virtual step); in training, the test split; null where that was not measured.
/// </param>
/// <param name="AlphaEntropy">mean entropy of the decisions, in nats; null outside a search.</param>
/// <param name="Alphas">by decision, after the epoch; empty outside a search.</param>
/// <param name="CountsTokens">what is counted as images are tokens of a text, and e to the loss is the perplexity.</param>
public sealed record EpochReport(
    int Epoch,
    int Epochs,
    double LearningRate,
    double TrainLoss,
    double TrainAccuracy,
    Evaluation? HeldOut,
    double? AlphaEntropy,
    IReadOnlyDictionary<string, double[]> Alphas,
    long ImagesSeen,
    TimeSpan Elapsed,
    TimeSpan Remaining,
    bool CountsTokens = false);
