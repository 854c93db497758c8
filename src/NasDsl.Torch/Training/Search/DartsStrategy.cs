using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>
/// Differentiable architecture search (Liu, Simonyan and Yang, "DARTS: differentiable architecture search", 2019): at each step the
/// alphas descend the loss of a held-out batch, then the weights descend the loss of a training batch.
/// </summary>
internal sealed class DartsStrategy(SupernetModel model, SearchSettings settings, int order) : AlphaStrategy(model, settings)
{
    public override (StepOutcome Trained, StepOutcome? HeldOut) Step(SearchStep step)
    {
        var training = step.NextTraining();
        var heldOut = StepAlphas(training, step.NextHeldOut());
        return (StepWeights(training), heldOut);
    }

    /// <summary>Moves the alphas down the held-out loss; returns that loss as it was before.</summary>
    public StepOutcome StepAlphas(MeasuredLoss training, MeasuredLoss heldOut)
    {
        using var scope = NewDisposeScope();
        if (order == 1)
            Gradients.Backward(heldOut.Loss, Alphas, frozen: Weights);
        else
            new UnrolledGradient(Model.Network, Weights, Alphas).Compute(training.Loss, heldOut.Loss, VirtualStep());
        UpdateAlphas();
        return heldOut.Outcome;
    }

    // As in the paper, the virtual step is one of plain momentum even where the real one is Nesterov's.
    private UnrolledGradient.VirtualStep VirtualStep() => new(
        Rate, Settings.Weights.Momentum, Settings.Weights.WeightDecay, Optimizers.MomentumBuffers(WeightOptimizer, Weights.Count));
}
