using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using NasDsl.Cli.Rendering;
using NasDsl.Text;

namespace NasDsl.Cli.Commands;

/// <summary>Options and arguments that several commands have, each with its own check of what is given.</summary>
internal static class CommonOptions
{
    private static readonly (string Name, DiagnosticFormat Value)[] Formats =
    [
        ("text", DiagnosticFormat.Text), ("msbuild", DiagnosticFormat.MsBuild), ("json", DiagnosticFormat.Json),
        ("sarif", DiagnosticFormat.Sarif),
    ];

    public static Argument<string> Program() => new("FILE") { Description = "The program (.nas), or - for standard input" };

    /// <summary>`--diagnostics`, and `--format` unless the command gives that another meaning.</summary>
    public static Option<DiagnosticFormat> Diagnostics(bool hasOwnFormat = false)
    {
        var option = hasOwnFormat ? new Option<DiagnosticFormat>("--diagnostics") : new("--format", "--diagnostics");
        option.Description = "How to write diagnostics: text, msbuild, json or sarif";
        option.HelpName = "FORMAT";
        option.CustomParser = result =>
        {
            var name = OneOf(result, [.. Formats.Select(f => f.Name)]);
            return Array.Find(Formats, f => f.Name == name).Value;
        };
        return option;
    }

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Another value for a static parameter of the network, such as C=8; may be repeated",
        HelpName = "NAME=VALUE",
        AllowMultipleArgumentsPerToken = false,
    };

    public static Option<string?> Network() => Text("--network", "NAME", "The network, where the file declares several");

    public static Option<string?> Architecture(string description = "The architecture (.arch.json)") =>
        Text("--arch", "FILE", description);

    public static Option<string?> Output(string description = "Where to write; standard output unless given") =>
        new("--output", "-o") { Description = description, HelpName = "FILE" };

    public static Option<long> Seed() => new("--seed")
    {
        Description = "Decides everything that is drawn at random (0 unless given)",
        HelpName = "N",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
                return value;
            result.AddError($"`--seed` takes a whole number, not `{text}`");
            return 0;
        },
    };

    public static Option<string?> Text(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    /// <summary>A whole number from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    public static Option<int?> Count(
        string name, string description, int minimum = 1, int maximum = int.MaxValue, string? alias = null) =>
        new(name, alias is null ? [] : [alias])
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                    && value >= minimum && value <= maximum)
                    return value;
                var range = maximum == int.MaxValue ? $"a whole number from {minimum}" : $"a number from {minimum} to {maximum}";
                result.AddError($"`{name}` takes {range}, not `{text}`");
                return null;
            },
        };

    /// <summary>One of some words.</summary>
    public static Option<string?> Word(string name, string description, params string[] words) => new(name)
    {
        Description = $"{description}: {Listed(words)}",
        HelpName = string.Join('|', words),
        CustomParser = result => OneOf(result, words),
    };

    private static string? OneOf(ArgumentResult result, string[] words)
    {
        var text = result.Tokens[0].Value;
        if (words.Contains(text))
            return text;
        var name = (result.Parent as OptionResult)?.IdentifierToken?.Value ?? "it";
        var suggestion = SpellChecker.Suggest(text, words) is { } word ? $"; did you mean `{word}`?" : "";
        result.AddError($"`{name}` takes {Listed(words)}, not `{text}`{suggestion}");
        return null;
    }

    private static string Listed(string[] words) =>
        words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
}
