namespace NasDsl.Torch;

/// <summary>
/// The sources of data sets, weights and training, which an exported project takes along: they use the base class
/// library and TorchSharp only, with implicit usings and nullable analysis on.
/// </summary>
public static class PortableSources
{
    private const string Prefix = "portable/";
    private const string SearchFolder = Prefix + "Training/Search/";
    private const string OwnNamespace = "namespace NasDsl.Torch;";

    /// <summary>Every file with its folder, such as <c>Data/ImageBatch.cs</c>, in the order of their names.</summary>
    /// <param name="targetNamespace">the namespace the files are put into.</param>
    /// <param name="withSearch">takes the search of supernets along; training a child needs none of it.</param>
    public static IReadOnlyList<(string Path, string Text)> In(string targetNamespace, bool withSearch)
    {
        var assembly = typeof(PortableSources).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Where(name => withSearch || !name.StartsWith(SearchFolder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => (name[Prefix.Length..], Read(name).Replace(OwnNamespace, $"namespace {targetNamespace};"))),
        ];

        string Read(string name)
        {
            using var stream = assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException(name);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
