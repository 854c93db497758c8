using System.CommandLine;
using System.Globalization;
using System.Text;
using NasDsl.Cli.Files;
using NasDsl.Diagnostics;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc lsp`: the language server over standard input and output.</summary>
internal static class LanguageServerCommand
{
    public static Command Create(CommandContext context)
    {
        var log = new Option<string?>("--log") { Description = "Write a line for each message to this file", HelpName = "FILE" };
        var stdio = new Option<bool>("--stdio") { Description = "Speak over standard input and output; it always does" };
        return context.Command(
            "lsp", "Serve editors: the Language Server Protocol over standard input and output", CommonOptions.Diagnostics(), [log, stdio],
            (session, parsed) => Serve(session, parsed.GetValue(log)));
    }

    private static void Serve(Session session, string? path)
    {
        using var log = path is null ? null : Open(session.Terminal, path);
        using var input = Console.OpenStandardInput();
        using var output = new BufferedStream(Console.OpenStandardOutput());
        var server = new LanguageServer.LanguageServer(input, output, line => Append(log, line));
        // Without `shutdown` before `exit`, the protocol asks for 1.
        session.IsDifferent = server.Run() != ExitCodes.Success;
    }

    private static StreamWriter Open(Terminal terminal, string path)
    {
        try
        {
            return new StreamWriter(terminal.PathOf(path), append: true, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        }
        catch (Exception e) when (IoProblem.Is(e))
        {
            throw new InputException(Diagnose.CannotWrite(path, IoProblem.Of(e)));
        }
    }

    private static void Append(StreamWriter? log, string line)
    {
        if (log is null)
            return;
        lock (log)
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:HH:mm:ss.fff} {line}"));
    }
}
