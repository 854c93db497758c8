namespace NasDsl.Torch;

/// <summary>Mean cross-entropy in nats, and accuracy from 0 to 1, over some images.</summary>
public sealed record Evaluation(double Loss, double Accuracy, long Images);
