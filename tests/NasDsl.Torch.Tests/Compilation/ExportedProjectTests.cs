using System.Reflection;
using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Text;
using NasDsl.Torch.Tests.Data;

namespace NasDsl.Torch.Tests.Compilation;

/// <summary>An exported project compiles with the training sources that it takes along.</summary>
public sealed class ExportedProjectTests
{
    private const string Program = """
        cell Block(width)(a, b) {
          p = a |> fit(b, width)
          nodes n[2] = sum(choose 1 of [s |> choose { zero, skip, sep_conv(3) } for s in [p, b |> relu_conv_bn(width, 1), ..n]])
          output concat(n)
        }
        network Tiny(image: [3, 8, 8]) {
          body = chain image { Block(4) * 2 }
          output body |> global_avg_pool |> linear(10)
        }
        search darts { epochs = 2 }
        train Tiny { epochs = 3, augment = [random_crop(pad: 1), flip, cutout(2)], drop_path = 0.2, auxiliary = 0.4 }
        """;

    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;

        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_compiles_without_a_warning(bool isSupernet)
    {
        var compilation = NasDsl.Compilation.Create(new SourceText(Program, "tiny.nas"));
        Assert.Empty(compilation.Diagnostics.Select(d => d.Message));
        var space = (isSupernet ? compilation.SupernetSpace : compilation.TrainSpace) ?? throw new InvalidOperationException();
        var portable = PortableSources.In(GeneratedNames.Training(space), withSearch: isSupernet);
        var files = isSupernet
            ? ProjectEmitter.Supernet(space, compilation.Supernet, portable, TorchReference.Package)
            : ProjectEmitter.Child(space, Child(space), compilation.Train, portable, TorchReference.Package);

        Assert.True(Compiles([.. files]));
    }

    /// <summary>It finds what `nasc search` does: the strategies draw from one random stream, and the same weights come from the same seed.</summary>
    [Theory]
    [InlineData("darts", "order = 2", 2, 2)]
    [InlineData("snas", "temperature = exponential(1, 0.2)", 2, 2)]
    [InlineData("gdas", "temperature = linear(5, 0.5)", 2, 2)]
    [InlineData("proxylessnas", "warm_up = 2, every = 1", 2, 4)]
    public void It_searches_by_the_strategy_of_the_program(string strategy, string settings, int epochs, int all)
    {
        var compilation = NasDsl.Compilation.Create(new SourceText(
            Program.Replace("darts { epochs = 2", $"{strategy} {{ epochs = {epochs}, batch = 4, {settings}", StringComparison.Ordinal), "tiny.nas"));
        Assert.Empty(compilation.Diagnostics.Select(d => d.Message));
        var space = compilation.SupernetSpace ?? throw new InvalidOperationException();
        using TemporaryFolder folder = new();
        folder.Write("train-images-idx3-ubyte", IdxFiles.Images(24, 8, 8));
        folder.Write("train-labels-idx1-ubyte", IdxFiles.Labels([.. Enumerable.Range(0, 24).Select(i => (byte)(i % 3))]));
        folder.Write("t10k-images-idx3-ubyte", IdxFiles.Images(2, 8, 8));
        folder.Write("t10k-labels-idx1-ubyte", IdxFiles.Labels(0, 1));

        var files = ProjectEmitter.Supernet(
            space, compilation.Supernet, PortableSources.In(GeneratedNames.Training(space), withSearch: true), TorchReference.Package);
        var run = Entry([.. files]);
        Assert.Equal(0, run.Invoke(null, [new[] { "--data", folder.Path, "--out", folder["out"], "--seed", "3" }]));

        Assert.Contains($"by `{strategy}`", files.Single(f => f.Path == "Program.cs").Text, StringComparison.Ordinal);
        Assert.Equal(all + 1, File.ReadAllLines(folder["out/metrics.csv"]).Length);
        var model = GeneratedModels.CreateSupernet(SupernetEmitter.Emit(space), GeneratedNames.Supernet(space), 3);
        new SupernetSearch(model, new SearchSettings
        {
            Method = strategy switch
            {
                "snas" => new SnasMethod(new Temperature(1, 0.2, IsExponential: true)),
                "gdas" => new GdasMethod(new Temperature(5, 0.5)),
                "proxylessnas" => new ProxylessMethod(2, 1),
                _ => new DartsMethod(2),
            },
            Epochs = all,
            BatchSize = 4,
            TrainFraction = compilation.Supernet.Split,
            Seed = 3,
            Weights = SettingsOf(compilation.Supernet.Weights),
            Alphas = SettingsOf(ProjectAlphas(compilation.Supernet)),
        }).Run(new ImageSource(DatasetCatalog.Open(folder.Path), new ImageShape(3, 8, 8)));
        ModuleWeights.SaveWeights(model.Network, folder["own.safetensors"]);
        Assert.Equal(File.ReadAllBytes(folder["own.safetensors"]), File.ReadAllBytes(folder["out/supernet.safetensors"]));
        Assert.True(File.Exists(folder["out/Tiny.arch.json"]));
    }

