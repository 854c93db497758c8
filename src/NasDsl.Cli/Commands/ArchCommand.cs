using System.CommandLine;
using NasDsl.Analysis;
using NasDsl.Architectures;
using NasDsl.Architectures.Notations;
using NasDsl.Cli.Files;
using NasDsl.Cli.Reports;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc arch`: architecture files from and to published notations, compared, and held against a program.</summary>
internal static class ArchCommand
{
    public static Command Create(CommandContext context)
    {
        var arch = new Command("arch", "Import, export, validate, compare and hash architectures");
        arch.Subcommands.Add(Import(context));
        arch.Subcommands.Add(Export(context));
        arch.Subcommands.Add(Validate(context));
        arch.Subcommands.Add(Diff(context));
        arch.Subcommands.Add(Hash(context));
        return arch;
    }

    private static Command Import(CommandContext context)
    {
        var program = CommonOptions.Program();
        var text = new Argument<string?>("TEXT")
        {
            Description = "The text itself, a file, or - for standard input (also where it is left out)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var from = NotationOption("--from");
        var output = CommonOptions.Output();
        return context.Command(
            "import", "Make an architecture file of a published notation", CommonOptions.Diagnostics(),
            [program, text, from, output],
            (session, parsed) =>
            {
                var space = ProgramLoader.Load(session, parsed.GetRequiredValue(program)).Space;
                var notation = NotationOf(space, parsed.GetValue(from));
                var source = ReadText(session, parsed.GetValue(text) ?? InputFile.StandardInput);
                var architecture = ProgramLoader.ArchitectureOf(notation.Read(source, space), source);
                Artefact.Write(session, parsed.GetValue(output), ArchitectureFile.Write(space, architecture));
            });
    }

    private static Command Export(CommandContext context)
    {
        var (program, architecture) = (CommonOptions.Program(), ArchitectureArgument("ARCH", "The architecture (.arch.json)"));
        var to = NotationOption("--to");
        var output = CommonOptions.Output();
        return context.Command(
            "export", "Write an architecture in a published notation", CommonOptions.Diagnostics(),
            [program, architecture, to, output],
            (session, parsed) =>
            {
                var space = ProgramLoader.Load(session, parsed.GetRequiredValue(program)).Space;
                var notation = NotationOf(space, parsed.GetValue(to));
                var chosen = ProgramLoader.LoadArchitecture(session, parsed.GetRequiredValue(architecture), space);
                var result = notation.Write(space, chosen);
                Artefact.Write(
                    session, parsed.GetValue(output), result.Text ?? throw new InputException(null, result.Diagnostics));
            });
    }

    private static Command Validate(CommandContext context)
    {
        var (program, architecture) = (CommonOptions.Program(), ArchitectureArgument("ARCH", "The architecture (.arch.json)"));
        return context.Command(
            "validate", "Hold an architecture against a program and its constraints; silent if all is well",
            CommonOptions.Diagnostics(), [program, architecture],
            (session, parsed) =>
            {
                var loaded = ProgramLoader.Load(session, parsed.GetRequiredValue(program));
                var chosen = ProgramLoader.LoadArchitecture(session, parsed.GetRequiredValue(architecture), loaded.Space);
                foreach (var (constraint, found) in new ConstraintCheck(loaded).Violations(chosen, loaded.Space))
                    session.Report(loaded.Compilation.Sources, Diagnose.ViolatesConstraint(constraint, found));
            });
    }

    private static Command Diff(CommandContext context)
    {
        var program = CommonOptions.Program();
        var first = ArchitectureArgument("A", "An architecture (.arch.json)");
        var second = ArchitectureArgument("B", "The one to compare it with");
        var json = CommonOptions.Flag("--json", "One JSON object on one line");
        return context.Command(
            "diff", "List the decisions in which two architectures differ; exit code 1 if there are any", CommonOptions.Diagnostics(),
            [program, first, second, json],
            (session, parsed) =>
            {
                var space = ProgramLoader.Load(session, parsed.GetRequiredValue(program)).Space;
                var a = ProgramLoader.LoadArchitecture(session, parsed.GetRequiredValue(first), space);
                var b = ProgramLoader.LoadArchitecture(session, parsed.GetRequiredValue(second), space);
                var differences = ArchitectureDiff.Of(space, a, b);
                session.IsDifferent = !differences.IsEmpty;
                session.Print(parsed.GetValue(json) ? DiffReport.Json(space, differences) : DiffReport.Text(differences));
            });
    }

    private static Command Hash(CommandContext context)
    {
        var (program, architecture) = (CommonOptions.Program(), ArchitectureArgument("ARCH", "The architecture (.arch.json)"));
        return context.Command(
            "hash", "Print a hash of what an architecture computes: the same for cells that differ only in names and order",
            CommonOptions.Diagnostics(), [program, architecture],
            (session, parsed) =>
            {
                var space = ProgramLoader.Load(session, parsed.GetRequiredValue(program)).Space;
                var chosen = ProgramLoader.LoadArchitecture(session, parsed.GetRequiredValue(architecture), space);
                session.Print($"{CanonicalHash.Of(space, chosen)}\n");
            });
    }

    private static Argument<string> ArchitectureArgument(string name, string description) => new(name) { Description = description };

    private static Option<string?> NotationOption(string name)
    {
        var option = CommonOptions.Word(
            name, "The notation, if the space has the form of several", [.. Notation.All.Select(n => n.Name)]);
        option.HelpName = "NOTATION";
        return option;
    }

    /// <summary>The notation of that name, or the only one that the space has.</summary>
    private static Notation NotationOf(SearchSpace space, string? name)
    {
        if (name is not null)
            return Notation.Find(name) ?? throw new UsageException($"there is no notation `{name}`");
        return Notation.Of(space) switch
        {
            [var only] => only,
            [] => throw new InputException(Diagnose.NoNotation(space.Name, Notation.All.Select(n => (n.Name, n.Misfit(space) ?? "")))),
            var several => throw new InputException(Diagnose.AmbiguousNotation(space.Name, several.Select(n => n.Name))),
        };
    }

    /// <summary>
    /// What is no file and does not look like the name of one is the text itself: names of files have an extension, and no notation has a
    /// full stop before a letter.
    /// </summary>
    private static SourceText ReadText(Session session, string given) =>
        given == InputFile.StandardInput || File.Exists(session.Terminal.PathOf(given)) || LooksLikeFile(given)
            ? InputFile.Read(session.Terminal, given)
            : new SourceText(given, "<argument>");

    private static bool LooksLikeFile(string given) =>
        Path.GetExtension(given) is ['.', var first, ..] && char.IsAsciiLetter(first) && !given.Contains('(', StringComparison.Ordinal);
}
