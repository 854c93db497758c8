using System.CommandLine;
using System.CommandLine.Parsing;
using NasDsl.Text;

namespace NasDsl.Cli;

/// <summary>What is wrong with a command line, and what to do.</summary>
internal sealed record UsageProblem(string Message, string? Help);

/// <summary>Says what is wrong with a command line in the compiler's own style.</summary>
internal static class UsageErrors
{
    public static IReadOnlyList<UsageProblem> Of(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        if (HasCommands(parsed) && parsed.UnmatchedTokens.FirstOrDefault(t => !t.StartsWith('-')) is { } command)
            return [Unknown(parsed, command)];
        // The parser takes an unknown option for an argument wherever one may stand, and then misses what follows.
        if (!arguments.Contains("--") && OptionsAmongArguments(parsed) is { Count: > 0 } options)
            return [.. options.Select(token => Unknown(parsed, token))];
        if (parsed.UnmatchedTokens is { Count: > 0 } unmatched)
            return [.. unmatched.Select(token => Unknown(parsed, token))];
        return [.. parsed.Errors.Select(e => new UsageProblem(InOurStyle(e.Message), Help(parsed)))];
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

    private static bool HasCommands(ParseResult parsed) => parsed.CommandResult.Command.Subcommands.Count > 0;

    private static List<string> OptionsAmongArguments(ParseResult parsed) =>
    [
        .. parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(a => a.Tokens)
            .Select(t => t.Value)
            .Concat(parsed.UnmatchedTokens)
            .Where(value => value.StartsWith('-') && value.Length > 1)
            .Distinct(),
    ];

    private static UsageProblem Unknown(ParseResult parsed, string token)
    {
        var command = parsed.CommandResult.Command;
        var isOption = token.StartsWith('-');
        var name = isOption ? token.Split('=', ':')[0] : token;
        var known = isOption
            ? command.Options.SelectMany(o => o.Aliases.Append(o.Name)).Where(o => o.StartsWith("--", StringComparison.Ordinal))
            : command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);
        var what = isOption ? "option" : HasCommands(parsed) ? "command" : "argument";
        return new UsageProblem(
            $"unknown {what} `{name}`",
            SpellChecker.Suggest(name, known) is { } suggestion ? $"did you mean `{suggestion}`?" : Help(parsed));
    }

    private static string Help(ParseResult parsed)
    {
        var names = new List<string>();
        for (SymbolResult? at = parsed.CommandResult; at is not null; at = at.Parent)
            if (at is CommandResult result)
                names.Insert(0, result.Command.Name);
        return $"run `{string.Join(' ', names)} --help`";
    }

    /// <summary>The library's sentence: lower case, no final period, names in backticks.</summary>
    private static string InOurStyle(string message)
    {
        var plain = message.TrimEnd('.').Replace('\'', '`');
        return plain.Length == 0 ? plain : $"{char.ToLowerInvariant(plain[0])}{plain[1..]}";
    }
}
