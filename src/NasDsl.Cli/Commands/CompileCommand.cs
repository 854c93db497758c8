using System.CommandLine;
using System.Runtime.CompilerServices;
using NasDsl.Analysis;
using NasDsl.Cli.Files;
using NasDsl.Diagnostics;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Optimization;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc compile`: a program as C# or as JSON.</summary>
internal static class CompileCommand
{
    private const string Supernet = "supernet", Child = "child", Ir = "ir";

    public static Command Create(CommandContext context)
    {
        var file = CommonOptions.Program();
        var emit = CommonOptions.Word(
            "--emit", "What to write (child if there is an architecture, else supernet)", Supernet, Child, Ir);
        var architecture = CommonOptions.Architecture();
        var network = CommonOptions.Network();
        var set = CommonOptions.Set();
        var output = CommonOptions.Output();
        var project = CommonOptions.Text("--project", "DIR", "Write a project that trains the model, instead of one file");
        var optimizer = new OptimizerArguments(
            "Optimize the supernet (the default), or the child", "Write supernet or child as declared (of a child the default)");
        var report = CommonOptions.Flag("--pass-report", "Say on standard error what each pass of the optimizer did");
        var force = CommonOptions.Flag("--force", "Overwrite files in the project's folder that nasc did not write");
        return context.Command(
            "compile", "Compile a program to C#", CommonOptions.Diagnostics(),
            [file, emit, architecture, network, set, output, project, force, .. optimizer.Symbols, report],
            (session, parsed) =>
            {
                var program = ProgramLoader.Load(
                    session, parsed.GetRequiredValue(file), parsed.GetValue(set), parsed.GetValue(network));
                var chosen = parsed.GetValue(architecture) is { } path
                    ? ProgramLoader.LoadArchitecture(session, path, program.Trained)
                    : null;
                var what = parsed.GetValue(emit) ?? (chosen is null ? Supernet : Child);
                if (what == Supernet && chosen is not null)
                    throw new UsageException("a supernet has no architecture", "use `--emit child`, or leave `--arch` out");
                ExpectOptions(parsed, what, optimizer, parsed.GetValue(report));
                if (parsed.GetValue(report) && parsed.GetValue(project) is not null)
                    throw new UsageException("`--pass-report` does not go with `--project`", "compile once without `--project` to read it");
                if (what == Supernet)
                    program.ExpectSupernet();
                var lowers = optimizer.Lowers(parsed) == true;
                var optimization = what == Supernet ? optimizer.Read(parsed, program.Supernet) : OptimizationOptions.None;
                List<string> passes = [];
                if (parsed.GetValue(project) is not { } folder)
                    Artefact.Write(session, parsed.GetValue(output), what switch
                    {
                        Supernet => EmitSupernet(program, optimization, parsed.GetValue(report) ? passes : null),
                        Child => EmitChild(program, chosen, lowers),
                        _ => EmitIr(program, chosen),
                    });
                else if (parsed.GetValue(output) is not null || what == Ir)
                    throw new UsageException($"`--project` does not go with `{(what == Ir ? "--emit ir" : "--output")}`");
                else
                    Export(session, program, what, chosen, folder, parsed.GetValue(force), optimization, lowers);
                foreach (var line in passes)
                    session.Terminal.Error.WriteLine(line);
            });
    }

    /// <exception cref="UsageException">An option of the optimizer is there that means nothing for what is written.</exception>
    private static void ExpectOptions(ParseResult parsed, string what, OptimizerArguments optimizer, bool reports)
    {
        if (what == Ir && (reports || optimizer.IsGiven(parsed)))
            throw new UsageException("only C# is optimized", "use `--emit supernet`, or leave the options of the optimizer out");
        if (what == Child && (reports ? "--pass-report" : optimizer.GivenForSupernets(parsed).FirstOrDefault()) is { } option)
            throw new UsageException($"`{option}` is for a supernet", "use `--emit supernet`; a child takes `-O` and `-O0` alone");
    }

    /// <summary>A method of its own, so that plain compilation need not load the trainers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Export(
        Session session, LoadedProgram program, string what, Architecture? architecture, string folder, bool force,
        OptimizationOptions optimization, bool lowers)
    {
        if (what == Supernet)
            ProjectExport.WriteSupernet(session, program, folder, force, optimization);
        else
            ProjectExport.WriteChild(session, program, architecture, folder, force, lowers);
    }

    private static string EmitSupernet(LoadedProgram program, OptimizationOptions optimization, List<string>? report)
    {
        var code = SupernetEmitter.Emit(program.Supernet, optimization, out var optimizer);
        report?.AddRange(OptimizerArguments.Report(optimizer));
        return code;
    }

    /// <summary>The C# of the child; without an architecture only where there is nothing to decide.</summary>
    /// <exception cref="InputException">There are decisions and no architecture.</exception>
    private static string EmitChild(LoadedProgram program, Architecture? architecture, bool lowers)
    {
        var space = program.Trained;
        if (architecture is null && !space.Decisions.IsEmpty)
            throw new InputException(Diagnose.ArchitectureNeeded(space.Name, space.Decisions.Length));
        var child = ArchitectureResolver.Resolve(space, architecture ?? Architecture.Empty);
        return ChildEmitter.Emit(space, child, EmitOptions.For(program.Compilation.Train) with { LowersDepthwise = lowers });
    }

    private static string EmitIr(LoadedProgram program, Architecture? architecture) => IrJson.Write(
        architecture is null ? program.Supernet : ArchitectureResolver.Resolve(program.Trained, architecture),
        program.Compilation.Sources);
}
