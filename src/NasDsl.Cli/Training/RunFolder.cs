using NasDsl.Cli.Files;
using NasDsl.Diagnostics;
using NasDsl.Torch;

namespace NasDsl.Cli.Training;

/// <summary>The folder into which a run writes all that it finds.</summary>
internal sealed class RunFolder
{
    /// <summary>What a run was given and how far it came; its presence makes a folder a run's.</summary>
    public const string Description = "run.json";

    private readonly Terminal terminal;
    private readonly string folder;

    private RunFolder(Terminal terminal, string folder) => (this.terminal, this.folder) = (terminal, folder);

    /// <summary>Asks early whether a run may use the folder, before it loads and compiles anything.</summary>
    /// <param name="files">The names of the files that the run will write.</param>
    /// <exception cref="InputException">It is a file, or holds another run or one of the files (NAS9010, NAS9011).</exception>
    public static void ExpectFree(Terminal terminal, string path, bool force, IReadOnlyList<string> files)
    {
        if (File.Exists(terminal.PathOf(path)))
            throw new InputException(Diagnose.CannotWrite(path, "it is a file, not a folder"));
        if (!force && new RunFolder(terminal, path).Existing(files) is [var first, ..])
        {
            throw new InputException(Diagnose.WouldOverwrite(
                path, first == Description ? "already holds a run" : $"already has a file `{first}`"));
        }
    }

    /// <summary>Creates the folder, and removes the files of another run where <paramref name="force"/> allows it.</summary>
    /// <inheritdoc cref="ExpectFree"/>
    public static RunFolder Open(Terminal terminal, string path, bool force, IReadOnlyList<string> files)
    {
        ExpectFree(terminal, path, force, files);
        OutputFile.CreateFolder(terminal, path);
        var run = new RunFolder(terminal, path);
        foreach (var file in run.Existing(files))
            run.Delete(file);
        return run;
    }

    /// <summary>A folder that a run has written into; nothing in it is touched.</summary>
    public static RunFolder At(Terminal terminal, string path) => new(terminal, path);

    private List<string> Existing(IReadOnlyList<string> files) =>
        [.. files.Prepend(Description).Where(f => Path.Exists(PathOf(f)))];

    /// <summary>The path of a file, for the file system.</summary>
    public string PathOf(string name) => Path.Combine(terminal.PathOf(folder), name);

    /// <summary>The path of a file, as the user would write it.</summary>
    public string ShownPathOf(string name) => Path.Combine(folder, name);

    public void WriteText(string name, string text) => OutputFile.WriteText(terminal, ShownPathOf(name), text);

    /// <exception cref="InputException">It cannot be written (NAS9010).</exception>
    public void Write(string name, Action<string> write)
    {
        try
        {
            OutputFile.Write(terminal, ShownPathOf(name), write);
        }
        catch (WeightsException e) when (e.InnerException is { } cause && IoProblem.Is(cause))
        {
            // It names the file under which weights are written first.
            throw new InputException(Diagnose.CannotWrite(ShownPathOf(name), IoProblem.Of(cause)));
        }
    }

    /// <summary>Takes away what a file has after its first lines.</summary>
    public void KeepLines(string name, int count)
    {
        if (!File.Exists(PathOf(name)))
            return;
        var lines = File.ReadAllLines(PathOf(name));
        if (lines.Length > count)
            WriteText(name, string.Concat(lines.Take(count).Select(l => l + "\n")));
    }

    /// <summary>A file that grows line by line; each line is on disk before the next.</summary>
    public StreamWriter Append(string name)
    {
        try
        {
            return new StreamWriter(PathOf(name), append: true) { NewLine = "\n", AutoFlush = true };
        }
        catch (Exception e) when (IoProblem.Is(e))
        {
            throw new InputException(Diagnose.CannotWrite(ShownPathOf(name), IoProblem.Of(e)));
        }
    }

    public void Delete(string name)
    {
        try
        {
            File.Delete(PathOf(name));
        }
        catch (Exception e) when (IoProblem.Is(e))
        {
            throw new InputException(Diagnose.CannotWrite(ShownPathOf(name), IoProblem.Of(e)));
        }
    }
}
