using NasDsl.Torch;

namespace NasDsl.Cli.Training;

/// <summary>Passes on what it is told to several observers.</summary>
internal sealed class Recorder(IReadOnlyList<ITrainingObserver> observers) : ITrainingObserver
{
    public void OnStep(StepReport report)
    {
        foreach (var observer in observers)
            observer.OnStep(report);
    }

    public void OnEpoch(EpochReport report)
    {
        foreach (var observer in observers)
            observer.OnEpoch(report);
    }
}

/// <summary>Writes every epoch into the metrics and the log of a run.</summary>
internal sealed class EpochLog(MetricsCsv metrics, TextWriter log) : ITrainingObserver
{
    public void OnStep(StepReport report)
    {
    }

    public void OnEpoch(EpochReport report)
    {
        metrics.Append(report);
        log.WriteLine(FormattableString.Invariant($"{report.Elapsed.TotalSeconds,10:0.0} s  {ProgressDisplay.Line(report)}"));
    }
}

/// <summary>Writes the loss of every step as a row of a CSV file; it owns the writer.</summary>
internal sealed class StepLog : ITrainingObserver, IDisposable
{
    private readonly TextWriter writer;

    public StepLog(TextWriter writer)
    {
        this.writer = writer;
        writer.WriteLine("epoch,step,loss");
    }

    public void OnStep(StepReport report) =>
        writer.WriteLine(FormattableString.Invariant($"{report.Epoch},{report.Step},{report.Loss}"));

    public void OnEpoch(EpochReport report)
    {
    }

    public void Dispose() => writer.Dispose();
}
