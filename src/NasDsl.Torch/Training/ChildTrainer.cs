using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace NasDsl.Torch;

/// <summary>
/// Trains a network from scratch the way DARTS does: cross-entropy, augmentation, a drop-path probability that rises
/// linearly over the epochs, and an auxiliary tower.
/// </summary>
public sealed class ChildTrainer(ChildModel child, TrainSettings settings)
{
    private enum Streams : ulong { Sample = 1, TestSample, Training }

    /// <summary>Trains and tests; the network keeps its last weights.</summary>
    /// <param name="shape">the network's declared image, [C, H, W].</param>
    /// <param name="cancellation">looked at between steps; what was reached until then is returned.</param>
    /// <exception cref="TrainingException">a setting is out of range, or the loss is no longer finite</exception>
    /// <exception cref="DataException">the images do not fit the network</exception>
    /// <exception cref="DeviceException">the device is not there</exception>
    public TrainResult Run(
        ImageDataset dataset, ImageShape shape, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        settings.Validate();
        ExpectAuxiliary();
        var device = Devices.Parse(settings.Device);
        if (settings.Threads > 0)
            set_num_threads(settings.Threads);
        manual_seed(settings.Seed);

        var normalization = Normalization.Of(dataset.Train);
        var training = Batches(dataset.Train.Sample(settings.TrainImages, Seed(Streams.Sample)));
        var test = Batches(dataset.Test.Sample(settings.TestImages, Seed(Streams.TestSample)));
        var parameters = Prepare(device);
        using var optimizer = Optimizers.Create(settings.Optimizer, parameters, settings.Epochs);
        var stepsPerEpoch = Math.Min(training.TrainingBatches, settings.MaxStepsPerEpoch ?? int.MaxValue);
        var progress = new Progress(observer, settings.Epochs, stepsPerEpoch);
        var finished = Enumerable.Range(0, settings.Epochs).All(RunEpoch);
        return new TrainResult(
            finished ? progress.Epochs[^1].HeldOut : null, progress.Epochs, !finished, progress.Seconds);

        ImageBatches Batches(DataSplit split) => new(split, normalization, shape, settings.BatchSize);

        bool RunEpoch(int epoch)
        {
            var rate = settings.Optimizer.LearningRate.At(epoch, settings.Epochs);
            Optimizers.SetLearningRate(optimizer, rate);
            child.SetDropPath?.Invoke(settings.DropPath * epoch / settings.Epochs);
            progress.BeginEpoch(epoch, rate);
            var batches = training.Training(Seed(Streams.Training), epoch, settings.Augment).Take(stepsPerEpoch).Ahead();
            foreach (var (step, batch) in batches.Index())
            {
                if (cancellation.IsCancellationRequested)
                    return false;
                progress.Trained(Step(batch, optimizer, parameters, dataset.Classes, device, epoch, step));
            }

            return Test(epoch);
        }

        bool Test(int epoch)
        {
            var isLast = epoch == settings.Epochs - 1;
            try
            {
                var measured = isLast || settings.TestEveryEpoch
                    ? Classifier.Evaluate(child.Network, test, device, cancellation)
                    : null;
                progress.EndEpoch(measured, null, new Dictionary<string, double[]>());
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }

    private StepOutcome Step(
        ImageBatch batch, Optimizer optimizer, IReadOnlyList<Parameter> parameters, int classes, Device device, int epoch, int step)
    {
        using var scope = NewDisposeScope();
        var targets = batch.Targets(device);
        var (logits, auxiliary) = Forward(batch.Images(device, Classifier.TypeOf(child.Network)));
        Classifier.ExpectOutputs(logits, classes);
        var loss = Loss(logits, targets);
        var outcome = StepOutcome.Measure(loss, logits, targets, epoch, step);
        if (auxiliary is not null)
            loss += settings.Auxiliary * Loss(auxiliary, targets);

        Gradients.Backward(() => loss, parameters, frozen: []);
        Optimizers.Clip(settings.Optimizer, parameters);
        optimizer.step();
        Gradients.Clear(parameters);
        return outcome;
    }

    private (Tensor Logits, Tensor? Auxiliary) Forward(Tensor images)
    {
        if (settings.Auxiliary == 0 || child.Auxiliary is null || child.ForwardWithFeatures is null)
            return (child.Network.call(images), null);
        var (logits, features) = child.ForwardWithFeatures(images);
        return (logits, child.Auxiliary.call(features));
    }

    private Tensor Loss(Tensor logits, Tensor targets) =>
        functional.cross_entropy(logits, targets, label_smoothing: settings.LabelSmoothing);

    private List<Parameter> Prepare(Device device)
    {
        child.Network.to(device);
        child.Network.train();
        var parameters = child.Network.parameters().ToList();
        if (settings.Auxiliary > 0 && child.Auxiliary is { } auxiliary)
        {
            auxiliary.to(device);
            auxiliary.train();
            parameters.AddRange(auxiliary.parameters());
        }

        return parameters;
    }

    private void ExpectAuxiliary()
    {
        if (settings.Auxiliary > 0 && (child.Auxiliary is null || child.ForwardWithFeatures is null))
        {
            throw new TrainingException(
                TrainingException.NoAuxiliary, "`auxiliary` is set, but the network has no auxiliary tower", "set `auxiliary` to 0");
        }
    }

    private ulong Seed(Streams stream) => SeededRandom.Derive((ulong)settings.Seed, (ulong)stream);
}
