using System.CommandLine;
using NasDsl.Cli.Files;
using NasDsl.Diagnostics;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc docs errors`: the pages of documentation that are made from the compiler's tables.</summary>
internal static class DocsCommand
{
    public static Command Create(CommandContext context)
    {
        var output = CommonOptions.Output();
        var docs = new Command("docs", "Write documentation that is made from the compiler's tables") { Hidden = true };
        docs.Subcommands.Add(context.Command(
            "errors", "Write docs/errors.md, the table of diagnostics", CommonOptions.Diagnostics(), [output], (session, parsed) =>
                Artefact.Write(session, parsed.GetValue(output), ErrorReference.Markdown())));
        return docs;
    }
}
