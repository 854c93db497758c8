using System.Globalization;

namespace NasDsl.Torch.Tests.Training;

public sealed class MetricsCsvTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CultureInfo culture = CultureInfo.CurrentCulture;

    [Fact]
    public void Rows_are_on_disk_at_once_and_in_every_culture_alike()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        using MetricsCsv csv = new(folder["m.csv"], "validation");
        csv.Append(Report(1, new Evaluation(0.5, 0.75, 8), 1.5));
        Assert.Equal(
            """
            epoch,learning_rate,train_loss,train_accuracy,validation_loss,validation_accuracy,alpha_entropy,images,seconds
            1,0.025,1.25,0.5,0.5,0.75,1.5,64,2.5

            """.ReplaceLineEndings("\n"),
            ReadShared());
    }

    [Fact]
    public void A_second_run_continues_the_file()
    {
        using (MetricsCsv csv = new(folder["m.csv"], "test"))
            csv.Append(Report(1, null, null));
        using (MetricsCsv csv = new(folder["m.csv"], "test"))
            csv.Append(Report(2, null, null));
        var lines = File.ReadAllLines(folder["m.csv"]);
        Assert.Equal(3, lines.Length);
        Assert.Equal("2,0.025,1.25,0.5,,,,64,2.5", lines[2]);
    }

    public void Dispose()
    {
        CultureInfo.CurrentCulture = culture;
        folder.Dispose();
    }

    private static EpochReport Report(int epoch, Evaluation? heldOut, double? entropy) => new(
        epoch, 2, 0.025, 1.25, 0.5, heldOut, entropy, new Dictionary<string, double[]>(), 64, TimeSpan.FromSeconds(2.5), TimeSpan.Zero);

    private string ReadShared()
    {
        using FileStream stream = new(folder["m.csv"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new StreamReader(stream).ReadToEnd();
    }
}
