using System.ComponentModel;
using System.Diagnostics;
using NasDsl.Diagnostics;

namespace NasDsl.Cli.Files;

/// <summary>Runs the program `dot` of Graphviz.</summary>
internal static class Graphviz
{
    /// <summary>The drawing as SVG.</summary>
    /// <exception cref="InputException">`dot` is not installed, or refuses (NAS9014).</exception>
    public static string ToSvg(Terminal terminal, string dot)
    {
        using var process = Start(terminal);
        var errors = process.StandardError.ReadToEndAsync();
        var svg = process.StandardOutput.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(dot);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read all: its exit code and message say why.
        }
        process.WaitForExit();
        return process.ExitCode == 0
            ? svg.Result.ReplaceLineEndings("\n")
            : throw Failed($"`dot` failed: {errors.Result.Split('\n', 2)[0].Trim()}", "run `nasc graph` without `--format svg` to see what it draws");
    }

    private static Process Start(Terminal terminal)
    {
        var start = new ProcessStartInfo("dot", "-Tsvg")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        if (terminal.Environment("PATH") is { } path)
            start.Environment["PATH"] = path;
        try
        {
            return Process.Start(Located(start, terminal)) ?? throw NotInstalled();
        }
        catch (Win32Exception)
        {
            throw NotInstalled();
        }
    }

    /// <summary>The program is looked for on the terminal's search path, not on this process's own.</summary>
    private static ProcessStartInfo Located(ProcessStartInfo start, Terminal terminal)
    {
        var name = OperatingSystem.IsWindows() ? "dot.exe" : "dot";
        start.FileName = (terminal.Environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists) ?? throw NotInstalled();
        return start;
    }

    private static InputException NotInstalled() =>
        Failed("the program `dot` is not installed", "install Graphviz, or take `--format dot`");

    private static InputException Failed(string problem, string help) => new(Diagnose.GraphvizMissing(problem, help));
}
