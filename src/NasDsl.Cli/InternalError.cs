namespace NasDsl.Cli;

/// <summary>What is said when the compiler itself fails: never a stack trace, unless asked for.</summary>
internal static class InternalError
{
    public static int Report(Terminal terminal, Exception e)
    {
        terminal.Error.WriteLine($"error: internal error: {e.GetType().Name}: {FirstLine(e.Message)}");
        terminal.Error.WriteLine(
            "  = help: this is a fault of nasc, not of your file: please report it together with the command and the file");
        if (terminal.IsDebugging)
            terminal.Error.WriteLine(e);
        else
            terminal.Error.WriteLine("  = help: set NASC_DEBUG=1 to see where it happened");
        return ExitCodes.Internal;
    }

    private static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd();
}
