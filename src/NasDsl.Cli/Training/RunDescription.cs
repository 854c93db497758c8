using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NasDsl.Analysis;
using NasDsl.Cli.Commands;
using NasDsl.Cli.Rendering;
using NasDsl.IR;

namespace NasDsl.Cli.Training;

/// <summary>`run.json`: what a run was given, so that it can be repeated, and how far it came.</summary>
internal sealed class RunDescription(string command, Compilation compilation, SearchSpace space, RunSettings settings)
{
    /// <summary>Writes the properties of the plan.</summary>
    public required Action<Utf8JsonWriter> Plan { get; init; }

    /// <summary>Of the file and those that it imports: each of them decides what is searched.</summary>
    public static string DigestOf(Compilation compilation) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(compilation.Sources.All.Select(s => s.Content)))));

    /// <param name="state">`running`, `finished`, `stopped` or `failed`.</param>
    public string Text(string state) => JsonText.Write(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("command", command);
            writer.WriteString("state", state);
            writer.WriteString("program", space.Source);
            writer.WriteString("program_sha256", DigestOf(compilation));
            writer.WriteString("network", space.Name);
            writer.WriteString("arguments", space.Arguments.ToString());
            writer.WriteString("fingerprint", Fingerprint.Of(space));
            writer.WriteString("data", Path.GetFileName(Path.TrimEndingDirectorySeparator(settings.Data)));
            writer.WriteNumber("seed", settings.Seed);
            writer.WriteNumber("threads", settings.Threads);
            writer.WriteString("device", settings.Device);
            if (settings.ReadsCharacters)
                writer.WriteString("level", "char");
            WriteOptional(writer, "train_images", settings.TrainImages);
            WriteOptional(writer, "steps", settings.Steps);
            writer.WriteStartObject("plan");
            Plan(writer);
            writer.WriteEndObject();
            WriteSources(writer);
            writer.WriteEndObject();
        },
        indented: true) + "\n";

    /// <summary>The program's files as they were, by their paths from its folder: a run can be shown when they are gone.</summary>
    private void WriteSources(Utf8JsonWriter writer)
    {
        var folder = Path.GetDirectoryName(compilation.Sources.Main.FileName) ?? "";
        writer.WriteStartArray("sources");
        foreach (var source in compilation.Sources.All)
        {
            writer.WriteStartObject();
            writer.WriteString("file", Path.GetRelativePath(folder.Length == 0 ? "." : folder, source.FileName).Replace('\\', '/'));
            writer.WriteString("text", source.Content);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>Runs <paramref name="body"/>; where it fails, the folder says so.</summary>
    public T Guard<T>(RunFolder folder, Func<T> body)
    {
        try
        {
            return body();
        }
        catch
        {
            try
            {
                folder.WriteText(RunFolder.Description, Text("failed"));
            }
            catch (InputException)
            {
                // What failed first is what to report.
            }
            throw;
        }
    }

    public static void Write(Utf8JsonWriter writer, SupernetPlan plan)
    {
        writer.WriteString("strategy", plan.Name);
        writer.WriteNumber("epochs", plan.Epochs);
        writer.WriteNumber("batch", plan.Batch);
        writer.WriteNumber("split", plan.Split);
        writer.WriteBoolean("affine", plan.Affine);
        Write(writer, "weights", plan.Weights);
        switch (plan)
        {
            case DartsPlan darts:
                writer.WriteNumber("order", darts.Order);
                Write(writer, "alphas", darts.Alphas);
                break;
            case SnasPlan snas:
                Write(writer, "temperature", snas.Temperature);
                Write(writer, "alphas", snas.Alphas);
                break;
            case GdasPlan gdas:
                Write(writer, "temperature", gdas.Temperature);
                Write(writer, "alphas", gdas.Alphas);
                break;
            case ProxylessPlan proxyless:
                writer.WriteNumber("warm_up", proxyless.WarmUp);
                writer.WriteNumber("every", proxyless.Every);
                Write(writer, "alphas", proxyless.Alphas);
                break;
            case SinglePathPlan single:
                Write(writer, single);
                break;
            case EnasPlan enas:
                Write(writer, enas);
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, SinglePathPlan plan)
    {
        writer.WriteNumber("population", plan.Population);
        writer.WriteNumber("generations", plan.Generations);
        writer.WriteNumber("top", plan.Top);
        writer.WriteNumber("mutation", plan.Mutation);
        writer.WriteNumber("calibration", plan.Calibration);
    }

    private static void Write(Utf8JsonWriter writer, EnasPlan plan)
    {
        writer.WriteNumber("units", plan.Controller.Units);
        writer.WriteNumber("layers", plan.Controller.Layers);
        if (plan.Tanh is { } tanh)
            writer.WriteNumber("tanh", tanh);
        writer.WriteNumber("op_tanh_reduce", plan.OperationTanh);
        writer.WriteNumber("temperature", plan.Temperature);
        writer.WriteNumber("lr", plan.Rate);
        writer.WriteNumber("entropy", plan.Entropy);
        writer.WriteNumber("baseline", plan.Baseline);
        writer.WriteNumber("steps", plan.Steps);
        writer.WriteNumber("aggregate", plan.Aggregate);
        if (plan.Skips is { } skips)
            writer.WriteNumber("skips", skips);
        writer.WriteNumber("samples", plan.Samples);
    }

    private static void Write(Utf8JsonWriter writer, string name, TemperaturePlan plan)
    {
        writer.WriteStartObject(name);
        writer.WriteString("schedule", plan.Schedule.ToString().ToLowerInvariant());
        writer.WriteNumber("from", plan.From);
        writer.WriteNumber("to", plan.To);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, TrainPlan plan)
    {
        writer.WriteNumber("epochs", plan.Epochs);
        writer.WriteNumber("batch", plan.Batch);
        Write(writer, "weights", plan.Weights);
        writer.WriteStrings("augment", plan.Augment.Select(Text));
        writer.WriteNumber("drop_path", plan.DropPath);
        writer.WriteNumber("auxiliary", plan.Auxiliary);
        writer.WriteNumber("label_smoothing", plan.LabelSmoothing);
    }

    private static void Write(Utf8JsonWriter writer, string name, OptimizerPlan plan)
    {
        writer.WriteStartObject(name);
        writer.WriteString("kind", plan.Kind.ToString().ToLowerInvariant());
        writer.WriteNumber("lr", plan.LearningRate.From);
        if (plan.LearningRate.Schedule != ScheduleKind.Constant)
            writer.WriteNumber($"{plan.LearningRate.Schedule.ToString().ToLowerInvariant()}_to", plan.LearningRate.To);
        writer.WriteNumber("momentum", plan.Momentum);
        writer.WriteBoolean("nesterov", plan.Nesterov);
        writer.WriteNumber("beta1", plan.Beta1);
        writer.WriteNumber("beta2", plan.Beta2);
        writer.WriteNumber("weight_decay", plan.WeightDecay);
        if (plan.Clip is { } clip)
            writer.WriteNumber("clip", clip);
        writer.WriteEndObject();
    }

    private static string Text(Augmentation augmentation) => augmentation switch
    {
        RandomCrop crop => FormattableString.Invariant($"random_crop(pad: {crop.Pad})"),
        Cutout cutout => FormattableString.Invariant($"cutout({cutout.Length})"),
        _ => "flip",
    };

    private static void WriteOptional(Utf8JsonWriter writer, string name, int? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
    }
}
