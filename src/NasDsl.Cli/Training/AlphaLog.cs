using NasDsl.Cli.Rendering;
using NasDsl.Torch;

namespace NasDsl.Cli.Training;

/// <summary>A line of JSON for each epoch: the alphas of every decision.</summary>
internal sealed class AlphaLog(TextWriter file) : ITrainingObserver
{
    public void OnStep(StepReport report)
    {
    }

    public void OnEpoch(EpochReport report) => file.WriteLine(JsonText.Write(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("epoch", report.Epoch);
            writer.WriteStartObject("alphas");
            foreach (var (decision, values) in report.Alphas.OrderBy(a => a.Key, StringComparer.Ordinal))
            {
                writer.WriteStartArray(decision);
                foreach (var value in values)
                    writer.WriteNumberValue(value);
                writer.WriteEndArray();
            }
            writer.WriteEndObject();
            writer.WriteEndObject();
        },
        indented: false));
}

internal sealed class BestSoFar(Action<IReadOnlyDictionary<string, double[]>> write) : ITrainingObserver
{
    public void OnStep(StepReport report)
    {
    }

    public void OnEpoch(EpochReport report) => write(report.Alphas);
}
