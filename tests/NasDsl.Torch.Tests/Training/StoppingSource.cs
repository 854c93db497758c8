namespace NasDsl.Torch.Tests.Training;

/// <summary>Synthetic images; the search is cancelled where statistics are measured, before a batch is computed.</summary>
/// <param name="passes">the batch, counted over all evaluations from 1.</param>
internal sealed class StoppingSource(int passes, CancellationTokenSource? stop) : SearchSource
{
    private int left = passes;

    public CancellationToken Token => stop?.Token ?? default;

    internal override SearchData Open(SupernetModel model, SearchSettings settings, TorchSharp.torch.Device device) =>
        new Data(new ImageSource(SyntheticData.Create(), SyntheticData.Shape).Open(model, settings, device), this);

    private void Count()
    {
        if (--left == 0)
            stop?.Cancel();
    }

    private sealed class Data(SearchData inner, StoppingSource source) : SearchData
    {
        public override int StepsPerEpoch => inner.StepsPerEpoch;

        public override void BeginEpoch(int epoch, int step) => inner.BeginEpoch(epoch, step);

        public override MeasuredLoss NextTraining(int epoch, int step) => inner.NextTraining(epoch, step);

        public override MeasuredLoss NextHeldOut(int epoch, int step) => inner.NextHeldOut(epoch, step);

        public override Evaluation Evaluate(CancellationToken cancellation) => inner.Evaluate(cancellation);

        public override void Forward(int batches, Action<int> before, CancellationToken cancellation) => inner.Forward(
            batches,
            i =>
            {
                source.Count();
                before(i);
            },
            cancellation);

        public override void Save(Checkpoint checkpoint) => inner.Save(checkpoint);

        public override void Load(Checkpoint checkpoint) => inner.Load(checkpoint);

        public override void Dispose() => inner.Dispose();
    }
}
