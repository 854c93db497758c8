using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Text;

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
            ? ProjectEmitter.Supernet(space, compilation.Search, portable, TorchReference.Package)
            : ProjectEmitter.Child(space, Child(space), compilation.Train, portable, TorchReference.Package);

        Assert.True(Compiles([.. files]));
    }

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
        var sources = files.Where(f => f.Path.EndsWith(".cs", StringComparison.Ordinal) && f.Path != "Program.cs").Select(f => f.Text);
        // A library has no top-level statement: the one of Program.cs goes into a class.
        var program = files.Single(f => f.Path == "Program.cs").Text
            .Replace("return Run(args);\n\nstatic int Run", "public static class Entry\n{\npublic static int Run", StringComparison.Ordinal)
            .Replace("/// <summary>What the command line says.</summary>", "}\n", StringComparison.Ordinal);
        if (program.Contains("--weights", StringComparison.Ordinal))
            program += "}\n";
        var compiled = GeneratedAssembly.Compile([ImplicitUsings, program, .. sources], "Exported");

        Assert.Empty(compiled.Warnings);
        var folder = Directory.CreateTempSubdirectory("nasdsl-project-");
        var run = compiled.Assembly.GetType("Entry")?.GetMethod("Run");
        Assert.Equal(2, run?.Invoke(null, [new[] { "--epochs", "x" }]));
        string[] missing = program.Contains("--weights", StringComparison.Ordinal)
            ? ["--data", "no-such-data-set", "--weights", folder.FullName]
            : ["--data", "no-such-data-set", "--out", folder.FullName];
        Assert.Equal(1, run?.Invoke(null, [missing]));
        folder.Delete(recursive: true);
        return compiled.Warnings.Count == 0;
    }

    private static SearchSpace Child(SearchSpace space) =>
        ArchitectureResolver.Resolve(space, ArchitectureSampler.For(space, 1).Next());
}
