
namespace TorchSharp.Libtorch.Tests.ApiSurface;

/// <summary>The list of the real package's members, which lies beside the repository on some machines only.</summary>
internal static class ApiReference
{
    private const string RelativePath = "shared/reference/torchsharp-0.105.2-api.txt";

    public static string? Path { get; } = Find();

    public static IReadOnlySet<string> Lines => Path is null ? new HashSet<string>() : File.ReadLines(Path).ToHashSet();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(System.IO.Path.Combine(folder.FullName, "NasDsl.sln")))
                continue;
            var path = System.IO.Path.Combine(folder.Parent?.FullName ?? "/", RelativePath);
            return File.Exists(path) ? path : null;
        }
        return null;
    }
}

/// <summary>A test that is skipped, saying so, where the reference is not present.</summary>
internal sealed class ReferenceFactAttribute : FactAttribute
{
    public ReferenceFactAttribute()
    {
        if (ApiReference.Path is null)
            Skip = "the reference of the package's API is not on this machine";
    }
}
