using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>The numbers of one batch: its mean loss and how many of its images were classified correctly.</summary>
internal readonly record struct StepOutcome(double Loss, long Correct, int Images)
{
    /// <exception cref="TrainingException">the loss is not a number (NAS7201)</exception>
    public static StepOutcome Measure(Tensor loss, Tensor logits, Tensor targets, int epoch, int step)
    {
        using var noGradient = no_grad();
        var value = loss.to(ScalarType.Float64).item<double>();
        if (!double.IsFinite(value))
        {
            throw new TrainingException(
                TrainingException.NotFinite,
                FormattableString.Invariant($"the loss became {value} in epoch {epoch + 1}, step {step + 1}"),
                "lower the learning rate, or clip the gradients");
        }

        var correct = logits.argmax(1).eq(targets).sum().item<long>();
        return new StepOutcome(value, correct, (int)targets.shape[0]);
    }
}
