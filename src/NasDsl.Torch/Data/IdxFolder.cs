namespace NasDsl.Torch;

/// <summary>
/// Finds the four IDX files of a folder: the names tell training from test and images from labels
/// (<c>train-images-idx3-ubyte.gz</c>, <c>t10k-labels.idx1-ubyte</c>, ...), the first bytes where a name does not.
/// </summary>
internal sealed class IdxFolder
{
    private readonly string folder;
    private readonly string[] files;

    private IdxFolder(string folder, string[] files) => (this.folder, this.files) = (folder, files);

    /// <summary>The folder, or null where no file in it looks like IDX.</summary>
    public static IdxFolder? Find(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder).Where(LooksLikeIdx).Order(StringComparer.Ordinal)];
        return files.Length == 0 ? null : new IdxFolder(folder, files);
    }

    /// <exception cref="DataException">one of the four files is missing or damaged</exception>
    public ImageDataset Read(string name, int? classes)
    {
        var train = IdxFormat.Read(File(test: false, labels: false), File(test: false, labels: true), classes);
        var count = classes ?? 1 + Enumerable.Range(0, train.Count).Max(train.Label);
        var test = IdxFormat.Read(File(test: true, labels: false), File(test: true, labels: true), count);
        if (test.Shape != train.Shape)
        {
            throw DataException.At(DataException.CountMismatch, File(test: true, labels: false), 8,
                $"expected images of {train.Shape} as in the training set, found {test.Shape}",
                "take all files from the same data set");
        }

        return new ImageDataset(name, count, train, test);
    }

    private string File(bool test, bool labels) =>
        files.FirstOrDefault(file => IsTest(file) == test && HoldsLabels(file) == labels)
        ?? throw new DataException(
            DataException.MissingFile,
            $"`{folder}` holds no {(test ? "test" : "training")} {(labels ? "labels" : "images")}: "
            + $"expected a file such as `{(test ? "t10k" : "train")}-{(labels ? "labels-idx1" : "images-idx3")}-ubyte.gz`",
            "copy all four files of the data set into this folder");

    private static bool LooksLikeIdx(string path)
    {
        var name = Path.GetFileName(path);
        return IsTest(path) is not null && (Has(name, "idx1") || Has(name, "idx3") || HoldsLabels(path) is not null);
    }

    private static bool? IsTest(string path)
    {
        var name = Path.GetFileName(path);
        return Has(name, "t10k") || Has(name, "test") ? true : Has(name, "train") ? false : null;
    }

    private static bool? HoldsLabels(string path)
    {
        var name = Path.GetFileName(path);
        if (Has(name, "labels") || Has(name, "idx1"))
            return true;
        if (Has(name, "images") || Has(name, "idx3"))
            return false;
        return IdxFormat.Recognises(path, labels: true) ? true : IdxFormat.Recognises(path, labels: false) ? false : null;
    }

    private static bool Has(string name, string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);
}
