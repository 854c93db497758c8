using System.Collections.Immutable;
using System.Text.Json;
using NasDsl.Analysis;
using NasDsl.Architectures;
using NasDsl.Cli.Commands;
using NasDsl.Cli.Rendering;
using NasDsl.Diagnostics;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Optimization;
using NasDsl.Search;
using NasDsl.Torch;

namespace NasDsl.Cli.Training;

/// <summary>One `nasc search`: the supernet is compiled and searched, the best architecture derived and kept.</summary>
internal sealed class SearchRun(
    Session session, LoadedProgram program, RunSettings settings, DartsPlan plan, OptimizationOptions optimization)
{
    private const string Best = "best.arch.json", Weights = "supernet.safetensors", Alphas = "alphas.jsonl",
        Metrics = "metrics.csv", Log = "run.log", Result = "result.json";

    private readonly ConstraintCheck constraints = new(program);

    private SearchSpace Space => program.Supernet;

    private IReadOnlyList<string> Files => [Best, Weights, Alphas, Metrics, Log, Result, ChildFile];

    private string ChildFile => $"{GeneratedNames.Child(Space)}.cs";

    public void Execute()
    {
        RunFolder.ExpectFree(session.Terminal, settings.Out, settings.Force, Files);
        Devices.Parse(settings.Device);
        program.ExpectRelaxable();
        var code = SupernetEmitter.Emit(Space, optimization);
        var data = TrainingData.Load(session, Space, settings);
        var model = GeneratedModels.CreateSupernet(code, GeneratedNames.Supernet(Space), settings.Seed);

        var folder = RunFolder.Open(session.Terminal, settings.Out, settings.Force, Files);
        var description = new RunDescription("search", program.Compilation, Space, settings)
        {
            Plan = writer => RunDescription.Write(writer, plan),
        };
        folder.WriteText(RunFolder.Description, description.Text("running"));
        var result = description.Guard(folder, () => Search(folder, model, data));
        folder.Write(Weights, path => ModuleWeights.SaveWeights(model.Network, path));
        folder.WriteText(RunFolder.Description, description.Text(result.Stopped ? "stopped" : "finished"));
        session.IsInterrupted |= result.Stopped;
        Keep(folder, result);
    }

    private SearchResult Search(RunFolder folder, SupernetModel model, TrainingData data)
    {
        using var metrics = new MetricsCsv(folder.PathOf(Metrics), "validation", data.Unit);
        using var log = folder.Append(Log);
        using var alphas = folder.Append(Alphas);
        return ProgressDisplay.Run(session.Terminal, "searching", display => data.Search(
            model,
            PlanSettings.Of(plan, settings),
            new Recorder([display, new EpochLog(metrics, log), new AlphaLog(alphas), new BestSoFar(alpha => WriteBest(folder, alpha))]),
            session.Cancellation));
    }

    /// <summary>Writes the architecture and its child, and says what was found.</summary>
    private void Keep(RunFolder folder, SearchResult result)
    {
        var weights = WeightsOf(result.Alphas);
        var derived = Derive(weights);
        var architecture = derived.Architecture ?? throw new InputException(Diagnose.NothingDerived(
            Space.Name,
            derived.Outcome == DerivationOutcome.NoneSatisfies
                ? "none satisfies all constraints"
                : FormattableString.Invariant($"none of the {derived.Examined} likeliest ones satisfies all constraints")));
        folder.WriteText(Best, ArchitectureFile.Write(Space, architecture));
        var child = ArchitectureResolver.Resolve(program.Trained, architecture);
        folder.WriteText(ChildFile, ChildEmitter.Emit(program.Trained, child, EmitOptions.For(program.Compilation.Train)));
        foreach (var cell in AlphaReport.Of(Space, weights, architecture).Cells.Where(c => c.HasCollapsed))
            session.Report(null, Diagnose.SearchCollapsed(cell.Cell, cell.Skips, cell.Operations));
        var text = ResultText(result, architecture, CostModel.Of(child), folder);
        folder.WriteText(Result, text);
        session.Note($"{(result.Stopped ? "stopped; the architecture so far is" : "the architecture is")} {folder.ShownPathOf(Best)}");
        if (settings.Json)
            session.Print(text);
    }

    /// <summary>After each epoch, so that a search that is killed leaves what it found; nothing where nothing is allowed yet.</summary>
    private void WriteBest(RunFolder folder, IReadOnlyDictionary<string, double[]> alphas)
    {
        if (Derive(WeightsOf(alphas)).Architecture is { } architecture)
            folder.WriteText(Best, ArchitectureFile.Write(Space, architecture));
    }

    private DerivationResult Derive(DecisionWeights weights) =>
        Derivation.Best(Space, weights, a => constraints.Satisfies(a, Space));

    private DecisionWeights WeightsOf(IReadOnlyDictionary<string, double[]> alphas) => new(
        Space, alphas.ToDictionary(a => a.Key, a => Softmax(a.Value), StringComparer.Ordinal));

    private static ImmutableArray<double> Softmax(double[] alphas)
    {
        var largest = alphas.Max();
        var exponentials = Array.ConvertAll(alphas, a => Math.Exp(a - largest));
        var sum = exponentials.Sum();
        return [.. exponentials.Select(e => e / sum)];
    }

    private string ResultText(SearchResult result, Architecture architecture, Cost cost, RunFolder folder) => JsonText.Write(
        writer =>
        {
            writer.WriteStartObject();
            ArchitectureJson.Write(writer, "architecture", Space, architecture);
            writer.WriteString("architecture_file", folder.ShownPathOf(Best).Replace('\\', '/'));
            writer.WriteNumber("parameters", cost.Parameters);
            writer.WriteNumber("macs", cost.Macs);
            writer.WriteNumber("epochs", result.Epochs.Count);
            writer.WriteBoolean("stopped", result.Stopped);
            if (result.Epochs is [.., var last])
                WriteEpoch(writer, last);
            writer.WriteNumber("search_seconds", Math.Round(result.Seconds, 3));
            writer.WriteNumber("seed", settings.Seed);
            writer.WriteEndObject();
        },
        indented: false) + "\n";

    private static void WriteEpoch(Utf8JsonWriter writer, EpochReport last)
    {
        writer.WriteMeasured("train_accuracy", last.TrainAccuracy);
        if (last.CountsTokens)
        {
            writer.WriteMeasured("train_perplexity", Math.Exp(last.TrainLoss));
            if (last.HeldOut is { } held)
                writer.WriteMeasured("validation_perplexity", Math.Exp(held.Loss));
        }
        if (last.HeldOut is { } validation)
            writer.WriteMeasured("validation_accuracy", validation.Accuracy);
        if (last.AlphaEntropy is { } entropy)
            writer.WriteMeasured("alpha_entropy", entropy);
    }

    /// <summary>A line of JSON for each epoch: the alphas of every decision.</summary>
    private sealed class AlphaLog(TextWriter file) : ITrainingObserver
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

    private sealed class BestSoFar(Action<IReadOnlyDictionary<string, double[]>> write) : ITrainingObserver
    {
        public void OnStep(StepReport report)
        {
        }

        public void OnEpoch(EpochReport report) => write(report.Alphas);
    }
}
