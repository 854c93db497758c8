using System.Security.Cryptography;
using System.Text.Json;
using NasDsl.Analysis;
using NasDsl.Cli.Commands;
using NasDsl.Cli.Files;
using NasDsl.Diagnostics;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Torch;

namespace NasDsl.Cli.Training;

/// <summary>The supernet that a finished search left in its folder, with what must be known of that search to use it.</summary>
internal sealed class TrainedSupernet
{
    private readonly string weights;
    private readonly JsonElement plan;
    private readonly long seed;
    private readonly double split;
    private readonly int? images;
    private InheritableWeights? inheritance;

    private TrainedSupernet(string weights, JsonElement run, SearchSpace space, bool isEdited)
    {
        (this.weights, Space, IsEdited) = (weights, space, isEdited);
        plan = run.GetProperty("plan");
        seed = run.GetProperty("seed").GetInt64();
        split = plan.GetProperty("split").GetDouble();
        images = run.TryGetProperty("train_images", out var most) ? most.GetInt32() : null;
        ReadsCharacters = run.TryGetProperty("level", out var level) && level.GetString() == "char";
        Digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(weights)));
    }

    /// <summary>The space as the supernet was made from it.</summary>
    public SearchSpace Space { get; }

    /// <summary>Whether it was trained on the characters of a text.</summary>
    public bool ReadsCharacters { get; }

    /// <summary>Whether the program is another text than when it was searched: then its weights may have other names.</summary>
    public bool IsEdited { get; }

    /// <summary>Of the weights.</summary>
    public string Digest { get; }

    /// <param name="data">As the command line names it.</param>
    /// <exception cref="InputException">The folder has no finished search of a supernet (NAS7404), or one that is of no use here (NAS7409).</exception>
    public static TrainedSupernet Open(Session session, string folder, LoadedProgram program, string data)
    {
        var files = RunFolder.At(session.Terminal, folder);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(files.PathOf(RunFolder.Description)));
            var run = document.RootElement.Clone();
            Expect(folder, run, program, data);
            var plan = run.GetProperty("plan");
            var relaxes = SupernetPlans.Find(Text(plan, "strategy"))?.Relaxes ?? false;
            var space = program.Compilation.SupernetSpaceOf(plan.GetProperty("affine").GetBoolean(), relaxes)
                ?? throw new InputException(program.Compilation.Sources, [Diagnose.NoNetwork()]);
            var isEdited = Text(run, "program_sha256") != RunDescription.DigestOf(program.Compilation);
            if (isEdited)
                session.Note($"note: the program was edited since the supernet in `{folder}` was searched");
            return new TrainedSupernet(files.PathOf(SearchRun.Weights), run, space, isEdited);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InputException(Diagnose.NotARun(folder, $"its `{RunFolder.Description}` cannot be read"));
        }
        catch (Exception e) when (IoProblem.Is(e))
        {
            throw new InputException(Diagnose.NotARun(folder, $"it has no supernet that can be read: {IoProblem.Of(e)}"));
        }
    }

    /// <summary>Architectures are judged by the part of the data that judged them while the supernet was searched.</summary>
    /// <param name="batch">Null for that of the search.</param>
    /// <exception cref="WeightsException">The weights are of another network.</exception>
    public SupernetEvaluator Evaluator(TrainingData data, RunSettings settings, int? batch)
    {
        var model = GeneratedModels.CreateSupernet(SupernetEmitter.Emit(Space), GeneratedNames.Supernet(Space), seed);
        ModuleWeights.LoadWeights(model.Network, weights);
        var calibration = plan.TryGetProperty("calibration", out var batches) ? batches.GetInt32() : SupernetPlans.SinglePath.Calibration;
        return new SupernetEvaluator(
            model,
            data.Source,
            new SearchSettings
            {
                Seed = seed,
                TrainFraction = split,
                TrainImages = images,
                BatchSize = batch ?? plan.GetProperty("batch").GetInt32(),
                Threads = settings.Threads,
                Device = settings.Device,
            },
            calibration);
    }

    /// <summary>What children begin their training with; read once.</summary>
    /// <exception cref="WeightsException">The file is damaged, or the weights are of another network.</exception>
    public InheritableWeights Inheritance()
    {
        if (inheritance is not null)
            return inheritance;
        // Whether all its weights are of this program shows when they are loaded: a child has only some of them.
        using (var network = GeneratedModels.CreateSupernet(SupernetEmitter.Emit(Space), GeneratedNames.Supernet(Space), seed).Network)
            ModuleWeights.LoadWeights(network, weights);
        return inheritance = InheritableWeights.Read(weights, Space);
    }

    /// <summary>Reads the weights, only to say at once where that cannot be done.</summary>
    /// <exception cref="WeightsException">The file is damaged.</exception>
    public void ExpectWeights() => SafetensorsFile.Read(weights);

    /// <summary>The data in two parts, as when the supernet was searched: no weight has learned from the one that measures.</summary>
    public TrainingData Divide(TrainingData data) => data.HoldOutAsInSearch(split, images, seed);

    private static void Expect(string folder, JsonElement run, LoadedProgram program, string data)
    {
        if (Text(run, "command") != "search")
            throw new InputException(Diagnose.NotARun(folder, "it is a training, not the search of a supernet"));
        if (Text(run, "state") is var state && state != "finished")
            throw new InputException(Diagnose.NotARun(folder, $"its search is not finished but {state}; `nasc runs resume {folder}` goes on"));
        var (fingerprint, arguments) = (Fingerprint.Of(program.Space), program.Supernet.Arguments.ToString());
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(data));
        var problem = Text(run, "network") != program.Space.Name ? $"it is of the network `{Text(run, "network")}`, this one is `{program.Space.Name}`"
            : Text(run, "fingerprint") is var its && its != fingerprint ? $"its space has the fingerprint {its}, this one has {fingerprint}"
            : Text(run, "arguments") is var given && given != arguments ? $"its arguments are `{given}`, here they are `{arguments}`"
            : Text(run, "data") is var trained && trained != name ? $"it was trained on `{trained}`, not on `{name}`"
            : null;
        if (problem is not null)
            throw new InputException(Diagnose.OtherSupernet(folder, problem));
        program.ExpectSupernet();
    }

    private static string Text(JsonElement run, string name) => run.GetProperty(name).GetString() ?? "";
}
