using System.Collections.Immutable;
using System.Text;
using NasDsl.Analysis;
using NasDsl.Diagnostics;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Optimization;
using NasDsl.Torch;

namespace NasDsl.Cli.Files;

/// <summary>`nasc compile --project`: the model as a project of its own, with the sources that train it.</summary>
internal static class ProjectExport
{
    private const string SourceNamespace = "NasDsl.Torch";

    /// <summary>What a project needs of a binding that NuGet does not have: it lies beside this program.</summary>
    private static readonly string[] LocalBinding = ["TorchSharp.dll", "libTorchSharpNative.so"];

    /// <exception cref="InputException">The program searches in a way that a project cannot (NAS7207), or cannot be relaxed (NAS4009).</exception>
    public static void WriteSupernet(
        Session session, LoadedProgram program, string folder, bool force, OptimizationOptions optimization)
    {
        var (plan, other) = (program.Compilation.Supernet, program.Compilation.Strategy?.Name);
        if (other is not null || !plan.Relaxes)
            throw new InputException(
                program.Compilation.Sources, [Diagnose.NoSearchInProject(program.Compilation.StrategySpan, other ?? plan.Name)]);
        program.ExpectRelaxable(plan.Name);
        Write(session, folder, force, ProjectEmitter.Supernet(
            program.Supernet, plan, PortableSources.In(SourceNamespace, withSearch: true), Torch, optimization));
    }

    /// <param name="lowers">Whether depthwise convolutions are lowered (<see cref="EmitOptions"/>).</param>
    public static void WriteChild(Session session, LoadedProgram program, Architecture? architecture, string folder, bool force, bool lowers)
    {
        var space = program.Trained;
        if (architecture is null && !space.Decisions.IsEmpty)
            throw new InputException(Diagnose.ArchitectureNeeded(space.Name, space.Decisions.Length));
        var child = ArchitectureResolver.Resolve(space, architecture ?? Architecture.Empty);
        Write(session, folder, force, ProjectEmitter.Child(
            space, child, program.Compilation.Train, PortableSources.In(SourceNamespace, withSearch: false), Torch, lowers));
    }

    /// <summary>Writes a child for inference: a project that tests it, or, for a text, the class alone. Its weights go beside it.</summary>
    /// <param name="normalization">What the images were given in training; null where it was a text.</param>
    public static void WriteInference(
        Session session, SearchSpace space, InferenceModel model, Normalization? normalization, string folder, bool force) => Write(
        session, folder, force, normalization is null
            ? [new ProjectFile($"{GeneratedNames.Inference(space)}.cs", model.Code)]
            : ProjectEmitter.Inference(
                space, model, (normalization.Mean, normalization.Deviation), PortableSources.ForInference(SourceNamespace), Torch),
        needsBinding: normalization is not null);

    private static TorchReference Torch => IsLocal ? TorchReference.LocalLibrary : TorchReference.Package;

    private static bool IsLocal => Array.TrueForAll(LocalBinding, name => File.Exists(PathOf(name)));

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, name);

    private static void Write(Session session, string folder, bool force, ImmutableArray<ProjectFile> project, bool needsBinding = true)
    {
        List<(string Path, byte[] Content)> files = [.. project.Select(f => (f.Path, Encoding.UTF8.GetBytes(f.Text)))];
        if (IsLocal && needsBinding)
            files.AddRange(LocalBinding.Select(name => ($"{ProjectEmitter.LibraryFolder}/{name}", File.ReadAllBytes(PathOf(name)))));
        new ProjectFolder(session.Terminal, folder).Write(files, force);
    }
}
