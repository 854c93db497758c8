using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Optimization;

namespace NasDsl.Emit;

/// <summary>Where an exported project gets TorchSharp from.</summary>
public enum TorchReference
{
    /// <summary>The package TorchSharp-cpu from NuGet.</summary>
    Package,

    /// <summary>Assemblies and native libraries in the project's own folder `lib`.</summary>
    LocalLibrary,
}

/// <summary>A file of an exported project; the path is relative, with slashes.</summary>
public sealed record ProjectFile(string Path, string Text);

/// <summary>
/// Writes a model as a project of its own that trains it: `dotnet run -- --data fashion-mnist`. It takes the sources of
/// data sets and training along and refers to TorchSharp alone.
/// </summary>
public static class ProjectEmitter
{
    private const string OriginalNamespace = "namespace NasDsl.Torch;";

    /// <summary>The folder for TorchSharp's files where the project refers to <see cref="TorchReference.LocalLibrary"/>.</summary>
    public const string LibraryFolder = "lib";

    /// <summary>A project that trains and tests a child.</summary>
    /// <param name="space">The space that the child comes from.</param>
    /// <param name="child">The space resolved by an architecture.</param>
    /// <param name="portable">The sources of data sets, weights and training without the search, as (path, text).</param>
    /// <exception cref="EmitException">The network is not one from an image to a vector.</exception>
    public static ImmutableArray<ProjectFile> Child(
        SearchSpace space, SearchSpace child, TrainPlan plan, IEnumerable<(string Path, string Text)> portable, TorchReference torch,
        bool lowersDepthwise = false)
    {
        var options = EmitOptions.For(plan) with { LowersDepthwise = lowersDepthwise };
        var hasTower = options.Auxiliary && FeatureTap.Find(child.Network) is not null;
        var model = ChildEmitter.Emit(space, child, options);
        var program = ProjectProgram.Child(child, plan, hasTower);
        return Assemble(GeneratedNames.Child(space), space, model, program, portable, torch);
    }

    /// <summary>A project that searches a supernet and writes the architecture that it finds.</summary>
    /// <param name="portable">The sources of data sets, weights and training with the search, as (path, text).</param>
    /// <param name="plan">A strategy that weighs alternatives (<see cref="SupernetPlan.Relaxes"/>).</param>
    /// <exception cref="EmitException">The network is not one from an image to a vector, or the strategy is another.</exception>
    public static ImmutableArray<ProjectFile> Supernet(
        SearchSpace space,
        SupernetPlan plan,
        IEnumerable<(string Path, string Text)> portable,
        TorchReference torch,
        OptimizationOptions? options = null)
    {
        var model = SupernetEmitter.Emit(space, options);
        var program = ProjectProgram.Supernet(space, plan, Fingerprint.Of(space));
        return Assemble(GeneratedNames.Supernet(space), space, model, program, portable, torch);
    }

    /// <summary>A project that tests a child for inference on a data set; its weights are not part of it.</summary>
    /// <param name="space">The space that the child comes from.</param>
    /// <param name="normalization">The mean and the deviation of each channel that the images were given in training.</param>
    /// <param name="portable">The sources of data sets, weights and evaluation, as (path, text).</param>
    /// <exception cref="EmitException">The network is not one from an image to a vector.</exception>
    public static ImmutableArray<ProjectFile> Inference(
        SearchSpace space,
        InferenceModel model,
        (IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation) normalization,
        IEnumerable<(string Path, string Text)> portable,
        TorchReference torch) => Assemble(
            GeneratedNames.Inference(space), space, model.Code, ProjectProgram.Inference(space, normalization), portable, torch);

    private static ImmutableArray<ProjectFile> Assemble(
        string name,
        SearchSpace space,
        string model,
        string program,
        IEnumerable<(string Path, string Text)> portable,
        TorchReference torch)
    {
        var target = $"namespace {GeneratedNames.Training(space)};";
        return
        [
            new ProjectFile($"{name}.cs", model),
            new ProjectFile($"{name}.csproj", ProjectText(torch)),
            new ProjectFile("Program.cs", program),
            .. portable.Select(file => new ProjectFile(
                file.Path, file.Text.ReplaceLineEndings("\n").Replace(OriginalNamespace, target, StringComparison.Ordinal))),
        ];
    }

    private static string ProjectText(TorchReference torch) => $"""
        <Project Sdk="Microsoft.NET.Sdk">

          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <LangVersion>latest</LangVersion>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>

          <ItemGroup>
        {ReferenceText(torch)}
          </ItemGroup>

        </Project>

        """.ReplaceLineEndings("\n");

    private static string ReferenceText(TorchReference torch) => torch == TorchReference.Package
        ? """
              <PackageReference Include="TorchSharp-cpu" Version="0.105.2" />
          """
        : $"""
              <Reference Include="TorchSharp" HintPath="{LibraryFolder}/TorchSharp.dll" />
              <None Include="{LibraryFolder}/*.so" Link="%(Filename)%(Extension)" CopyToOutputDirectory="PreserveNewest" />
          """;
}
