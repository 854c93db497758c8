using NasDsl.Cli.Files;
using NasDsl.Diagnostics;

namespace NasDsl.Cli.Training;

/// <summary>The folder into which a run writes all that it finds.</summary>
internal sealed class RunFolder
{
    /// <summary>What a run was given and how far it came; its presence makes a folder a run's.</summary>
    public const string Description = "run.json";

    private readonly Terminal terminal;
    private readonly string folder;

    private RunFolder(Terminal terminal, string folder) => (this.terminal, this.folder) = (terminal, folder);

    /// <summary>Creates the folder; nothing is changed where it may not be used.</summary>
    /// <param name="files">The names of the files that the run will write.</param>
    /// <param name="force">Removes these files where they exist.</param>
    /// <exception cref="InputException">It holds another run or such a file (NAS9011), or cannot be written (NAS9010).</exception>
    public static RunFolder Open(Terminal terminal, string path, bool force, params IReadOnlyList<string> files)
    {
        OutputFile.CreateFolder(terminal, path);
        var run = new RunFolder(terminal, path);
        var existing = files.Prepend(Description).Where(f => Path.Exists(run.PathOf(f))).ToList();
        if (existing.Count > 0 && !force)
        {
            throw new InputException(Diagnose.WouldOverwrite(
                path, existing[0] == Description ? "already holds a run" : $"already has a file `{existing[0]}`"));
        }

        foreach (var file in existing)
            run.Delete(file);
        return run;
    }

    /// <summary>The path of a file, for the file system.</summary>
    public string PathOf(string name) => Path.Combine(terminal.PathOf(folder), name);

    /// <summary>The path of a file, as the user would write it.</summary>
    public string ShownPathOf(string name) => Path.Combine(folder, name);

    public void WriteText(string name, string text) => OutputFile.WriteText(terminal, ShownPathOf(name), text);

    public void Write(string name, Action<string> write) => OutputFile.Write(terminal, ShownPathOf(name), write);

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

    private void Delete(string name)
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
