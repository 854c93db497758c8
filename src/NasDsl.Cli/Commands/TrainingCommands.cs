using System.CommandLine;

namespace NasDsl.Cli.Commands;

/// <summary>The commands that compile generated code in memory and run it on libtorch, and those that show what came of it.</summary>
internal static class TrainingCommands
{
    public static (string Name, Func<CommandContext, Command> Create)[] All =>
    [
        ("search", SearchCommand.Create),
        ("train", TrainCommand.Create),
        ("score", ScoreCommand.Create),
        ("profile", ProfileCommand.Create),
        ("runs", RunsCommand.Create),
        ("view", ViewCommand.Create),
        ("report", ReportCommand.Create),
        (Searching.WorkerProcess.Command, WorkerCommand.Create),
    ];
}
