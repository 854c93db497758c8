using TorchSharp;
using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>
/// Differentiable architecture search on a text (Liu, Simonyan and Yang, 2019, section 3.2): at each step the alphas descend
/// the loss of a window of the validation part, then the weights that of a window of the training part. Both are read on
/// and on, the states carried along.
/// </summary>
public sealed class TextSearch(SupernetModel supernet, SearchSettings settings)
{
    /// <summary>Searches; the supernet keeps its last weights and alphas. The settings' split is not looked at.</summary>
    /// <param name="steps">the network's declared steps: how many tokens a gradient sees.</param>
    /// <param name="cancellation">looked at between windows; what was found until then is returned.</param>
    /// <exception cref="TrainingException">a setting is out of range, or the loss is no longer finite</exception>
    /// <exception cref="DataException">the text is too short (NAS7014)</exception>
    /// <exception cref="DeviceException">the device is not there</exception>
    public SearchResult Run(
        TextCorpus corpus, int steps, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        settings.Validate();
        SupernetModel.ExpectAlphas(supernet);
        var device = Devices.Parse(settings.Device);
        if (settings.Threads > 0)
            set_num_threads(settings.Threads);
        manual_seed(settings.Seed);

        var training = new TextBatches(
            TextTrainer.First(corpus.Train, settings.TrainImages), settings.BatchSize, steps, "training part");
        var validation = new TextBatches(corpus.Validation, settings.BatchSize, steps, "validation part");
        var model = supernet.On(device);
        model.Network.train();
        using var darts = new DartsSteps(model, settings, device, corpus.Vocabulary.Count);
        using var reader = new TextStream(model.Network, model.ForwardFrom);
        using var judge = new TextStream(model.Network, model.ForwardFrom);
        using var windows = Endless(validation, judge).GetEnumerator();
        var stepsPerEpoch = Math.Min(training.Windows, settings.MaxStepsPerEpoch ?? int.MaxValue);
        var progress = new Progress(observer, settings.Epochs, stepsPerEpoch, countsTokens: true);
        var finished = Enumerable.Range(0, settings.Epochs).All(RunEpoch);
        return new SearchResult(model.AlphaValues(), progress.Epochs, !finished, progress.Seconds);

        bool RunEpoch(int epoch)
        {
            darts.BeginEpoch(epoch);
            progress.BeginEpoch(epoch, settings.Weights.LearningRate.At(epoch, settings.Epochs));
            reader.Restart();
            foreach (var (step, batch) in training.All().Take(stepsPerEpoch).Index())
            {
                if (cancellation.IsCancellationRequested)
                    return false;
                windows.MoveNext();
                progress.HeldOut(darts.StepAlphas(Loss(reader, batch), Loss(judge, windows.Current)));
                judge.Advance();
                progress.Trained(darts.StepWeights(Loss(reader, batch)), () => AlphaEntropy.Mean(model));
                reader.Advance();

                TextLoss Loss(TextStream stream, TextBatch window) =>
                    new(stream, window, corpus.Vocabulary.Count, 0, device, epoch, step);
            }

            progress.EndEpoch(null, AlphaEntropy.Mean(model), model.AlphaValues());
            return true;
        }
    }

    private static IEnumerable<TextBatch> Endless(TextBatches batches, TextStream stream)
    {
        while (true)
        {
            stream.Restart();
            foreach (var batch in batches.All())
                yield return batch;
        }
    }
}
