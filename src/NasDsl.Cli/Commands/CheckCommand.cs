using System.CommandLine;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc check`: every error of every file in one run; silent where there is none.</summary>
internal static class CheckCommand
{
    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "The programs (.nas), or - for standard input",
            Arity = ArgumentArity.OneOrMore,
        };
        return context.Command("check", "Check programs; silent if all is well", CommonOptions.Diagnostics(), [files], (session, parsed) =>
        {
            foreach (var file in parsed.GetValue(files) ?? [])
                ProgramLoader.Check(session, file);
        });
    }
}
