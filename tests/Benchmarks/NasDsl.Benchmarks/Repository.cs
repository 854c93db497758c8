namespace NasDsl.Benchmarks;

/// <summary>Files of the checkout that this was built in.</summary>
internal static class Repository
{
    private static readonly Lazy<string> Root = new(Find);

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root.Value, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "NasDsl.sln")))
                return folder.FullName;
        throw new UsageException("the benchmarks run from inside the repository only");
    }
}
