using System.CommandLine;
using NasDsl.Architectures;
using NasDsl.Cli.Files;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc arch`: architecture files from and to published notations, and held against a program.</summary>
internal static class ArchCommand
{
    public static Command Create(CommandContext context)
    {
        var arch = new Command("arch", "Import, export and validate architectures");
        arch.Subcommands.Add(Import(context));
        arch.Subcommands.Add(Export(context));
        arch.Subcommands.Add(Validate(context));
        return arch;
    }

    private static Command Import(CommandContext context)
    {
        var genotype = new Argument<string?>("GENOTYPE")
        {
            Description = "The text itself, a file, or - for standard input (also where it is left out)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var space = Space();
        var format = Notation();
        var output = CommonOptions.Output();
        return context.Command(
            "import", "Make an architecture file of a published notation", CommonOptions.Diagnostics(hasOwnFormat: true),
            [genotype, space, format, output],
            (session, parsed) =>
            {
                var program = LoadSpace(session, parsed.GetValue(space));
                var source = ReadGenotype(session, parsed.GetValue(genotype) ?? InputFile.StandardInput);
                var architecture = ProgramLoader.ArchitectureOf(DartsGenotype.Read(source, program.Space), source);
                Artefact.Write(session, parsed.GetValue(output), ArchitectureFile.Write(program.Space, architecture));
            });
    }

    private static Command Export(CommandContext context)
    {
        var architecture = ArchitectureArgument();
        var space = Space();
        var format = Notation();
        var output = CommonOptions.Output();
        return context.Command(
            "export", "Write an architecture in a published notation", CommonOptions.Diagnostics(hasOwnFormat: true),
            [architecture, space, format, output],
            (session, parsed) =>
            {
                var program = LoadSpace(session, parsed.GetValue(space));
                var chosen = ProgramLoader.LoadArchitecture(session, parsed.GetRequiredValue(architecture), program.Space);
                var result = DartsGenotype.Write(program.Space, chosen);
                Artefact.Write(
                    session, parsed.GetValue(output), result.Text ?? throw new InputException(null, result.Diagnostics));
            });
    }

    private static Command Validate(CommandContext context)
    {
        var architecture = ArchitectureArgument();
        var space = Space();
        return context.Command(
            "validate", "Hold an architecture against a program and its constraints; silent if all is well",
            CommonOptions.Diagnostics(), [architecture, space],
            (session, parsed) =>
            {
                var program = LoadSpace(session, parsed.GetValue(space));
                var chosen = ProgramLoader.LoadArchitecture(session, parsed.GetRequiredValue(architecture), program.Space);
                foreach (var (constraint, found) in new ConstraintCheck(program).Violations(chosen, program.Space))
                    session.Report(program.Compilation.Sources, Diagnose.ViolatesConstraint(constraint, found));
            });
    }

    private static Argument<string> ArchitectureArgument() => new("ARCH") { Description = "The architecture (.arch.json)" };

    private static Option<string?> Space()
    {
        var option = CommonOptions.Text("--space", "FILE", "The program that declares the space");
        option.Required = true;
        return option;
    }

    private static Option<string?> Notation() =>
        CommonOptions.Word("--format", "The notation, for which there is one so far", "darts");

    private static LoadedProgram LoadSpace(Session session, string? path) =>
        ProgramLoader.Load(session, path ?? throw new UsageException("`--space` is missing"));

    /// <summary>A genotype always has parentheses, and a file's name rarely has.</summary>
    private static SourceText ReadGenotype(Session session, string given) =>
        given != InputFile.StandardInput && given.Contains('(') && !File.Exists(session.Terminal.PathOf(given))
            ? new SourceText(given, "<argument>")
            : InputFile.Read(session.Terminal, given);
}
