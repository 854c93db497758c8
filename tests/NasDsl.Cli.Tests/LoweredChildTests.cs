using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NasDsl.Cli.Tests;

/// <summary>Where children have lowered depthwise convolutions, and where not.</summary>
[Collection(nameof(Libtorch))]
public sealed class LoweredChildTests
{
    private const string Program = """
        network Wide(image: [1, 8, 8]) {
          output image |> conv(4, 3) |> choose { wide = sep_conv(5), far = dil_conv(3) } |> global_avg_pool |> linear(2)
        }
        train Wide {
          epochs  = 2
          batch   = 8
          weights = sgd(lr: 0.1)
        }
        """;

    private static readonly string[] Train =
        ["train", "wide.nas", "--data", "images", "--threads", "1", "--arch", "a.arch.json", "--step-losses", "--out"];

    private static readonly string[] Search =
        ["search", "wide.nas", "--data", "images", "--strategy", "random", "--evaluations", "2", "--epochs", "1", "--out"];

    private static Workspace NewWorkspace()
    {
        var workspace = new Workspace().With("wide.nas", Program).WithImages();
        return workspace.With("a.arch.json", workspace.Run("sample", "wide.nas", "--seed", "1").Succeeds().Out);
    }

    [Fact]
    public void Code_that_is_kept_is_plain_unless_asked_for()
    {
        using var workspace = NewWorkspace();
        string[] compile = ["compile", "wide.nas", "--arch", "a.arch.json"];
        var plain = workspace.Run(compile).Succeeds().Out;
        Assert.DoesNotContain("DepthwiseConv2d", plain, StringComparison.Ordinal);
        Assert.Equal(plain, workspace.Run([.. compile, "-O0"]).Succeeds().Out);
        var lowered = workspace.Run([.. compile, "-O"]).Succeeds().Out;
        Assert.Contains("class DepthwiseConv2d", lowered, StringComparison.Ordinal);

        workspace.Run([.. compile, "--project", "p"]).Succeeds();
        workspace.Run([.. compile, "--project", "q", "-O"]).Succeeds();
        Assert.Equal(plain, workspace.Read("p/Wide.cs"));
        Assert.Equal(lowered, workspace.Read("q/Wide.cs"));
    }

    [Fact]
    public void A_training_is_lowered_unless_told_otherwise()
    {
        using var workspace = NewWorkspace();
        foreach (var (folder, level) in new[] { ("default", ""), ("on", "-O"), ("off", "-O0") })
        {
            workspace.Run([.. Train, folder, .. level.Length > 0 ? [level] : Array.Empty<string>()]).Succeeds();
            Assert.Equal(workspace.Run("compile", "wide.nas", "--arch", "a.arch.json").Out, workspace.Read($"{folder}/Wide.cs"));
            using var run = JsonDocument.Parse(workspace.Read($"{folder}/run.json"));
            Assert.Equal(level != "-O0", run.RootElement.GetProperty("plan").GetProperty("lower_depthwise").GetBoolean());
        }

        byte[] Weights(string folder) => File.ReadAllBytes(workspace[$"{folder}/weights.safetensors"]);
        Assert.Equal(Weights("default"), Weights("on"));
        // The same sums in another order.
        Assert.NotEqual(Weights("default"), Weights("off"));
        foreach (var (loss, other) in Losses(workspace, "default").Zip(Losses(workspace, "off")))
            Assert.Equal(other, loss, 1e-3);
        workspace.Run([.. Train, "both", "-O", "-O0"]).Fails(2, "`-O0` does not go with `-O`");
    }

    [Fact]
    public void What_was_trained_lowered_is_exported_for_inference()
    {
        using var workspace = NewWorkspace();
        workspace.Run([.. Train, "at-once", "--export", "inference"]).Succeeds();
        workspace.Run([.. Train, "later"]).Succeeds();
        workspace.Run("runs", "export", "later", "--inference", "--data", "images").Succeeds();
        foreach (var file in new[] { "WideInference.cs", "weights.safetensors" })
            Assert.Equal(File.ReadAllBytes(workspace[$"at-once/inference/{file}"]), File.ReadAllBytes(workspace[$"later/inference/{file}"]));
        Assert.DoesNotContain("DepthwiseConv2d", workspace.Read("later/inference/WideInference.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Children_of_a_search_are_lowered_in_every_process()
    {
        using var workspace = NewWorkspace();
        workspace.Run([.. Search, "one", "--ask", "2"]).Succeeds();
        workspace.Run([.. Search, "two", "--ask", "2", "--jobs", "2"]).Succeeds();
        workspace.Run([.. Search, "plain", "-O0"]).Succeeds();
        Assert.Equal(Trials(workspace, "one"), Trials(workspace, "two"));
        Assert.Equal(3, Trials(workspace, "plain").Count);
        // A record of before there were lowered children is like one of `-O0`: it goes on without them.
        Assert.Contains("\"LowersDepthwise\":true", Record(workspace, "one"), StringComparison.Ordinal);
        Assert.DoesNotContain("LowersDepthwise", Record(workspace, "plain"), StringComparison.Ordinal);
        foreach (var folder in new[] { "one", "plain" })
            workspace.Run("runs", "resume", folder).Succeeds();
        // The baseline of a run is compiled like it.
        workspace.Run([.. Search.Select(a => a == "random" ? "local" : a), "local", "-O0"]).Succeeds();
        workspace.Run("runs", "compare", "local").Fails(1, "error[NAS7406]", " -O0 --out DIR`");
        workspace.Run("search", "wide.nas", "--data", "images", "--strategy", "random", "--out", "none", "-O0", "--supernet", "one").Fails(
            2, "`-O0` does not go with `--supernet`", "no child is trained");
        workspace.Run("search", "wide.nas", "--data", "images", "--strategy", "random", "--out", "none", "-O", "--evaluator", "synflow").Fails(
            2, "`-O` does not go with `--evaluator`", "no child is trained");
    }

    private static string Record(Workspace workspace, string folder) => Encoding.Latin1.GetString(File.ReadAllBytes(workspace[$"{folder}/run.db"]));

    private static List<double> Losses(Workspace workspace, string folder) =>
        [.. File.ReadLines(workspace[$"{folder}/steps.csv"]).Skip(1).Select(row => double.Parse(row.Split(',')[2], CultureInfo.InvariantCulture))];

    private static List<string> Trials(Workspace workspace, string folder) =>
        [.. workspace.Run("runs", "export", folder).Succeeds().Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => string.Join(',', l.Split(',').Take(6)))];
}
