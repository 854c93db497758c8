using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>
/// Judges architectures by the weights that they share in a trained supernet (one-shot evaluation; Guo et al., "Single path one-shot neural
/// architecture search with uniform sampling", 2020, section 3.4): each with normalization statistics of its own, on the part of the data
/// from which no weight has learned. What an architecture is worth follows from the supernet and the data alone.
/// </summary>
public sealed class SupernetEvaluator : IDisposable
{
    private readonly SupernetModel model;
    private readonly SupernetPaths paths;
    private readonly SearchData data;
    private readonly SearchSettings settings;
    private readonly int calibration;

    /// <param name="supernet">with its trained weights.</param>
    /// <param name="settings">seed, split and number of images of the search that trained it; batch, device and threads as wanted.</param>
    /// <param name="calibration">training batches from which the statistics are measured, 1 or more.</param>
    /// <exception cref="ArgumentException">the supernet cannot compute single paths</exception>
    /// <exception cref="DataException">the data do not fit the network, or are too few</exception>
    /// <exception cref="DeviceException">the device is not there</exception>
    public SupernetEvaluator(SupernetModel supernet, SearchSource source, SearchSettings settings, int calibration)
    {
        settings.Validate();
        (this.settings, this.calibration) = (settings, calibration);
        var device = Devices.Parse(settings.Device);
        model = supernet.On(device);
        paths = model.Paths ?? throw new ArgumentException("the supernet cannot compute single paths", nameof(supernet));
        data = source.Open(model, settings, device);
    }

    /// <summary>Loss and accuracy of one architecture on the whole held-out part.</summary>
    /// <param name="labels">the labels taken, by decision.</param>
    /// <exception cref="OperationCanceledException">cancelled between two batches</exception>
    public Evaluation Evaluate(IReadOnlyDictionary<string, string[]> labels, CancellationToken cancellation = default)
    {
        if (settings.Threads > 0)
            set_num_threads(settings.Threads);
        manual_seed(settings.Seed);
        paths.Take(labels);
        try
        {
            model.Network.train();
            Statistics.Recalculate(model.Network, data, calibration, cancellation);
            return data.Evaluate(cancellation);
        }
        finally
        {
            paths.Release();
        }
    }

    public void Dispose() => data.Dispose();
}
