using System.Text.Json;
using NasDsl.Analysis;
using NasDsl.Architectures;
using NasDsl.Cli.Commands;
using NasDsl.Cli.Files;
using NasDsl.Cli.Rendering;
using NasDsl.Diagnostics;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Torch;

namespace NasDsl.Cli.Training;

/// <summary>What is measured of a training, and when.</summary>
/// <param name="TestImages">Tests on only so many images of the test split, or null for all.</param>
/// <param name="TestsLastOnly">Tests after the last epoch only.</param>
/// <param name="StepLosses">Writes the loss of each step.</param>
/// <param name="ForInference">Writes the trained child for inference, too.</param>
internal sealed record ReportSettings(int? TestImages, bool TestsLastOnly, bool StepLosses, bool ForInference = false);

/// <summary>One `nasc train`: the child is compiled, trained from scratch, tested and kept.</summary>
internal sealed class TrainRun(
    Session session, LoadedProgram program, RunSettings settings, Architecture architecture, TrainPlan plan, ReportSettings report)
{
    /// <summary>The architecture and the weights that a run keeps.</summary>
    public const string Architectures = "architecture.arch.json", Weights = "weights.safetensors";

    private const string Metrics = "metrics.csv", Log = "run.log", Steps = "steps.csv", Result = "result.json";

    private SearchSpace Space => program.Trained;

    private IReadOnlyList<string> Files => [Architectures, Weights, Metrics, Steps, Log, Result, ChildFile];

    private string ChildFile => $"{GeneratedNames.Child(Space)}.cs";

    public void Execute()
    {
        RunFolder.ExpectFree(session.Terminal, settings.Out, settings.Force, Files);
        InferenceExport.ExpectFree(session.Terminal, settings.Out, settings.Force);
        var child = ArchitectureResolver.Resolve(Space, architecture);
        // What is kept is for people, and for any device: the same weights fit it.
        var code = ChildEmitter.Emit(Space, child, EmitOptions.For(plan));
        var trained = settings.LowersDepthwise ? ChildEmitter.Emit(Space, child, EmitOptions.For(plan) with { LowersDepthwise = true }) : code;
        var inference = report.ForInference ? InferenceEmitter.Emit(Space, child) : null;
        Devices.Parse(settings.Device);
        var data = TrainingData.Load(session, Space, settings);
        NoteHiddenImages();
        var model = GeneratedModels.CreateChild(trained, GeneratedNames.Child(Space), settings.Seed);

        var folder = RunFolder.Open(session.Terminal, settings.Out, settings.Force, Files);
        // A child for inference that an earlier run left would not be of the new weights.
        if (File.Exists(folder.PathOf($"{InferenceExport.Name}/{Weights}")))
            folder.Delete($"{InferenceExport.Name}/{Weights}");
        var description = new RunDescription("train", program.Compilation, Space, settings)
        {
            Plan = writer =>
            {
                RunDescription.Write(writer, plan);
                writer.WriteBoolean("lower_depthwise", settings.LowersDepthwise);
            },
        };
        folder.WriteText(RunFolder.Description, description.Text("running"));
        folder.WriteText(ChildFile, code);
        folder.WriteText(Architectures, ArchitectureFile.Write(Space, architecture));
        var result = description.Guard(folder, () => Train(folder, model, data));

        folder.Write(Weights, path => ModuleWeights.SaveWeights(model.Network, path));
        folder.WriteText(RunFolder.Description, description.Text(result.Stopped ? "stopped" : "finished"));
        var text = ResultText(result, CostModel.Of(child), data.Unit);
        folder.WriteText(Result, text);
        if (inference is not null)
            InferenceExport.Write(session, Space, inference, model.Network, data.Normalization, folder, settings.Force);
        session.IsInterrupted |= result.Stopped;
        Tell(result, folder, text);
    }

    /// <summary>A square as long as the image hides more than half of it on average: sizes for other images, forgotten.</summary>
    private void NoteHiddenImages()
    {
        if (Space.Network.Inputs is [{ Shape: { IsImage: true } image }]
            && plan.Augment.OfType<IR.Cutout>().FirstOrDefault(c => c.Length >= Math.Min(image.Height, image.Width)) is { } cutout)
        {
            session.Note(FormattableString.Invariant(
                $"note: `cutout({cutout.Length})` hides most of an image of {image.Height} x {image.Width} pixels: the network may learn nothing; `--no-augment` leaves it out"));
        }
    }

    private TrainResult Train(RunFolder folder, ChildModel model, TrainingData data)
    {
        using var metrics = new MetricsCsv(folder.PathOf(Metrics), data.HeldOut, data.Unit);
        using var log = folder.Append(Log);
        using var steps = report.StepLosses ? new StepLog(folder.Append(Steps)) : null;
        return ProgressDisplay.Run(session.Terminal, "training", display => data.Train(
            model,
            PlanSettings.Of(plan, settings, report),
            new Recorder([display, new EpochLog(metrics, log), .. steps is null ? [] : new[] { steps }]),
            session.Cancellation));
    }

    private void Tell(TrainResult result, RunFolder folder, string text)
    {
        var isText = result.Epochs is [{ CountsTokens: true }, ..];
        session.Note(result.Test is { } test
            ? FormattableString.Invariant(
                $"test {(isText ? $"perplexity {ProgressDisplay.Perplexity(test.Loss)}" : $"accuracy {ProgressDisplay.Percent(test.Accuracy)}")}, all in {folder.ShownPathOf("")}")
            : $"stopped after {result.Epochs.Count} of {plan.Epochs} epochs; the weights so far are in {folder.ShownPathOf(Weights)}");
        if (settings.Json)
            session.Print(text);
    }

    private string ResultText(TrainResult result, Cost cost, string unit) => JsonText.Write(
        writer =>
        {
            writer.WriteStartObject();
            if (result.Test is { } test)
            {
                writer.WriteMeasured("test_accuracy", test.Accuracy);
                writer.WriteMeasured("test_loss", test.Loss);
                if (result.Epochs is [{ CountsTokens: true }, ..])
                    writer.WriteMeasured("test_perplexity", Math.Exp(test.Loss));
                writer.WriteNumber($"test_{unit}", test.Images);
            }
            writer.WriteNumber("parameters", cost.Parameters);
            writer.WriteNumber("macs", cost.Macs);
            writer.WriteNumber("epochs", result.Epochs.Count);
            writer.WriteBoolean("stopped", result.Stopped);
            writer.WriteNumber("seconds", Math.Round(result.Seconds, 3));
            writer.WriteNumber("seed", settings.Seed);
            ArchitectureJson.Write(writer, "architecture", Space, architecture);
            writer.WriteEndObject();
        },
        indented: false) + "\n";
}
