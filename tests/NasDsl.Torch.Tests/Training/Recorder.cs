namespace NasDsl.Torch.Tests.Training;

/// <summary>Keeps what an observer is told.</summary>
internal sealed class Recorder(Action<StepReport>? onStep = null) : ITrainingObserver
{
    public List<StepReport> Steps { get; } = [];

    public List<EpochReport> Epochs { get; } = [];

    public void OnStep(StepReport report)
    {
        Steps.Add(report);
        onStep?.Invoke(report);
    }

    public void OnEpoch(EpochReport report) => Epochs.Add(report);
}
