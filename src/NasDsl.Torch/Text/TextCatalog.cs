namespace NasDsl.Torch;

/// <summary>
/// Opens texts by name or by path. A name is looked for in the folder that the environment variable
/// <c>NASDSL_DATA</c> names, then where system packages put it.
/// </summary>
public static class TextCatalog
{
    private static readonly (string Name, string[] Places, string Help)[] Known =
    [
        ("jargon", ["/usr/share/doc/jargon-text/jargon.txt.gz"], "install it with: apt-get install jargon-text"),
    ];

    /// <summary>The names <see cref="Open"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(entry => entry.Name)];

    /// <param name="nameOrPath">one of <see cref="Names"/>, a text file, or a folder of text files.</param>
    /// <param name="places">where to look for a name; the system's places when null.</param>
    /// <exception cref="DataException">it is not there (NAS7001, NAS7002), or damaged</exception>
    public static TextFiles Open(string nameOrPath, IReadOnlyList<string>? places = null)
    {
        if (Known.FirstOrDefault(entry => entry.Name == nameOrPath) is { Name: not null } known)
            return OpenKnown(known.Name, places ?? [.. OwnPlaces(known.Name), .. known.Places], known.Help);
        if (Directory.Exists(nameOrPath) || File.Exists(nameOrPath))
            return TextFiles.Read(nameOrPath, Path.GetFileName(Path.TrimEndingDirectorySeparator(nameOrPath)));

        throw new DataException(
            DataException.UnknownDataset,
            $"`{nameOrPath}` is neither a known text nor a file or folder",
            $"name {string.Join(", ", Names.Select(name => $"`{name}`"))}, a text file, or a folder of text files");
    }

    private static TextFiles OpenKnown(string name, IReadOnlyList<string> places, string help) =>
        places.FirstOrDefault(place => File.Exists(place) || Directory.Exists(place)) is { } place
            ? TextFiles.Read(place, name)
            : throw new DataException(
                DataException.UnknownDataset,
                $"the text `{name}` is not installed: looked for {string.Join(", ", places.Select(path => $"`{path}`"))}",
                help);

    private static string[] OwnPlaces(string name) =>
        Environment.GetEnvironmentVariable(DatasetCatalog.RootVariable) is { Length: > 0 } root ? [Path.Combine(root, name)] : [];
}
