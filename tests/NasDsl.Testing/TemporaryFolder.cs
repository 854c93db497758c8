namespace NasDsl.Testing;

/// <summary>A new folder that is gone with all it holds when it is disposed.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nasdsl-");

    /// <summary>The folder, absolute.</summary>
    public string Path => folder.FullName;

    /// <summary>The absolute path of a file in the folder.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(folder.FullName, name);

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);
}
