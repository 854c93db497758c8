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
