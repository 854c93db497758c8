using System.CommandLine;
using NasDsl.Analysis;
using NasDsl.Cli.Files;
using NasDsl.Diagnostics;
using NasDsl.Emit;
using NasDsl.IR;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc compile`: a program as C# or as JSON.</summary>
internal static class CompileCommand
{
    public static Command Create(CommandContext context)
    {
        var file = CommonOptions.Program();
        var emit = CommonOptions.Word(
            "--emit", "What to write (child if there is an architecture, else supernet)", "supernet", "child", "ir");
        var architecture = CommonOptions.Architecture();
        var network = CommonOptions.Network();
        var set = CommonOptions.Set();
        var output = CommonOptions.Output();
        return context.Command(
            "compile", "Compile a program to C#", CommonOptions.Diagnostics(), [file, emit, architecture, network, set, output],
            (session, parsed) =>
            {
                var path = parsed.GetRequiredValue(file);
                var program = ProgramLoader.Load(session, path, parsed.GetValue(set), parsed.GetValue(network));
                var chosen = parsed.GetValue(architecture) is { } arch
                    ? ProgramLoader.LoadArchitecture(session, arch, program.Trained)
                    : null;
                var text = (parsed.GetValue(emit) ?? (chosen is null ? "supernet" : "child")) switch
                {
                    "supernet" when chosen is not null => throw new UsageException(
                        "a supernet has no architecture", "use `--emit child`, or leave `--arch` out"),
                    "supernet" => SupernetEmitter.Emit(program.Supernet),
                    "child" => EmitChild(program, chosen),
                    _ => EmitIr(program, chosen),
                };
                Artefact.Write(session, parsed.GetValue(output), text);
            });
    }

    /// <summary>The C# of the child; without an architecture only where there is nothing to decide.</summary>
    /// <exception cref="InputException">There are decisions and no architecture.</exception>
    public static string EmitChild(LoadedProgram program, Architecture? architecture)
    {
        var space = program.Trained;
        if (architecture is null && !space.Decisions.IsEmpty)
            throw new InputException(Diagnose.ArchitectureNeeded(space.Name, space.Decisions.Length));
        var child = ArchitectureResolver.Resolve(space, architecture ?? Architecture.Empty);
        return ChildEmitter.Emit(space, child, EmitOptions.For(program.Compilation.Train));
    }

    private static string EmitIr(LoadedProgram program, Architecture? architecture) => IrJson.Write(
        architecture is null ? program.Supernet : ArchitectureResolver.Resolve(program.Trained, architecture),
        program.Compilation.Source);
}
