using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>
/// SNAS (Xie, Zheng, Liu and Lin, "SNAS: stochastic neural architecture search", 2019): all alternatives are computed and weighed by a
/// Gumbel-softmax sample, one for the whole network in each step; weights and alphas descend the same training loss.
/// </summary>
internal sealed class SnasStrategy(SupernetModel model, SearchSettings settings, Temperature temperature)
    : SampledStrategy(model, settings)
{
    public override (StepOutcome Trained, StepOutcome? HeldOut) Step(SearchStep step)
    {
        using var scope = NewDisposeScope();
        var random = RandomOf(step, 0);
        var degree = temperature.At(step.Epoch, Settings.Epochs);
        var training = step.NextTraining();
        try
        {
            Gradients.Backward(
                () =>
                {
                    foreach (var choice in Choices)
                        Paths.Weigh(choice.Name, choice.Soft(choice.Perturbed(random), degree), null);
                    return training.Loss();
                },
                [.. Weights, .. Alphas],
                frozen: []);
        }
        finally
        {
            Paths.Release();
        }
        UpdateAlphas();
        UpdateWeights();
        return (training.Outcome, null);
    }
}
