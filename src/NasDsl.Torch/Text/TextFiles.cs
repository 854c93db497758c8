using System.Text;

namespace NasDsl.Torch;

/// <summary>The plain text of a corpus, in three parts or in one; line ends are LF, whatever the files have.</summary>
/// <param name="Name">what to call it in a message.</param>
/// <param name="Validation">null, like <paramref name="Test"/>, where one text is still to be divided.</param>
public sealed record TextFiles(string Name, string Train, string? Validation, string? Test)
{
    private const int LargestFile = 1 << 30;

    /// <summary>
    /// Reads one file, or a folder: with files for training, validation and test, told by `train`, `valid` and `test` in
    /// their names (`ptb.train.txt`), or with a single text. Files may be gzipped.
    /// </summary>
    /// <exception cref="DataException">a file is missing (NAS7002), unreadable, damaged or no UTF-8 (NAS7013)</exception>
    public static TextFiles Read(string path, string name)
    {
        if (!Directory.Exists(path))
            return new TextFiles(name, Decode(path), null, null);
        string[] files = [.. Directory.EnumerateFiles(path).Where(IsText).Order(StringComparer.Ordinal)];
        var parts = new[] { "train", "valid", "test" }.Select(part => Array.Find(files, file => Has(file, part))).ToArray();
        if (parts is [{ } train, { } valid, { } test])
            return new TextFiles(name, Decode(train), Decode(valid), Decode(test));
        if (files is [var single])
            return new TextFiles(name, Decode(single), null, null);
        throw new DataException(
            DataException.MissingFile,
            $"`{path}` holds no text: expected one file `.txt`, or three with `train`, `valid` and `test` in their names",
            "name a text file, or a folder such as one with `ptb.train.txt`, `ptb.valid.txt` and `ptb.test.txt`");
    }

    private static bool IsText(string path)
    {
        var name = Path.GetFileName(path);
        name = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        return name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".tokens", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Has(string path, string part) =>
        Path.GetFileName(path).Contains(part, StringComparison.OrdinalIgnoreCase);

    private static string Decode(string path)
    {
        using var file = DataFile.OpenRead(path);
        var bytes = file.ReadAll(LargestFile);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF').ReplaceLineEndings("\n");
        }
        catch (DecoderFallbackException cause)
        {
            throw DataException.At(
                DataException.NotUtf8, path, Math.Max(0, cause.Index), "expected text in UTF-8, found bytes that are none",
                "convert the file, such as by `iconv -f latin1 -t utf-8`");
        }
    }
}
