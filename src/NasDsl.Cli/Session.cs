using System.Collections.Immutable;
using NasDsl.Cli.Files;
using NasDsl.Cli.Rendering;
using NasDsl.Diagnostics;
using NasDsl.Emit;
using NasDsl.Text;

namespace NasDsl.Cli;

/// <summary>One run of one command: its terminal, what it reported, and whether it was interrupted.</summary>
internal sealed class Session(Terminal terminal, DiagnosticFormat format, CancellationToken cancellation)
{
    private List<ReportedDiagnostic> reported = [];
    private int rendered;

    public Terminal Terminal => terminal;

    public CancellationToken Cancellation => cancellation;

    /// <summary>The same session, in which relative paths start elsewhere: for what was begun in another folder.</summary>
    public Session At(Terminal other) => new(other, format, cancellation) { reported = reported };

    /// <summary>A session of which nothing is reported.</summary>
    public Session Apart() => new(terminal, format, cancellation);

    public bool IsInterrupted { get; set; }

    /// <summary>What was compared is not the same.</summary>
    public bool IsDifferent { get; set; }

    public bool HasErrors => reported.Exists(r => r.Diagnostic.Severity == Severity.Error);

    private int ExitCode => HasErrors ? ExitCodes.Errors
        : IsInterrupted ? ExitCodes.Interrupted
        : IsDifferent ? ExitCodes.Different
        : ExitCodes.Success;

    public void Report(SourceSet? sources, Diagnostic diagnostic) => reported.Add(new ReportedDiagnostic(sources, diagnostic));

    public void Report(SourceSet? sources, ImmutableArray<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            Report(sources, diagnostic);
    }

    /// <summary>Shows what was reported so far, before something that takes long or writes for itself.</summary>
    public void Flush()
    {
        if (reported.Count > 0 && format is DiagnosticFormat.Text or DiagnosticFormat.MsBuild)
            Render();
    }

    /// <summary>Writes an artefact to standard output.</summary>
    /// <exception cref="InputException">It cannot be written: the disk is full, say.</exception>
    public void Print(string text)
    {
        try
        {
            terminal.Out.Write(text);
            terminal.Out.Flush();
        }
        catch (IOException e)
        {
            throw new InputException(Diagnose.CannotWrite("standard output", IoProblem.Of(e)));
        }
    }

    /// <summary>A line for a person that is no diagnostic; only where diagnostics are for persons too.</summary>
    public void Note(string text)
    {
        if (format == DiagnosticFormat.Text)
            terminal.Error.WriteLine(text);
    }

    /// <summary>Runs a command's body, renders what it reported, and returns the exit code.</summary>
    public int Run(Action<Session> body)
    {
        try
        {
            body(this);
        }
        catch (InputException e)
        {
            Report(e.Sources, e.Diagnostics);
        }
        catch (EmitException e)
        {
            Report(null, Diagnose.CannotEmit(e.Message));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            IsInterrupted = true;
        }

        Render();
        return ExitCode;
    }

    private void Render()
    {
        DiagnosticRenderer.Render(format, terminal, [.. reported.Skip(rendered)]);
        rendered = reported.Count;
    }
}
