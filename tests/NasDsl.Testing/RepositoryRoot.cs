namespace NasDsl.Testing;

/// <summary>Finds files of this repository from a test, wherever its assembly was built.</summary>
public static class RepositoryRoot
{
    /// <summary>The folder of <c>NasDsl.sln</c>, absolute.</summary>
    /// <exception cref="DirectoryNotFoundException">The test assembly lies outside the repository.</exception>
    public static string Directory { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The absolute path of a file or folder that is given relative to the repository.</summary>
    public static string PathOf(params string[] parts) => Path.GetFullPath(Path.Combine([Directory, .. parts]));

    /// <summary>The text of a file that is given relative to the repository.</summary>
    public static string ReadText(params string[] parts) => File.ReadAllText(PathOf(parts));

    private static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "NasDsl.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"`NasDsl.sln` is in no folder above `{start}`");
    }
}
