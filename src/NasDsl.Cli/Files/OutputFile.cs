using System.Text;
using NasDsl.Diagnostics;

namespace NasDsl.Cli.Files;

/// <summary>Writes files that appear whole or not at all: into a file beside the target, which is then renamed.</summary>
internal static class OutputFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <exception cref="InputException">It cannot be written (NAS9010).</exception>
    public static void WriteText(Terminal terminal, string path, string text) =>
        Write(terminal, path, temporary => File.WriteAllText(temporary, text, Utf8));

    /// <summary>Lets <paramref name="write"/> fill a new file, whose path it gets, and puts it in place of the target.</summary>
    /// <exception cref="InputException">It cannot be written (NAS9010).</exception>
    public static void Write(Terminal terminal, string path, Action<string> write)
    {
        var full = terminal.PathOf(path);
        if (path.Length == 0)
            throw new InputException(Diagnose.CannotWrite(path, "the name is empty"));
        if (Directory.Exists(full))
            throw new InputException(Diagnose.CannotWrite(path, "it is a folder", "name a file in it"));
        try
        {
            if (IsDevice(full))
                write(full);
            else
                Replace(Target(full), write);
        }
        catch (Exception e) when (IoProblem.Is(e))
        {
            throw new InputException(Diagnose.CannotWrite(path, IoProblem.Of(e)));
        }
    }

    /// <summary>Creates a folder and those above it.</summary>
    /// <exception cref="InputException">It cannot be created (NAS9010).</exception>
    public static void CreateFolder(Terminal terminal, string path)
    {
        var full = terminal.PathOf(path);
        if (path.Length == 0)
            throw new InputException(Diagnose.CannotWrite(path, "the name is empty"));
        if (File.Exists(full))
            throw new InputException(Diagnose.CannotWrite(path, "it is a file, not a folder"));
        try
        {
            Directory.CreateDirectory(full);
        }
        catch (Exception e) when (IoProblem.Is(e))
        {
            throw new InputException(Diagnose.CannotWrite(path, IoProblem.Of(e)));
        }
    }

    private static void Replace(string target, Action<string> write)
    {
        var temporary = $"{target}.{Environment.ProcessId}-{Random.Shared.Next():x8}.tmp";
        using var removing = Interruption.Removing(temporary);
        try
        {
            write(temporary);
            if (!OperatingSystem.IsWindows() && File.Exists(target))
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Where a symbolic link leads: the link stays, what it names is replaced.</summary>
    private static string Target(string full) =>
        new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;

    /// <summary>Devices and pipes are written to, not replaced.</summary>
    private static bool IsDevice(string full)
    {
        var target = Path.GetFullPath(Target(full));
        return !OperatingSystem.IsWindows()
            && (target.StartsWith("/dev/", StringComparison.Ordinal) || target.StartsWith("/proc/", StringComparison.Ordinal));
    }
}
