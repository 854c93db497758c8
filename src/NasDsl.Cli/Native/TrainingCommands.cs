using System.CommandLine;

namespace NasDsl.Cli.Commands;

/// <summary>The native build has no commands that train: they compile and load code while they run.</summary>
internal static class TrainingCommands
{
    public static (string Name, Func<CommandContext, Command> Create)[] All => [];
}
