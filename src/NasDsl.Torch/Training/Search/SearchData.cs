namespace NasDsl.Torch;

/// <summary>What a search learns from: images or a text.</summary>
public abstract class SearchSource
{
    internal abstract SearchData Open(SupernetModel model, SearchSettings settings, TorchSharp.torch.Device device);
}

/// <summary>
/// The data of one search in two parts. Training batches come epoch by epoch, held-out ones without end; which ones come depends on
/// the seed and on how many there were.
/// </summary>
internal abstract class SearchData : IDisposable
{
    public abstract int StepsPerEpoch { get; }

    public virtual bool CountsTokens => false;

    /// <param name="step">the first step of the epoch that is asked for.</param>
    public abstract void BeginEpoch(int epoch, int step);

    /// <summary>The loss of the next training batch; valid until the one after it.</summary>
    public abstract MeasuredLoss NextTraining(int epoch, int step);

    /// <summary>The loss of the next held-out batch; valid until the one after it.</summary>
    public abstract MeasuredLoss NextHeldOut(int epoch, int step);

    /// <summary>Loss and accuracy on the whole held-out part, in evaluation mode.</summary>
    /// <exception cref="OperationCanceledException">cancelled between two batches</exception>
    public abstract Evaluation Evaluate(CancellationToken cancellation);

    /// <summary>Computes the network on the same training batches at each call, and nothing else.</summary>
    public abstract void Forward(int batches, Action<int> before, CancellationToken cancellation);

    public abstract void Save(Checkpoint checkpoint);

    public abstract void Load(Checkpoint checkpoint);

    public virtual void Dispose()
    {
    }
}
