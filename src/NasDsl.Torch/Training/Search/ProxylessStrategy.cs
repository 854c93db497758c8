using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>
/// ProxylessNAS (Cai, Zhu and Han, "ProxylessNAS: direct neural architecture search on target task and hardware", 2019): the weights
/// descend the training loss of one path, sampled from the alphas; every few steps the alphas descend the loss of a held-out
/// batch, by <see cref="BinaryGates"/>. In the first epochs paths are drawn evenly and the alphas stay.
/// </summary>
internal sealed class ProxylessStrategy(SupernetModel model, SearchSettings settings, int warmUp, int every)
    : SampledStrategy(model, settings)
{
    public override (StepOutcome Trained, StepOutcome? HeldOut) Step(SearchStep step)
    {
        using var scope = NewDisposeScope();
        try
        {
            var trained = StepPath(step);
            var learns = step.Epoch >= warmUp && (step.Index + 1) % every == 0;
            return (trained, learns ? StepAlphas(step) : null);
        }
        finally
        {
            Paths.Release();
        }
    }

    private StepOutcome StepPath(SearchStep step)
    {
        var random = RandomOf(step, 0);
        using (no_grad())
            foreach (var choice in Choices)
            {
                var perturbed = choice.Perturbed(random);
                var places = choice.Hard(step.Epoch < warmUp ? perturbed - choice.Alpha : perturbed);
                Paths.Weigh(choice.Name, choice.OneAt(places), places);
            }
        return StepWeights(step.NextTraining());
    }

    private StepOutcome StepAlphas(SearchStep step)
    {
        var random = RandomOf(step, 1);
        var heldOut = step.NextHeldOut();
        var before = Model.AlphaValues();
        List<(RelaxedChoice Choice, BinaryGates Gates)> sampled = [];
        Gradients.Backward(
            () =>
            {
                sampled.AddRange(Choices.Select(choice => (choice, BinaryGates.Of(choice, random))));
                foreach (var (choice, gates) in sampled)
                    Paths.Weigh(choice.Name, gates.Weights, gates.Places);
                return heldOut.Loss();
            },
            Alphas,
            frozen: Weights);
        UpdateAlphas();
        foreach (var (choice, gates) in sampled)
            gates.Rescale(choice, before[choice.Name]);
        return heldOut.Outcome;
    }
}
