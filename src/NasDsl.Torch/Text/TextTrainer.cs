using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>
/// Trains a network from scratch to predict the next token of a text, by truncated back-propagation (as Merity, Keskar and
/// Socher, 2018, and DARTS do): the text is read in parallel streams, window after window, and the states are carried along.
/// </summary>
public sealed class TextTrainer(ChildModel child, TrainSettings settings)
{
    /// <summary>Trains, validates after each epoch and tests at the end; the network keeps its last weights.</summary>
    /// <param name="steps">the network's declared steps: how many tokens a gradient sees.</param>
    /// <param name="cancellation">looked at between windows; what was reached until then is returned.</param>
    /// <exception cref="TrainingException">a setting is out of range, or the loss is no longer finite</exception>
    /// <exception cref="DataException">the text is too short (NAS7014)</exception>
    /// <exception cref="DeviceException">the device is not there</exception>
    public TrainResult Run(
        TextCorpus corpus, int steps, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        settings.Validate();
        var device = Devices.Parse(settings.Device);
        if (settings.Threads > 0)
            set_num_threads(settings.Threads);
        manual_seed(settings.Seed);

        var training = new TextBatches(First(corpus.Train, settings.TrainImages), settings.BatchSize, steps, "training part");
        var validation = TextBatches.ForEvaluation(corpus.Validation, settings.BatchSize, steps, "validation part");
        var test = TextBatches.ForEvaluation(First(corpus.Test, settings.TestImages), settings.BatchSize, steps, "test part");
        child.Network.to(device);
        child.Network.train();
        Parameter[] parameters = [.. child.Network.parameters()];
        using var optimizer = Optimizers.Create(settings.Optimizer, parameters, settings.Epochs);
        using var stream = new TextStream(child.Network, child.ForwardFrom);
        var stepsPerEpoch = Math.Min(training.Windows, settings.MaxStepsPerEpoch ?? int.MaxValue);
        var progress = new Progress(observer, settings.Epochs, stepsPerEpoch, countsTokens: true);
        var finished = Enumerable.Range(0, settings.Epochs).All(RunEpoch);
        var tested = finished ? Measure(test) : null;
        return new TrainResult(tested, progress.Epochs, tested is null, progress.Seconds);

        bool RunEpoch(int epoch)
        {
            var rate = settings.Optimizer.LearningRate.At(epoch, settings.Epochs);
            Optimizers.SetLearningRate(optimizer, rate);
            child.SetDropPath?.Invoke(settings.DropPath * epoch / settings.Epochs);
            progress.BeginEpoch(epoch, rate);
            stream.Restart();
            foreach (var (step, batch) in training.All().Take(stepsPerEpoch).Index())
            {
                if (cancellation.IsCancellationRequested)
                    return false;
                progress.Trained(Step(batch, epoch, step));
            }

            var held = settings.TestEveryEpoch || epoch == settings.Epochs - 1 ? Measure(validation) : null;
            progress.EndEpoch(held, null, new Dictionary<string, double[]>());
            return !cancellation.IsCancellationRequested;
        }

        StepOutcome Step(TextBatch batch, int epoch, int step)
        {
            using var scope = NewDisposeScope();
            var measured = new TextLoss(stream, batch, corpus.Vocabulary.Count, settings.LabelSmoothing, device, epoch, step);
            Gradients.Backward(measured.Loss, parameters, frozen: []);
            Optimizers.Clip(settings.Optimizer, parameters);
            optimizer.step();
            Gradients.Clear(parameters);
            stream.Advance();
            return measured.Outcome;
        }

        Evaluation? Measure(TextBatches batches)
        {
            try
            {
                return TextEvaluator.Evaluate(
                    child.Network, child.ForwardFrom, batches, corpus.Vocabulary.Count, device, cancellation);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }

    /// <summary>The beginning of a part, where only so many tokens are wanted.</summary>
    internal static int[] First(int[] tokens, int? count) => count < tokens.Length ? tokens[..count.Value] : tokens;
}
