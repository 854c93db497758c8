namespace NasDsl.Torch;

/// <summary>Is told how training goes.</summary>
public interface ITrainingObserver
{
    /// <summary>After every step.</summary>
    void OnStep(StepReport report);

    /// <summary>After every epoch.</summary>
    void OnEpoch(EpochReport report);
}
