using System.CommandLine;
using NasDsl.Cli.Rendering;

namespace NasDsl.Cli.Commands;

/// <summary>What every command is made with.</summary>
internal sealed record CommandContext(Terminal Terminal, CancellationToken Cancellation)
{
    /// <summary>Makes <paramref name="body"/> what the command does, in a session of its own.</summary>
    public Command Command(
        string name, string description, Option<DiagnosticFormat> format, IEnumerable<Symbol> symbols, Action<Session, ParseResult> body)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols.Append(format))
        {
            if (symbol is Argument argument)
                command.Arguments.Add(argument);
            else if (symbol is Option option)
                command.Options.Add(option);
        }
        command.SetAction(parsed =>
            new Session(Terminal, parsed.GetValue(format), Cancellation).Run(session => body(session, parsed)));
        return command;
    }
}
