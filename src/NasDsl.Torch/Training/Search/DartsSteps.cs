using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace NasDsl.Torch;

/// <summary>The two steps of bilevel search, each on one batch.</summary>
internal sealed class DartsSteps : IDisposable
{
    private readonly SupernetModel supernet;
    private readonly SearchSettings settings;
    private readonly Device device;
    private readonly ScalarType type;
    private readonly int classes;
    private readonly IReadOnlyList<Parameter> weights, alphas;
    private readonly Optimizer weightOptimizer, alphaOptimizer;
    private double rate;

    public DartsSteps(SupernetModel supernet, SearchSettings settings, Device device, int classes)
    {
        (this.supernet, this.settings, this.device, this.classes) = (supernet, settings, device, classes);
        type = Classifier.TypeOf(supernet.Network);
        weights = supernet.Weights();
        alphas = [.. supernet.Alphas.Values];
        weightOptimizer = Optimizers.Create(settings.Weights, weights, settings.Epochs);
        alphaOptimizer = Optimizers.Create(settings.Alphas, alphas, settings.Epochs);
    }

    public void BeginEpoch(int epoch)
    {
        rate = settings.Weights.LearningRate.At(epoch, settings.Epochs);
        Optimizers.SetLearningRate(weightOptimizer, rate);
        Optimizers.SetLearningRate(alphaOptimizer, settings.Alphas.LearningRate.At(epoch, settings.Epochs));
    }

    /// <summary>The loss of a batch of images, for one step.</summary>
    public MeasuredLoss LossOf(ImageBatch batch, int epoch, int step) => new ImageLoss(this, batch, epoch, step);

    /// <summary>Moves the alphas down the validation loss; returns that loss as it was before.</summary>
    public StepOutcome StepAlphas(MeasuredLoss training, MeasuredLoss validation)
    {
        using var scope = NewDisposeScope();
        if (settings.Order == 1)
            Gradients.Backward(validation.Loss, alphas, frozen: weights);
        else
            new UnrolledGradient(supernet.Network, weights, alphas).Compute(training.Loss, validation.Loss, VirtualStep());
        Optimizers.Clip(settings.Alphas, alphas);
        alphaOptimizer.step();
        Gradients.Clear(alphas);
        return validation.Outcome;
    }

    /// <summary>Moves the weights down the training loss; returns that loss as it was before.</summary>
    public StepOutcome StepWeights(MeasuredLoss training)
    {
        using var scope = NewDisposeScope();
        Gradients.Backward(training.Loss, weights, frozen: alphas);
        Optimizers.Clip(settings.Weights, weights);
        weightOptimizer.step();
        Gradients.Clear(weights);
        return training.Outcome;
    }

    public void Dispose()
    {
        weightOptimizer.Dispose();
        alphaOptimizer.Dispose();
    }

    // As in the paper, the virtual step is one of plain momentum even where the real one is Nesterov's.
    private UnrolledGradient.VirtualStep VirtualStep() =>
        new(rate, settings.Weights.Momentum, settings.Weights.WeightDecay, Optimizers.MomentumBuffers(weightOptimizer, weights.Count));

    private sealed class ImageLoss(DartsSteps steps, ImageBatch batch, int epoch, int step) : MeasuredLoss
    {
        private Tensor? images, targets;

        public override Tensor Loss()
        {
            images ??= batch.Images(steps.device, steps.type);
            targets ??= batch.Targets(steps.device);
            var logits = steps.supernet.Network.call(images);
            Classifier.ExpectOutputs(logits, steps.classes);
            var loss = functional.cross_entropy(logits, targets);
            Outcome = StepOutcome.Measure(loss, logits, targets, epoch, step);
            return loss;
        }
    }
}
