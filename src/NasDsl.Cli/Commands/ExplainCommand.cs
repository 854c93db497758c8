using System.CommandLine;
using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc explain`: what a code means, with a wrong and a right example.</summary>
internal static class ExplainCommand
{
    public static Command Create(CommandContext context)
    {
        var code = new Argument<string?>("CODE")
        {
            Description = "A code such as NAS3004; lists all codes unless given",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return context.Command("explain", "Explain the code of a diagnostic", CommonOptions.Diagnostics(), [code], (session, parsed) =>
            session.Print(parsed.GetValue(code) is { } given
                ? Reports.ErrorTexts.Explain(Find(given))
                : Reports.ErrorTexts.List(Descriptors.All)));
    }

    /// <summary>`NAS3004`, `nas3004` or `3004`.</summary>
    private static DiagnosticDescriptor Find(string code)
    {
        var full = code.All(char.IsAsciiDigit) ? $"NAS{code}" : code;
        return Descriptors.Find(full) ?? throw new UsageException(
            $"there is no code `{code}`",
            SpellChecker.Suggest(full, Descriptors.All.Select(d => d.Code)) is { } suggestion
                ? $"did you mean `{suggestion}`?"
                : "run `nasc explain` to list the codes");
    }
}
