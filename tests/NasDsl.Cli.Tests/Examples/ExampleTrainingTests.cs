using System.Globalization;
using System.Text.Json;
using NasDsl.Analysis;
using NasDsl.Architectures;
using NasDsl.IR;
using NasDsl.Testing;
using NasDsl.Tests.Examples;

namespace NasDsl.Cli.Tests.Examples;

/// <summary>
/// One architecture of every example, at small sizes, learns: in one epoch over real data the loss falls. Images go through
/// `nasc train` on Fashion-MNIST, tokens on the Jargon File; what gives no class scores learns <see cref="DenseTask"/>. Settings are the
/// program's own, but batches of more than 128 images become that small, and the learning rate with them in proportion, and nothing
/// is hidden or dropped: a `cutout(16)` would leave nothing of an image of 8 x 8 pixels.
/// </summary>
public class ExampleTrainingTests
{
    private const long Seed = 1;
    private const int LargestBatch = 128;

    public static TheoryData<string> Files => NasDsl.Tests.Examples.Examples.Files;

    [TrainExamplesTheory, MemberData(nameof(Files))]
    public void The_loss_of_a_child_falls_in_one_epoch(string file)
    {
        var compilation = Example.Of(file).Compile();
        var space = compilation.TrainSpace;
        Assert.NotNull(space);
        var architecture = ArchitectureSampler.For(space, Seed).Next();
        var started = System.Diagnostics.Stopwatch.StartNew();
        var (task, losses) = TaskOf(space) is { } data
            ? ($"{data}, `nasc train`", Trained(file, data, compilation.Train, space, architecture))
            : (DenseTask.Name, DenseTask.Train(space, architecture));

        var tenth = losses.Count / 10;
        Assert.True(tenth > 0, $"only {losses.Count} steps");
        var (first, last) = (losses.Take(tenth).Average(), losses.TakeLast(tenth).Average());
        var parameters = CostModel.Of(ArchitectureResolver.Resolve(space, architecture)).Parameters;
        Record(FormattableString.Invariant(
            $"| {file} | {task} | {parameters:N0} | {losses.Count:N0} | {first:0.000} | {last:0.000} | {started.Elapsed.TotalSeconds:0} |"));
        Assert.True(last < first, FormattableString.Invariant($"the loss went from {first} to {last}"));
    }

    /// <summary>The data on which `nasc train` can train the network; null where it gives something else than scores.</summary>
    private static string? TaskOf(SearchSpace space)
    {
        var network = space.Network;
        if (network.Inputs is not [var input] || network.Outputs is not [var output])
            return null;
        if (input.Shape.IsTokens)
            return "jargon";
        return input.Shape.IsImage && network.ShapeOf(output).Rank == 1 ? "fashion-mnist" : null;
    }

    private static List<double> Trained(string file, string data, TrainPlan plan, SearchSpace space, Architecture architecture)
    {
        using var workspace = new Workspace().With("child.arch.json", ArchitectureFile.Write(space, architecture));
        string[] settings = [.. Example.Of(file).Overrides.Split(' ').SelectMany(o => new[] { "--set", o })];
        var result = workspace.Run([
            "train", RepositoryRoot.PathOf("examples", file), "--data", data, "--arch", "child.arch.json", "--out", "run", "--epochs", "1",
            "--seed", $"{Seed}", "--step-losses", "--test-images", "1000", "--json", "--no-augment", "--drop-path", "0", .. settings,
            .. Smaller(plan),
        ]).Succeeds();
        using var report = JsonDocument.Parse(result.Out);
        Assert.Equal(1, report.RootElement.GetProperty("epochs").GetInt32());
        return [.. File.ReadLines(workspace["run/steps.csv"]).Skip(1)
            .Select(row => double.Parse(row.Split(',')[2], CultureInfo.InvariantCulture))];
    }

    private static string[] Smaller(TrainPlan plan) => plan.Batch <= LargestBatch ? [] :
    [
        "--batch", $"{LargestBatch}",
        "--lr", (plan.Weights.LearningRate.From * LargestBatch / plan.Batch).ToString("R", CultureInfo.InvariantCulture),
    ];

    private static void Record(string row)
    {
        if (Environment.GetEnvironmentVariable(TrainExamplesTheoryAttribute.Variable) is { } table)
            File.AppendAllText(table, row + "\n");
    }
}
