using System.CommandLine;
using NasDsl.Cli.Reports;
using NasDsl.Operations;
using NasDsl.Standard;
using NasDsl.Text;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc ops`: the operations of the language, from the catalog and the library that the compiler itself uses.</summary>
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
            session.Print(parsed.GetValue(name) is { } given ? Details(given) : List()));
    }

    private static string List() => OperationText.List(
    [
        .. OperationCatalog.Standard.All.Select(o => (OperationText.Signature(o), o.Doc)),
        .. LibraryText.Listed,
    ]);

    private static string Details(string name)
    {
        if (OperationCatalog.Standard.Find(name) is { } operation)
            return OperationText.Details(operation);
        if (StandardLibrary.Shared.Find(name) is { } declaration)
            return LibraryText.Details(declaration);
        throw new UsageException(
            $"there is no operation `{name}`",
            SpellChecker.Suggest(name, [.. OperationCatalog.Standard.Names, .. StandardLibrary.Shared.Names]) is { } suggestion
                ? $"did you mean `{suggestion}`?"
                : "run `nasc ops` to list the operations");
    }
}
