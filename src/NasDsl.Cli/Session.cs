using System.Collections.Immutable;
using NasDsl.Cli.Rendering;
using NasDsl.Diagnostics;
using NasDsl.Emit;
using NasDsl.Text;

namespace NasDsl.Cli;

/// <summary>One run of one command: its terminal, what it reported, and whether it was interrupted.</summary>
internal sealed class Session(Terminal terminal, DiagnosticFormat format, CancellationToken cancellation)
{
    private readonly List<ReportedDiagnostic> reported = [];

    public Terminal Terminal => terminal;

    public CancellationToken Cancellation => cancellation;

    public bool IsInterrupted { get; set; }

    public bool HasErrors => reported.Exists(r => r.Diagnostic.Severity == Severity.Error);

    private int ExitCode => HasErrors ? ExitCodes.Errors : IsInterrupted ? ExitCodes.Interrupted : ExitCodes.Success;

    public void Report(SourceText? source, Diagnostic diagnostic) => reported.Add(new ReportedDiagnostic(source, diagnostic));

    public void Report(SourceText? source, ImmutableArray<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            Report(source, diagnostic);
    }

    /// <summary>Shows what was reported so far, before something that takes long or writes for itself.</summary>
    public void Flush()
    {
        if (reported.Count > 0 && format is DiagnosticFormat.Text or DiagnosticFormat.MsBuild)
            Render();
    }

    /// <summary>Runs a command's body, renders what it reported, and returns the exit code.</summary>
    public int Run(Action<Session> body)
    {
        try
        {
            body(this);
            terminal.Out.Flush();
        }
        catch (InputException e)
        {
            Report(e.File, e.Diagnostics);
        }
        catch (EmitException e)
        {
            Report(null, Diagnose.CannotEmit(e.Message));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            IsInterrupted = true;
        }
        catch (IOException e) when (e.TargetSite?.DeclaringType?.Namespace is not null && IsStandardOutput(e))
        {
            Report(null, Diagnose.CannotWrite("standard output", Files.IoProblem.Of(e)));
        }

        Render();
        return ExitCode;
    }

    /// <summary>Errors of files carry their own diagnostics by now; what is left came from the standard streams.</summary>
    private static bool IsStandardOutput(IOException e) => e is not (FileNotFoundException or DirectoryNotFoundException);

    private int rendered;

    private void Render()
    {
        DiagnosticRenderer.Render(format, terminal, [.. reported.Skip(rendered)]);
        rendered = reported.Count;
    }
}
