using System.CommandLine;
using System.Runtime.CompilerServices;
using NasDsl.Cli.Files;
using NasDsl.Cli.Viewing;
using NasDsl.Diagnostics;
using NasDsl.Viewer;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc view`: a program, or the folder of a run, as a page that is served on this machine alone.</summary>
internal static class ViewCommand
{
    public static Command Create(CommandContext context)
    {
        var path = new Argument<string>("PATH") { Description = "A program (.nas), or the folder of a run" };
        var port = CommonOptions.Count("--port", "The port on 127.0.0.1; one that is free unless given", maximum: ushort.MaxValue);
        var write = CommonOptions.Flag("--write", "Let the page save the program; without it nothing is written");
        return context.Command(
            "view", "Show a program or a run in a browser, until Ctrl-C", CommonOptions.Diagnostics(), [path, port, write],
            (session, parsed) => View(session, parsed.GetRequiredValue(path), parsed.GetValue(port) ?? 0, parsed.GetValue(write)));
    }

    /// <summary>A method of its own, so that the other commands need not load a web server.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void View(Session session, string path, int port, bool writes)
    {
        var subject = SubjectOf(session, path, writes);
        var pages = ViewerPages.Find() ?? throw new InputException(Diagnose.ViewerMissing());
        using var stop = Interruption.StopCleanly();
        try
        {
            Serve(session, ViewerServer.StartAsync(subject, pages, port).GetAwaiter().GetResult()).GetAwaiter().GetResult();
        }
        catch (IOException e)
        {
            throw new InputException(Diagnose.CannotServe(port, e.InnerException is null ? "it is taken" : IoProblem.Of(e)));
        }
    }

    private static async Task Serve(Session session, ViewerServer server)
    {
        await using (server)
        {
            session.Print($"{server.Address}\n");
            session.Note("open this address in a browser; Ctrl-C ends it");
            try
            {
                await Task.Delay(Timeout.Infinite, session.Cancellation);
            }
            catch (OperationCanceledException)
            {
                // The way it ends.
            }
        }
    }

    private static ViewedSubject SubjectOf(Session session, string path, bool writes)
    {
        var terminal = session.Terminal;
        if (Directory.Exists(terminal.PathOf(path)))
        {
            return writes
                ? throw new UsageException("`--write` is for programs", "a run is only shown; leave it out")
                : RunView.Open(session, path);
        }
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || path == InputFile.StandardInput)
            throw new InputException(Diagnose.WrongFileKind(path, "no program", "a program or a run", "give a file (.nas), or the folder of a run"));
        InputFile.ReadFile(terminal, path);
        return new ViewedProgram(
            Path.GetFileName(path), Path.GetFullPath(terminal.PathOf(path)), () => Read(terminal, path), writes ? text => Save(terminal, path, text) : null);
    }

    /// <summary>While another editor replaces it, a file may be gone or empty for a moment.</summary>
    private static string? Read(Terminal terminal, string path)
    {
        try
        {
            return InputFile.ReadFile(terminal, path).Content;
        }
        catch (InputException)
        {
            return null;
        }
    }

    private static void Save(Terminal terminal, string path, string text)
    {
        try
        {
            OutputFile.WriteText(terminal, path, text);
        }
        catch (InputException e)
        {
            throw new IOException(e.Diagnostics[0].Message);
        }
    }
}
