using System.Text.Json;
using NasDsl.Torch;

namespace NasDsl.Cli.Tests;

/// <summary>Real searches and trainings of a tiny space on a tiny data set.</summary>
[Collection(nameof(Libtorch))]
public sealed class SearchAndTrainTests
{
    private static readonly string[] Search = ["search", "tiny.nas", "--data", "images", "--threads", "1"];
    private static readonly string[] Train = ["train", "tiny.nas", "--data", "images", "--threads", "1"];

    private static Workspace NewWorkspace() =>
        new Workspace().With("tiny.nas", Programs.Tiny).With("a.arch.json", Programs.TinyArchitecture).WithImages();

    [Fact]
    public void From_a_program_to_a_tested_model()
    {
        using var workspace = NewWorkspace();
        using var found = JsonDocument.Parse(workspace.Run([.. Search, "--out", "found", "--json"]).Succeeds().Out);
        Assert.False(found.RootElement.GetProperty("stopped").GetBoolean());
        Assert.Equal(
            ["Tiny.cs", "alphas.jsonl", "best.arch.json", "metrics.csv", "result.json", "run.json", "run.log", "supernet.safetensors"],
            Directory.GetFiles(workspace["found"]).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.Equal(2, File.ReadLines(workspace["found/alphas.jsonl"]).Count());
        Assert.Equal(3, File.ReadLines(workspace["found/metrics.csv"]).Count());
        Assert.Equal("finished", StateOf(workspace, "found"));
        workspace.Run("arch", "validate", "tiny.nas", "found/best.arch.json").Succeeds();
        Assert.Equal(workspace.Read("found/Tiny.cs"), workspace.Run("compile", "tiny.nas", "--arch", "found/best.arch.json").Succeeds().Out);

        using var trained = JsonDocument.Parse(
            workspace.Run([.. Train, "--arch", "found/best.arch.json", "--out", "model", "--epochs", "3", "--json"]).Succeeds().Out);
        Assert.InRange(trained.RootElement.GetProperty("test_accuracy").GetDouble(), 0.8, 1);
        Assert.Equal(32, trained.RootElement.GetProperty("test_images").GetInt32());
        Assert.Equal(
            found.RootElement.GetProperty("parameters").GetInt64(), trained.RootElement.GetProperty("parameters").GetInt64());
        Assert.Equal(trained.RootElement.ToString(), workspace.Read("model/result.json").TrimEnd());
        Assert.True(workspace.Has("model/weights.safetensors"));
    }

    [Fact]
    public void What_is_exported_for_inference_is_as_good_as_what_was_trained()
    {
        using var workspace = NewWorkspace();
        string[] train = [.. Train, "--arch", "a.arch.json", "--epochs", "2", "--export", "inference", "--out", "run"];
        workspace.Run(train).Succeeds();
        using var result = JsonDocument.Parse(workspace.Read("run/result.json"));
        Assert.True(workspace.Has("run/inference/Program.cs"));

        var network = GeneratedModels.CreateChild(workspace.Read("run/inference/TinyInference.cs"), "TinyInference").Network;
        ModuleWeights.LoadWeights(network, workspace["run/inference/weights.safetensors"]);
        var images = DatasetCatalog.Open(workspace["images"]);
        var test = Classifier.Evaluate(
            network, new ImageBatches(images.Test, Normalization.Of(images.Train), new ImageShape(1, 8, 8), 8), Devices.Parse("cpu"));

        Assert.Equal(result.RootElement.GetProperty("test_accuracy").GetDouble(), test.Accuracy, 1e-6);
        Assert.Equal(result.RootElement.GetProperty("test_loss").GetDouble(), test.Loss, 1e-4);
        Assert.DoesNotContain("BatchNorm", workspace.Read("run/inference/TinyInference.cs"), StringComparison.Ordinal);
        workspace.Run([.. train, "--force"]).Succeeds();
        workspace.Run([.. Train, "--out", "other", "--export", "model"]).Fails(2, "inference");
    }

    /// <summary>A run that is over has all that it takes: even where the program is gone.</summary>
    [Fact]
    public void What_was_trained_is_exported_for_inference_later()
    {
        using var workspace = NewWorkspace();
        string[] train = [.. Train, "--arch", "a.arch.json", "--epochs", "2", "--set", "classes=3"];
        workspace.Run([.. train, "--export", "inference", "--out", "at-once"]).Succeeds();
        workspace.Run([.. train, "--out", "later"]).Succeeds();
        File.Delete(workspace["tiny.nas"]);
        workspace.Run("runs", "export", "later", "--inference", "--data", "images").Succeeds();
        foreach (var file in new[] { "TinyInference.cs", "Program.cs", "weights.safetensors" })
            Assert.Equal(File.ReadAllBytes(workspace[$"at-once/inference/{file}"]), File.ReadAllBytes(workspace[$"later/inference/{file}"]));

        workspace.Run("runs", "export", "later", "--inference", "--data", "images").Fails(1, "error[NAS9011]: `later/inference` already exists");
        workspace.Run("runs", "export", "later", "--inference", "--data", "images", "--force").Succeeds();
        workspace.Run("runs", "export", "later", "--inference", "--force", "--data", "nowhere/images").Fails(1, "error[NAS7001]");
        workspace.Run("runs", "export", "later", "--inference", "--force", "--data", "mnist")
            .Fails(1, "error[NAS7404]", "it was trained on `images`, not on `mnist`");
        workspace.Run("runs", "export", "later", "--inference", "-o", "x").Fails(2, "do not go with `--inference`");
        workspace.Run("runs", "export", "later", "--data", "images").Fails(2, "go with `--inference` only");
        workspace.Run("runs", "export", "images", "--inference").Fails(1, "error[NAS7404]: `images` holds no run: it has no `run.json`");
        workspace.With("later/weights.safetensors", "{}").Run("runs", "export", "later", "--inference", "--data", "images", "--force").Fails(1, "error[NAS71");
        File.Delete(workspace["later/weights.safetensors"]);
        workspace.Run("runs", "export", "later", "--inference", "--data", "images", "--force").Fails(1, "error[NAS7404]", "the training did not come to an end");
    }

    [Fact]
    public void The_same_seed_finds_the_same_alphas_to_the_bit()
    {
        using var workspace = NewWorkspace();
        workspace.Run([.. Search, "--out", "a", "--seed", "5"]).Succeeds();
        workspace.Run([.. Search, "--out", "b", "--seed", "5"]).Succeeds();
        workspace.Run([.. Search, "--out", "c", "--seed", "6"]).Succeeds();
        Assert.Equal(workspace.Read("a/alphas.jsonl"), workspace.Read("b/alphas.jsonl"));
        Assert.Equal(File.ReadAllBytes(workspace["a/supernet.safetensors"]), File.ReadAllBytes(workspace["b/supernet.safetensors"]));
        Assert.Equal(workspace.Read("a/run.json"), workspace.Read("b/run.json"));
        Assert.NotEqual(workspace.Read("a/alphas.jsonl"), workspace.Read("c/alphas.jsonl"));
    }

    [Fact]
    public void The_command_line_overrides_the_program()
    {
        using var workspace = NewWorkspace();
        workspace.Run(
            [.. Search, "--out", "o", "--order", "2", "--epochs", "1", "--batch", "4", "--steps", "2", "--train-images", "32"]).Succeeds();
        using var run = JsonDocument.Parse(workspace.Read("o/run.json"));
        var plan = run.RootElement.GetProperty("plan");
        Assert.Equal(2, plan.GetProperty("order").GetInt32());
        Assert.Equal(4, plan.GetProperty("batch").GetInt32());
        Assert.Contains("\n1,", workspace.Read("o/metrics.csv"), StringComparison.Ordinal);
        Assert.Contains(",8,", workspace.Read("o/metrics.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_random_architecture_is_drawn_by_the_seed()
    {
        using var workspace = NewWorkspace();
        workspace.Run([.. Train, "--arch", "random", "--seed", "3", "--out", "r", "--epochs", "1"]).Succeeds();
        Assert.Equal(workspace.Run("sample", "tiny.nas", "--seed", "3").Out, workspace.Read("r/architecture.arch.json"));
    }

    [Fact]
    public void The_loss_of_each_step_is_kept_where_that_is_wanted()
    {
        using var workspace = NewWorkspace();
        string[] train = [.. Train, "--arch", "a.arch.json", "--epochs", "2", "--batch", "16", "--out"];
        workspace.Run([.. train, "plain"]).Succeeds();
        workspace.Run([.. train, "run", "--step-losses"]).Succeeds();
        var rows = File.ReadLines(workspace["run/steps.csv"]).Select(row => row.Split(',')).ToList();
        var losses = rows.Skip(1).Where(row => row[0] == "1")
            .Select(row => double.Parse(row[2], System.Globalization.CultureInfo.InvariantCulture)).ToList();

        Assert.False(workspace.Has("plain/steps.csv"));
        Assert.Equal(["epoch", "step", "loss"], rows[0]);
        Assert.Equal(Enumerable.Range(1, 4).Select(step => $"2,{step}"), rows.Where(row => row[0] == "2").Select(row => $"{row[0]},{row[1]}"));
        var mean = double.Parse(File.ReadLines(workspace["run/metrics.csv"]).ElementAt(1).Split(',')[2], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(mean, losses.Average(), 1e-6);
    }

    [Fact]
    public void A_folder_with_another_run_is_refused_unless_forced()
    {
        using var workspace = NewWorkspace();
        string[] train = [.. Train, "--arch", "a.arch.json", "--out", "run", "--epochs", "1"];
        workspace.Run(train).Succeeds();
        var first = workspace.Read("run/metrics.csv");
        workspace.Run(train).Fails(1, "NAS9011", "`run` already holds a run", "--force");
        Assert.Equal(first, workspace.Read("run/metrics.csv"));
        workspace.Run([.. train, "--force"]).Succeeds();
        Assert.Equal(2, File.ReadLines(workspace["run/metrics.csv"]).Count());
    }

    [Fact]
    public void A_persons_own_file_in_the_folder_is_kept()
    {
        using var workspace = NewWorkspace().With("run/metrics.csv", "mine");
        workspace.Run([.. Train, "--arch", "a.arch.json", "--out", "run"]).Fails(1, "NAS9011", "metrics.csv");
        Assert.Equal("mine", workspace.Read("run/metrics.csv"));
    }

    [Fact]
    public void What_was_found_until_the_stop_is_kept()
    {
        using var workspace = NewWorkspace();
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var result = workspace.Run("", [.. Search, "--out", "s"], cancellation: stop.Token);
        Assert.Equal(ExitCodes.Interrupted, result.ExitCode);
        Assert.Equal("stopped", StateOf(workspace, "s"));
        workspace.Run("arch", "validate", "tiny.nas", "s/best.arch.json").Succeeds();
    }

    [Theory]
    [InlineData("--data nope", "NAS7001", "`")]
    [InlineData("--data .", "NAS7002", "holds no data set")]
    [InlineData("--data images --device cuda:7", "NAS7302", "cuda:7")]
    [InlineData("--data images --device gpu", "NAS7301", "`gpu` is not a device")]
    [InlineData("--data images --set classes=1", "NAS7203", "")]
    [InlineData("--data images --out tiny.nas", "NAS9010", "it is a file, not a folder")]
    public void What_is_wrong_with_the_run_is_said(string options, string code, string text)
    {
        using var workspace = NewWorkspace();
        string[] given = options.Split(' ');
        workspace.Run(["search", "tiny.nas", .. given, .. given.Contains("--out") ? [] : new[] { "--out", "o" }]).Fails(1, code, text);
    }

    [Fact]
    public void Damaged_data_is_named_with_file_and_byte()
    {
        using var workspace = NewWorkspace();
        File.WriteAllBytes(workspace["images/train-images-idx3-ubyte"], [0, 0, 8, 3, 0, 0, 0, 64, 0, 0]);
        workspace.Run([.. Search, "--out", "o"]).Fails(1, "NAS70", "train-images-idx3-ubyte", "byte");
        Assert.False(workspace.Has("o/run.json"));
    }

    [Fact]
    public void A_network_that_takes_no_image_cannot_be_trained_on_images()
    {
        using var workspace = NewWorkspace().With("vector.nas", "network V(x: [8]) { output x |> linear(2) }\n");
        workspace.Run("train", "vector.nas", "--data", "images", "--out", "o").Fails(1, "NAS9016", "`V` cannot be trained");
    }

    [Fact]
    public void Nothing_to_search_is_said()
    {
        using var workspace = NewWorkspace().With(
            "plain.nas", "network P(x: [1, 8, 8]) { output x |> conv(2, 3) |> global_avg_pool |> linear(2) }\n");
        workspace.Run("search", "plain.nas", "--data", "images", "--out", "o").Fails(1, "NAS7204");
        workspace.Run("train", "plain.nas", "--data", "images", "--out", "t", "--epochs", "1", "--batch", "16").Succeeds();
    }

    [Fact]
    public void Images_are_fitted_to_the_network_and_that_is_said()
    {
        var larger = Programs.Tiny.Replace("[1, 8, 8]", "[3, 10, 10]", StringComparison.Ordinal);
        using var workspace = NewWorkspace().With("tiny.nas", larger);
        var result = workspace.Run([.. Train, "--arch", "a.arch.json", "--out", "o", "--epochs", "1"]).Succeeds();
        Assert.Contains(
            "note: images are padded with black from 8 x 8 to 10 x 10 pixels and given 3 channels", result.Error, StringComparison.Ordinal);
    }

    private static string? StateOf(Workspace workspace, string folder)
    {
        using var run = JsonDocument.Parse(workspace.Read($"{folder}/run.json"));
        return run.RootElement.GetProperty("state").GetString();
    }
}
