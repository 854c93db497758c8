using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>
/// The search of a supernet, whatever the strategy: the training data are divided in two, one part trains the weights, by the other
/// architectures are judged. The same seed, machine and thread count find the same to the bit.
/// </summary>
public sealed class SupernetSearch(SupernetModel supernet, SearchSettings settings)
{
    private const string Network = "network", Generator = "random";

    /// <summary>Takes what a search needs to go on, after each epoch and where it is cancelled.</summary>
    public Action<Checkpoint>? Keep { get; init; }

    /// <summary>Where to go on; null to begin.</summary>
    public Checkpoint? From { get; init; }

    /// <summary>Searches; the supernet keeps its last weights and alphas.</summary>
    /// <param name="cancellation">looked at between steps; what was found until then is returned.</param>
    /// <exception cref="TrainingException">a setting is out of range, or the loss is no longer finite</exception>
    /// <exception cref="DataException">the data do not fit the network, or are too few</exception>
    /// <exception cref="DeviceException">the device is not there</exception>
    /// <exception cref="WeightsException">the checkpoint is not of this search</exception>
    public SearchResult Run(SearchSource source, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        settings.Validate();
        var device = Devices.Parse(settings.Device);
        if (settings.Threads > 0)
            set_num_threads(settings.Threads);
        manual_seed(settings.Seed);

        var model = supernet.On(device);
        model.Network.train();
        using var strategy = (settings.Method ?? new DartsMethod(settings.Order)).Create(model, settings);
        using var data = source.Open(model, settings, device);
        var progress = new Progress(observer, settings.Epochs, data.StepsPerEpoch, data.CountsTokens);
        var run = new Course(model, strategy, data, progress, settings);
        if (From is { } checkpoint)
            run.Load(checkpoint);
        return run.Execute(Keep, cancellation);
    }

    /// <summary>One search under way.</summary>
    private sealed class Course(
        SupernetModel model, SupernetStrategy strategy, SearchData data, Progress progress, SearchSettings settings)
    {
        private int epoch, step;

        public SearchResult Execute(Action<Checkpoint>? keep, CancellationToken cancellation)
        {
            IReadOnlyDictionary<string, string[]>? found = null;
            var (finished, isDecided) = (true, false);
            for (; finished && epoch < settings.Epochs; epoch++, step = 0)
            {
                finished = RunEpoch(cancellation);
                if (!finished)
                    break;
                Keep(keep, epoch + 1, 0);
            }
            try
            {
                if (finished)
                    found = strategy.Finish(data, cancellation);
            }
            catch (OperationCanceledException)
            {
                (finished, isDecided) = (false, true);
            }
            // What deciding has read and computed is forgotten, unless the strategy goes on from there: it begins anew.
            if (!finished && (!isDecided || strategy.ResumesFinish))
                Keep(keep, epoch, step);
            return new SearchResult(model.AlphaValues(), progress.Epochs, !finished, progress.Seconds, found);
        }

        public void Load(Checkpoint checkpoint)
        {
            checkpoint.CopyTo(Network, model.Network);
            strategy.Load(checkpoint);
            data.Load(checkpoint);
            (epoch, step) = (checkpoint.State<int[]>(Checkpoint.Position)[0], checkpoint.State<int[]>(Checkpoint.Position)[1]);
            progress.Saved = checkpoint.State<Progress.State>(nameof(progress));
            using var generator = checkpoint.Tensor(Generator, ScalarType.Byte);
            set_rng_state(generator);
        }

        private bool RunEpoch(CancellationToken cancellation)
        {
            strategy.BeginEpoch(epoch);
            data.BeginEpoch(epoch, step);
            if (step == 0)
                progress.BeginEpoch(epoch, settings.Weights.LearningRate.At(epoch, settings.Epochs));
            for (; step < data.StepsPerEpoch; step++)
            {
                if (cancellation.IsCancellationRequested)
                    return false;
                var (trained, heldOut) = strategy.Step(new SearchStep(data, epoch, step));
                if (heldOut is { } outcome)
                    progress.HeldOut(outcome);
                progress.Trained(trained, strategy.LearnsAlphas ? () => AlphaEntropy.Mean(model) : null);
            }

            if (!strategy.EndEpoch(data, epoch, progress.HeldOut, cancellation))
                return false;
            progress.EndEpoch(
                null, strategy.LearnsAlphas ? AlphaEntropy.Mean(model) : null,
                strategy.LearnsAlphas ? model.AlphaValues() : new Dictionary<string, double[]>());
            return true;
        }

        private void Keep(Action<Checkpoint>? keep, int nextEpoch, int nextStep)
        {
            if (keep is null)
                return;
            using var scope = NewDisposeScope();
            var checkpoint = new Checkpoint();
            checkpoint.Put(Network, model.Network);
            strategy.Save(checkpoint);
            data.Save(checkpoint);
            checkpoint.PutState(Checkpoint.Position, new[] { nextEpoch, nextStep });
            checkpoint.PutState(nameof(progress), progress.Saved);
            checkpoint.Put(Generator, get_rng_state());
            keep(checkpoint);
        }
    }
}
