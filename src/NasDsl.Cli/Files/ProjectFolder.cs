using System.Security.Cryptography;
using System.Text;
using NasDsl.Diagnostics;

namespace NasDsl.Cli.Files;

/// <summary>
/// A folder of generated files. A list of them with their hashes lies beside them, so that the next run knows which are
/// its own and untouched, and refuses to overwrite any other.
/// </summary>
internal sealed class ProjectFolder(Terminal terminal, string folder)
{
    private const string ListName = ".nasc-files";

    /// <summary>Writes all files, or none where one may not be overwritten.</summary>
    /// <exception cref="InputException">A file is not ours (NAS9011), or cannot be written (NAS9010).</exception>
    public void Write(IReadOnlyList<(string Path, byte[] Content)> files, bool force)
    {
        OutputFile.CreateFolder(terminal, folder);
        if (!force)
            ExpectOwn(files);
        foreach (var (path, content) in files)
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } inside)
                OutputFile.CreateFolder(terminal, Path.Combine(folder, inside));
            OutputFile.Write(terminal, Path.Combine(folder, path), temporary => File.WriteAllBytes(temporary, content));
        }

        var list = string.Concat(files.OrderBy(f => f.Path, StringComparer.Ordinal).Select(f => $"{HashOf(f.Content)}  {f.Path}\n"));
        OutputFile.WriteText(terminal, Path.Combine(folder, ListName), list);
    }

    private void ExpectOwn(IReadOnlyList<(string Path, byte[] Content)> files)
    {
        var written = WrittenBefore();
        foreach (var (path, content) in files)
        {
            var full = terminal.PathOf(Path.Combine(folder, path));
            if (!File.Exists(full))
                continue;
            var found = HashOf(ReadExisting(path, full));
            if (found != HashOf(content) && found != written.GetValueOrDefault(path))
            {
                throw new InputException(Diagnose.WouldOverwrite(
                    folder, $"has a file `{path}` that nasc did not write, or that was changed since"));
            }
        }
    }

    private Dictionary<string, string> WrittenBefore()
    {
        var list = terminal.PathOf(Path.Combine(folder, ListName));
        return File.Exists(list)
            ? Encoding.UTF8.GetString(ReadExisting(ListName, list)).Split('\n')
                .Select(line => line.Split("  ", 2))
                .Where(parts => parts.Length == 2)
                .ToDictionary(parts => parts[1], parts => parts[0], StringComparer.Ordinal)
            : [];
    }

    private byte[] ReadExisting(string path, string full)
    {
        try
        {
            return File.ReadAllBytes(full);
        }
        catch (Exception e) when (IoProblem.Is(e))
        {
            throw new InputException(Diagnose.FileUnreadable(Path.Combine(folder, path), IoProblem.Of(e)));
        }
    }

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
