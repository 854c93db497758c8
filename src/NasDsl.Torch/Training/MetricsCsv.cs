using System.Globalization;

namespace NasDsl.Torch;

/// <summary>
/// Writes one row an epoch into a CSV file. Every row is on disk before the next epoch begins; a file that is there
/// already is continued without a second header.
/// </summary>
public sealed class MetricsCsv : IDisposable
{
    private readonly StreamWriter writer;

    /// <param name="heldOut">what the held-out images are, <c>validation</c> or <c>test</c>.</param>
    /// <param name="unit">what is counted, <c>images</c> or <c>tokens</c>.</param>
    public MetricsCsv(string path, string heldOut, string unit = "images")
    {
        writer = new StreamWriter(path, append: true) { NewLine = "\n", AutoFlush = true };
        if (writer.BaseStream.Length == 0)
        {
            writer.WriteLine(
                $"epoch,learning_rate,train_loss,train_accuracy,{heldOut}_loss,{heldOut}_accuracy,alpha_entropy,{unit},seconds");
        }
    }

    public void Append(EpochReport report) =>
        writer.WriteLine(string.Join(',', Fields(report).Select(field => Convert.ToString(field, CultureInfo.InvariantCulture))));

    public void Dispose() => writer.Dispose();

    private static object?[] Fields(EpochReport report) =>
    [
        report.Epoch,
        report.LearningRate,
        report.TrainLoss,
        report.TrainAccuracy,
        report.HeldOut?.Loss,
        report.HeldOut?.Accuracy,
        report.AlphaEntropy,
        report.ImagesSeen,
        Math.Round(report.Elapsed.TotalSeconds, 3),
    ];
}
