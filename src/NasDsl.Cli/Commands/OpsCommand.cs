using System.CommandLine;
using NasDsl.Cli.Reports;
using NasDsl.Operations;
using NasDsl.Text;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc ops`: the operations of the language, from the catalog that the compiler itself uses.</summary>
internal static class OpsCommand
{
    public static Command Create(CommandContext context)
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "One operation in detail; lists all unless given",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return context.Command("ops", "Show the operations of the language", CommonOptions.Diagnostics(), [name], (session, parsed) =>
            session.Print(parsed.GetValue(name) is { } given
                ? OperationText.Details(Find(given))
                : OperationText.List(OperationCatalog.Standard.All)));
    }

    private static Operation Find(string name) => OperationCatalog.Standard.Find(name) ?? throw new UsageException(
        $"there is no operation `{name}`",
        SpellChecker.Suggest(name, OperationCatalog.Standard.Names) is { } suggestion
            ? $"did you mean `{suggestion}`?"
            : "run `nasc ops` to list the operations");
}
