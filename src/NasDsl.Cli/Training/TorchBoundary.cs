using NasDsl.Cli.Commands;
using NasDsl.Cli.Files;
using NasDsl.Diagnostics;
using NasDsl.Torch;

namespace NasDsl.Cli.Training;

/// <summary>Turns what training throws at a user into diagnostics.</summary>
internal static class TorchBoundary
{
    /// <exception cref="InputException">The data, the device, a setting or the output folder is at fault.</exception>
    public static void Run(Session session, RunSettings settings, Action body)
    {
        try
        {
            using var stop = Interruption.StopCleanly();
            session.Flush();
            body();
        }
        catch (CodedException e)
        {
            throw new InputException(DiagnosticOf(e));
        }
        catch (Exception e) when (LibraryProblem(e) is not null)
        {
            throw new InputException(Diagnose.TorchMissing(LibraryProblem(e) ?? ""));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(Diagnose.CannotWrite(settings.Out, IoProblem.Of(e)));
        }
    }

    private static Diagnostic DiagnosticOf(CodedException e)
    {
        var descriptor = Descriptors.Find(e.Code) ?? throw new InvalidOperationException($"the code {e.Code} has no descriptor", e);
        return new Diagnostic(descriptor, default, e.Message) { Help = e.Help };
    }

    /// <summary>Why a native library could not be loaded, where that is what happened.</summary>
    private static string? LibraryProblem(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
            if (e is DllNotFoundException or BadImageFormatException)
                return e.Message.Split('\n', 2)[0].TrimEnd('.', ' ');
        return null;
    }
}
