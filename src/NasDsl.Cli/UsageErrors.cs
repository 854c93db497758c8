using System.CommandLine;
using NasDsl.Text;

namespace NasDsl.Cli;

/// <summary>What is wrong with a command line, and what to do.</summary>
internal sealed record UsageProblem(string Message, string? Help);

/// <summary>Says what is wrong with a command line in the compiler's own style.</summary>
internal static class UsageErrors
{
    public static IReadOnlyList<UsageProblem> Of(ParseResult parsed)
    {
        List<UsageProblem> problems = [.. parsed.UnmatchedTokens.Select(token => Unknown(parsed, token))];
        // The parser says of unknown words the same once more, and that a command lacks an argument which it cannot see.
        problems.AddRange(parsed.Errors
            .Where(e => !parsed.UnmatchedTokens.Any(token => e.Message.Contains($"'{token}'", StringComparison.Ordinal)))
            .Where(e => problems.Count == 0 || e.SymbolResult is not System.CommandLine.Parsing.CommandResult)
            .Select(e => new UsageProblem(InOurStyle(e.Message), $"run `{CommandLineOf(parsed)} --help`")));
        return problems;
    }

    public static void Print(Terminal terminal, IEnumerable<UsageProblem> problems)
    {
        foreach (var problem in problems)
        {
            terminal.Error.WriteLine($"error: {problem.Message}");
            if (problem.Help is { } help)
                terminal.Error.WriteLine($"  = help: {help}");
        }
    }

    private static UsageProblem Unknown(ParseResult parsed, string token)
    {
        var command = parsed.CommandResult.Command;
        var isOption = token.StartsWith('-');
        var known = isOption
            ? command.Options.SelectMany(o => o.Aliases.Append(o.Name)).Where(name => name.StartsWith("--", StringComparison.Ordinal))
            : command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);
        var what = isOption ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
        var name = isOption ? token.Split('=', ':')[0] : token;
        var help = SpellChecker.Suggest(name, known) is { } suggestion
            ? $"did you mean `{suggestion}`?"
            : $"run `{CommandLineOf(parsed)} --help`";
        return new UsageProblem($"unknown {what} `{name}`", help);
    }

    private static string CommandLineOf(ParseResult parsed)
    {
        var names = new List<string>();
        for (System.CommandLine.Parsing.SymbolResult? at = parsed.CommandResult; at is not null; at = at.Parent)
            if (at is System.CommandLine.Parsing.CommandResult { Command: { } command })
                names.Insert(0, command is RootCommand ? "nasc" : command.Name);
        return string.Join(' ', names);
    }

    /// <summary>The library's sentence: lower case, no final period, names in backticks.</summary>
    private static string InOurStyle(string message)
    {
        var plain = message.TrimEnd('.').Replace('\'', '`');
        return plain.Length == 0 ? plain : $"{char.ToLowerInvariant(plain[0])}{plain[1..]}";
    }
}
