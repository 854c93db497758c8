using System.Text.Json.Nodes;
using NasDsl.Analysis;
using NasDsl.Cli.Commands;
using NasDsl.Cli.Files;
using NasDsl.Cli.Viewing;
using NasDsl.Diagnostics;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Torch;

namespace NasDsl.Cli.Training;

/// <summary>A trained child with its normalizations folded, in a folder of its own in that of its run.</summary>
internal static class InferenceExport
{
    /// <summary>The folder.</summary>
    public const string Name = "inference";

    /// <exception cref="InputException">There is something by that name, and <paramref name="force"/> does not allow to replace it.</exception>
    public static void ExpectFree(Terminal terminal, string run, bool force)
    {
        var path = Path.Combine(run, Name);
        var full = terminal.PathOf(path);
        if (File.Exists(full))
            throw new InputException(Diagnose.CannotWrite(path, "it is a file, not a folder"));
        if (Directory.Exists(full) && !force)
            throw new InputException(Diagnose.WouldOverwrite(path, "already exists"));
    }

    /// <param name="normalization">What the images were given in training; null where it was a text.</param>
    public static void Write(
        Session session, SearchSpace space, InferenceModel inference, TorchSharp.torch.nn.Module trained, Normalization? normalization,
        RunFolder folder, bool force)
    {
        ProjectExport.WriteInference(session, space, inference, normalization, folder.ShownPathOf(Name), force);
        folder.Write($"{Name}/{TrainRun.Weights}", path => FoldedWeights.Save(trained, inference.Weights, path));
    }

    /// <summary>Of a training that is over: its program, architecture and weights are in its folder.</summary>
    /// <param name="data">The data that it was trained on, where its folder does not say enough to find them.</param>
    /// <exception cref="InputException">The folder holds no training, or something in it cannot be used.</exception>
    public static void OfRun(Session session, string folder, string? data, bool force)
    {
        var files = new RunFiles(session.Terminal, folder);
        if (files.Json(RunFolder.Description) is not { } run || run.Text("command") is not { } command)
            throw new InputException(Diagnose.NotARun(folder, $"it has no `{RunFolder.Description}` that can be read"));
        if (command != "train")
            throw new InputException(Diagnose.NotARun(folder, "it is the search of a supernet, not a training: `nasc train --arch` trains what it found"));
        var kept = RunFolder.At(session.Terminal, folder);
        foreach (var file in new[] { TrainRun.Architectures, TrainRun.Weights })
            if (!File.Exists(kept.PathOf(file)))
                throw new InputException(Diagnose.NotARun(folder, $"it has no `{file}`: the training did not come to an end"));
        if (data is not null && Path.GetFileName(Path.TrimEndingDirectorySeparator(data)) is var name && name != run.Text("data"))
            throw new InputException(Diagnose.NotARun(folder, $"it was trained on `{run.Text("data")}`, not on `{name}`"));
        ExpectFree(session.Terminal, folder, force);

        if (RunProgram.Load(run)?.Trained is not { } space || space.Arguments.ToString() != run.Text("arguments")
            || Fingerprint.Of(space) != run.Text("fingerprint"))
            throw new InputException(Diagnose.NotARun(folder, "the program that it keeps is not what it was for this version of nasc"));
        var child = ArchitectureResolver.Resolve(
            space, ProgramLoader.LoadArchitecture(session, kept.ShownPathOf(TrainRun.Architectures), space));
        var inference = InferenceEmitter.Emit(space, child);
        var normalization = TrainingData.Load(session, space, SettingsOf(run, data)).Normalization;
        using var network = GeneratedModels.CreateChild(
            ChildEmitter.Emit(space, child, new EmitOptions()), GeneratedNames.Child(space)).Network;
        ModuleWeights.LoadWeights(network, kept.PathOf(TrainRun.Weights));
        Write(session, space, inference, network, normalization, kept, force);
        session.Note($"the network for inference is in {kept.ShownPathOf(Name)}");
    }

    private static RunSettings SettingsOf(JsonObject run, string? data) => new(
        data ?? run.Text("data") ?? "", "", false, null, null, 0, 0, Devices.Default, false, run.Text("level") == "char");
}