    [Theory]
    [InlineData("single_path")]
    [InlineData("enas")]
    public void What_draws_whole_architectures_is_no_project(string strategy)
    {
        var compilation = NasDsl.Compilation.Create(new SourceText(Program.Replace("darts {", $"{strategy} {{", StringComparison.Ordinal), "tiny.nas"));
        var space = compilation.SupernetSpace ?? throw new InvalidOperationException();
        var error = Assert.Throws<EmitException>(() => ProjectEmitter.Supernet(space, compilation.Supernet, [], TorchReference.Package));
        Assert.Equal($"a project cannot search by `{strategy}`", error.Message);
    }

    private static OptimizerPlan ProjectAlphas(SupernetPlan plan) => plan switch
    {
        SnasPlan snas => snas.Alphas,
        GdasPlan gdas => gdas.Alphas,
        ProxylessPlan proxyless => proxyless.Alphas,
        _ => SupernetPlans.Darts.Alphas,
    };

    private static OptimizerSettings SettingsOf(OptimizerPlan plan) => new()
    {
        Kind = plan.Kind == IR.OptimizerKind.Sgd ? OptimizerKind.Sgd : OptimizerKind.Adam,
        LearningRate = plan.LearningRate.Schedule == ScheduleKind.Cosine
            ? new LearningRate.Cosine(plan.LearningRate.From, plan.LearningRate.To)
            : new LearningRate.Constant(plan.LearningRate.From),
        Momentum = plan.Momentum,
        Nesterov = plan.Nesterov,
        Beta1 = plan.Beta1,
        Beta2 = plan.Beta2,
        WeightDecay = plan.WeightDecay,
        Clip = plan.Clip ?? 0,
    };

    [Fact]
    public void The_one_for_inference_trains_nothing()
    {
        var space = NasDsl.Compilation.Create(new SourceText(Program, "tiny.nas")).TrainSpace ?? throw new InvalidOperationException();
        var files = ProjectEmitter.Inference(
            space, InferenceEmitter.Emit(space, Child(space)), ([0.5, 0.4, 0.3], [0.2, 0.2, 0.1]),
            PortableSources.ForInference(GeneratedNames.Training(space)), TorchReference.Package);
        Assert.True(Compiles([.. files]));
        Assert.DoesNotContain(files, f => f.Path.Contains("Trainer", StringComparison.Ordinal) || f.Path.Contains("Optimizer", StringComparison.Ordinal));
    }

    private static bool Compiles(IReadOnlyList<ProjectFile> files)
    {
        var run = Entry(files);
        using TemporaryFolder folder = new();
        Assert.Equal(2, run.Invoke(null, [new[] { "--epochs", "x" }]));
        string[] missing = IsForInference(files)
            ? ["--data", "no-such-data-set", "--weights", folder.Path]
            : ["--data", "no-such-data-set", "--out", folder.Path];
        Assert.Equal(1, run.Invoke(null, [missing]));
        return true;
    }

    private static bool IsForInference(IReadOnlyList<ProjectFile> files) =>
        files.Single(f => f.Path == "Program.cs").Text.Contains("--weights", StringComparison.Ordinal);

    /// <summary>The entry of the project, which compiles without a warning.</summary>
    private static MethodInfo Entry(IReadOnlyList<ProjectFile> files)
    {
        var sources = files.Where(f => f.Path.EndsWith(".cs", StringComparison.Ordinal) && f.Path != "Program.cs").Select(f => f.Text);
        // A library has no top-level statement: the one of Program.cs goes into a class.
        var program = files.Single(f => f.Path == "Program.cs").Text
            .Replace("return Run(args);\n\nstatic int Run", "public static class Entry\n{\npublic static int Run", StringComparison.Ordinal)
            .Replace("/// <summary>What the command line says.</summary>", "}\n", StringComparison.Ordinal);
        if (IsForInference(files))
            program += "}\n";
        var compiled = GeneratedAssembly.Compile([ImplicitUsings, program, .. sources], "Exported");
        Assert.Empty(compiled.Warnings);
        return compiled.Assembly.GetType("Entry")?.GetMethod("Run") ?? throw new InvalidOperationException("there is no entry");
    }

    private static SearchSpace Child(SearchSpace space) =>
        ArchitectureResolver.Resolve(space, ArchitectureSampler.For(space, 1).Next());
}
