using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>
/// GDAS (Dong and Yang, "Searching for a robust neural architecture in four GPU hours", 2019): in each step only the alternatives of a
/// Gumbel-max sample are computed; the gradient of the alphas is that of the Gumbel-softmax at these alternatives (equations 5 to
/// 7). Alphas and weights take turns, each on a sample of its own.
/// </summary>
internal sealed class GdasStrategy(SupernetModel model, SearchSettings settings, Temperature temperature)
    : SampledStrategy(model, settings)
{
    public override (StepOutcome Trained, StepOutcome? HeldOut) Step(SearchStep step)
    {
        using var scope = NewDisposeScope();
        var degree = temperature.At(step.Epoch, Settings.Epochs);
        var training = step.NextTraining();
        var heldOut = step.NextHeldOut();
        try
        {
            Gradients.Backward(() => Sampled(heldOut, RandomOf(step, 0), degree), Alphas, frozen: Weights);
            UpdateAlphas();
            Gradients.Backward(() => Sampled(training, RandomOf(step, 1), degree), Weights, frozen: Alphas);
            UpdateWeights();
        }
        finally
        {
            Paths.Release();
        }
        return (training.Outcome, heldOut.Outcome);
    }

    private Tensor Sampled(MeasuredLoss loss, SeededRandom random, double degree)
    {
        foreach (var choice in Choices)
        {
            var (weights, places) = HardWeights(choice, choice.Perturbed(random), degree);
            Paths.Weigh(choice.Name, weights, places);
        }
        return loss.Loss();
    }

    /// <summary>Ones for what is taken, with the gradients of the relaxed sample.</summary>
    internal static (Tensor Weights, int[] Places) HardWeights(RelaxedChoice choice, Tensor perturbed, double degree)
    {
        var places = choice.Hard(perturbed);
        return (RelaxedChoice.StraightThrough(choice.OneAt(places), choice.Soft(perturbed, degree)), places);
    }
}
