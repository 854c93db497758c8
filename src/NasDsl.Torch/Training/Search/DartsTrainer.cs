using TorchSharp;
using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>
/// Differentiable architecture search (Liu, Simonyan and Yang, 2019). The training images are divided in two; at each
/// step the alphas descend the loss of a batch of one part, then the weights descend the loss of a batch of the other.
/// The same seed, machine and thread count give the same alphas to the bit.
/// </summary>
public sealed class DartsTrainer(SupernetModel supernet, SearchSettings settings)
{
    private enum Streams : ulong { Sample = 1, Divide, Training, Validation }

    /// <summary>Searches; the supernet keeps its last weights and alphas.</summary>
    /// <param name="shape">the network's declared image, [C, H, W].</param>
    /// <param name="cancellation">looked at between steps; what was found until then is returned.</param>
    /// <exception cref="TrainingException">a setting is out of range, or the loss is no longer finite</exception>
    /// <exception cref="DataException">the images do not fit the network, or are too few to be divided</exception>
    /// <exception cref="DeviceException">the device is not there</exception>
    public SearchResult Run(
        ImageDataset dataset, ImageShape shape, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        settings.Validate();
        SupernetModel.ExpectAlphas(supernet);

        var device = Devices.Parse(settings.Device);
        if (settings.Threads > 0)
            set_num_threads(settings.Threads);
        manual_seed(settings.Seed);

        var (training, validation) = Divide(dataset, shape);
        var model = supernet.On(device);
        model.Network.train();
        using var steps = new DartsSteps(model, settings, device, dataset.Classes);
        using var validationBatches = Endless(validation).GetEnumerator();
        var stepsPerEpoch = Math.Min(training.TrainingBatches, settings.MaxStepsPerEpoch ?? int.MaxValue);
        var progress = new Progress(observer, settings.Epochs, stepsPerEpoch);
        var finished = Enumerable.Range(0, settings.Epochs).All(epoch =>
            RunEpoch(epoch, model, steps, training.Training(Seed(Streams.Training), epoch, settings.Augment).Take(stepsPerEpoch)));
        return new SearchResult(model.AlphaValues(), progress.Epochs, !finished, progress.Seconds);

        bool RunEpoch(int epoch, SupernetModel model, DartsSteps steps, IEnumerable<ImageBatch> batches)
        {
            steps.BeginEpoch(epoch);
            progress.BeginEpoch(epoch, settings.Weights.LearningRate.At(epoch, settings.Epochs));
            foreach (var (step, batch) in batches.Index())
            {
                if (cancellation.IsCancellationRequested)
                    return false;
                validationBatches.MoveNext();
                progress.HeldOut(steps.StepAlphas(
                    steps.LossOf(batch, epoch, step), steps.LossOf(validationBatches.Current, epoch, step)));
                progress.Trained(steps.StepWeights(steps.LossOf(batch, epoch, step)), () => AlphaEntropy.Mean(model));
            }

            progress.EndEpoch(null, AlphaEntropy.Mean(model), model.AlphaValues());
            return true;
        }
    }

    private (ImageBatches Training, ImageBatches Validation) Divide(ImageDataset dataset, ImageShape shape)
    {
        var images = dataset.Train.Sample(settings.TrainImages, Seed(Streams.Sample));
        var (first, rest) = images.Divide(settings.TrainFraction, Seed(Streams.Divide));
        var normalization = Normalization.Of(dataset.Train);
        return (new ImageBatches(first, normalization, shape, settings.BatchSize),
            new ImageBatches(rest, normalization, shape, settings.BatchSize));
    }

    private IEnumerable<ImageBatch> Endless(ImageBatches batches)
    {
        for (var epoch = 0; ; epoch++)
        {
            foreach (var batch in batches.Training(Seed(Streams.Validation), epoch, settings.Augment))
                yield return batch;
        }
    }

    private ulong Seed(Streams stream) => SeededRandom.Derive((ulong)settings.Seed, (ulong)stream);
}
