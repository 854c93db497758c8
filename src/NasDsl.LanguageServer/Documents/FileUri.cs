namespace NasDsl.LanguageServer.Documents;

/// <summary>Documents are known by their path if they have one, else by their URI.</summary>
public static class FileUri
{
    /// <summary>The path, or the address of what is no file.</summary>
    public static string ToName(string uri)
    {
        try
        {
            return Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.IsFile ? Path.GetFullPath(parsed.LocalPath) : uri;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException or InvalidOperationException)
        {
            return uri;
        }
    }

    /// <summary>The address under which the server speaks of a file.</summary>
    public static string FromName(string name) => Path.IsPathRooted(name)
        ? $"file://{string.Join('/', name.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString))}"
        : name;
}
