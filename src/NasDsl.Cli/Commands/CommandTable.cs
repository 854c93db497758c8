using System.CommandLine;
using System.CommandLine.Help;

namespace NasDsl.Cli.Commands;

/// <summary>All commands by name. Only the one that is called is made: the others would cost start-up time.</summary>
internal static class CommandTable
{
    private const int HelpWidth = 100;

    private static readonly (string Name, Func<CommandContext, Command> Create)[] Commands =
    [
        ("check", CheckCommand.Create),
        ("fmt", FormatCommand.Create),
        ("lsp", LanguageServerCommand.Create),
        ("explain", ExplainCommand.Create),
        ("ops", OpsCommand.Create),
        ("info", InfoCommand.Create),
        ("compile", CompileCommand.Create),
        ("graph", GraphCommand.Create),
        ("arch", ArchCommand.Create),
        ("sample", SampleCommand.Create),
        .. TrainingCommands.All,
        ("docs", DocsCommand.Create),
    ];

    /// <summary>The root with the command that is called, or with all where it is none of them.</summary>
    public static Command Root(IReadOnlyList<string> arguments, CommandContext context)
    {
        var root = new Command("nasc", "The compiler of the NAS language: neural-architecture search spaces as programs.");
        var called = arguments.Count == 0 ? [] : Commands.Where(c => c.Name == arguments[0]).ToArray();
        foreach (var (_, create) in called.Length == 1 ? called : Commands)
            root.Subcommands.Add(create(context));
        root.Options.Add(new HelpOption("--help", "-h") { Action = new HelpAction { MaxWidth = HelpWidth } });
        if (called.Length == 0)
            root.Options.Add(new Option<bool>("--version") { Description = "Show the version" });
        return root;
    }
}
