using System.CommandLine;
using System.CommandLine.Help;
using NasDsl.Cli.Commands;

namespace NasDsl.Cli;

/// <summary>`nasc`, the NAS language compiler, as a function of its arguments and a terminal.</summary>
public static class NascApplication
{
    /// <summary>Runs one command line; nothing is thrown, whatever it says.</summary>
    /// <param name="cancellation">A first Ctrl-C: a search stops after its step and keeps what it found.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellation = default)
    {
        try
        {
            return arguments is ["--version"]
                ? PrintVersion(terminal)
                : Dispatch(arguments, terminal, cancellation);
        }
        catch (UsageException e)
        {
            UsageErrors.Print(terminal, [new UsageProblem(e.Message, e.Help)]);
            return ExitCodes.Usage;
        }
        catch (Exception e)
        {
            return InternalError.Report(terminal, e);
        }
        finally
        {
            FlushQuietly(terminal);
        }
    }

    private static int Dispatch(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellation)
    {
        var root = CommandTable.Root(arguments, new CommandContext(terminal, cancellation));
        if (arguments.Count == 0)
        {
            Invoke(root.Parse(["--help"]), terminal, terminal.Error);
            return ExitCodes.Usage;
        }

        // A file's name may begin with `@`: it is no file of arguments.
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is not HelpAction && UsageErrors.Of(parsed, arguments) is { Count: > 0 } problems)
        {
            UsageErrors.Print(terminal, problems);
            return ExitCodes.Usage;
        }

        return Invoke(parsed, terminal, terminal.Out);
    }

    private static int Invoke(ParseResult parsed, Terminal terminal, TextWriter output) => parsed.Invoke(new InvocationConfiguration
    {
        Output = output,
        Error = terminal.Error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    });

    private static int PrintVersion(Terminal terminal)
    {
        var version = typeof(NascApplication).Assembly.GetName().Version;
        terminal.Out.WriteLine($"nasc {version?.ToString(3)}");
        return ExitCodes.Success;
    }

    private static void FlushQuietly(Terminal terminal)
    {
        try
        {
            terminal.Out.Flush();
        }
        catch (IOException)
        {
            // Reported where it was written; here only what is left of it.
        }
    }
}
