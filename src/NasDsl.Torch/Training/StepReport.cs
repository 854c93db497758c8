namespace NasDsl.Torch;

/// <summary>What one training step did.</summary>
/// <param name="Epoch">from 1.</param>
/// <param name="Step">from 1.</param>
/// <param name="Steps">steps in this epoch.</param>
/// <param name="Loss">of this step's training batch.</param>
/// <param name="Accuracy">of the epoch so far, on training batches as they were trained on, 0 to 1.</param>
/// <param name="AlphaEntropy">mean entropy of the decisions, in nats; null outside a search.</param>
/// <param name="ImagesSeen">training images since the start.</param>
/// <param name="Remaining">the time left, at the speed so far.</param>
/// <param name="CountsTokens">what is counted as images are tokens of a text, and e to the loss is the perplexity.</param>
public sealed record StepReport(
    int Epoch,
    int Epochs,
    int Step,
    int Steps,
    double Loss,
    double Accuracy,
    double LearningRate,
    double? AlphaEntropy,
    long ImagesSeen,
    TimeSpan Elapsed,
    TimeSpan Remaining,
    bool CountsTokens = false);
