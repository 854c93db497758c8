using System.Globalization;
using NasDsl.Torch;
using Spectre.Console;

namespace NasDsl.Cli.Training;

/// <summary>Shows how training goes: a live bar on a terminal, otherwise a line now and then.</summary>
internal static class ProgressDisplay
{
    /// <summary>Runs <paramref name="body"/> with an observer that shows what it is told.</summary>
    public static T Run<T>(Terminal terminal, string title, Func<ITrainingObserver, T> body) =>
        terminal.IsInteractive ? RunLive(terminal, title, body) : body(new PlainProgress(terminal.Error));

    private static T RunLive<T>(Terminal terminal, string title, Func<ITrainingObserver, T> body)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = terminal.HasColors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(terminal.Error),
        });
        return console.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => body(new LiveProgress(context.AddTask(title, maxValue: 1), console)));
    }

    public static string Line(StepReport report) =>
        $"epoch {report.Epoch}/{report.Epochs}  step {report.Step}/{report.Steps}  loss {Number(report.Loss)}"
        + $"  accuracy {Percent(report.Accuracy)}{Entropy(report.AlphaEntropy)}  left {Duration(report.Remaining)}";

    public static string Line(EpochReport report) =>
        $"epoch {report.Epoch}/{report.Epochs}  loss {Number(report.TrainLoss)}  {Quality(report.TrainLoss, report.TrainAccuracy, report.CountsTokens)}"
        + (report.HeldOut is { } heldOut ? $"  held out {(report.CountsTokens ? Perplexity(heldOut.Loss) : Percent(heldOut.Accuracy))}" : "")
        + $"{Entropy(report.AlphaEntropy)}  left {Duration(report.Remaining)}";

    private static string Entropy(double? entropy) => entropy is { } value ? $"  alpha entropy {Number(value)}" : "";

    /// <summary>How many equally likely tokens would be as hard to guess.</summary>
    public static string Perplexity(double loss) => Math.Exp(loss).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Quality(double loss, double accuracy, bool isText) =>
        isText ? $"perplexity {Perplexity(loss)}" : $"accuracy {Percent(accuracy)}";

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    public static string Percent(double share) => $"{(100 * share).ToString("0.00", CultureInfo.InvariantCulture)}%";

    private static string Duration(TimeSpan time) => string.Create(
        CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");

    private sealed class LiveProgress(ProgressTask task, IAnsiConsole console) : ITrainingObserver
    {
        public void OnStep(StepReport report)
        {
            task.MaxValue = (double)report.Epochs * report.Steps;
            task.Value = ((report.Epoch - 1.0) * report.Steps) + report.Step;
            task.Description = Markup.Escape(Line(report));
        }

        public void OnEpoch(EpochReport report) => console.WriteLine(Line(report));
    }

    private sealed class PlainProgress(TextWriter writer) : ITrainingObserver
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
        private TimeSpan last;

        public void OnStep(StepReport report)
        {
            if (report.Elapsed - last < Pause || report.Step == report.Steps)
                return;
            last = report.Elapsed;
            writer.WriteLine(Line(report));
        }

        public void OnEpoch(EpochReport report)
        {
            last = report.Elapsed;
            writer.WriteLine(Line(report));
        }
    }
}
