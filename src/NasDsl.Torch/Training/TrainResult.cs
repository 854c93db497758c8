namespace NasDsl.Torch;

/// <summary>What training a network from scratch gave.</summary>
/// <param name="Test">the test split after the last epoch; null when training was cancelled.</param>
/// <param name="Epochs">every epoch that was finished.</param>
/// <param name="Stopped">it was cancelled; the network has the weights of the last step.</param>
public sealed record TrainResult(Evaluation? Test, IReadOnlyList<EpochReport> Epochs, bool Stopped, double Seconds);
