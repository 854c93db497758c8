namespace NasDsl.Torch;

/// <summary>A data set that is missing, damaged, or does not fit the network (NAS70xx).</summary>
public sealed class DataException(string code, string message, string? help = null, Exception? cause = null)
    : CodedException(code, message, help, cause)
{
    public const string UnknownDataset = "NAS7001";
    public const string MissingFile = "NAS7002";
    public const string WrongMagic = "NAS7003";
    public const string Truncated = "NAS7004";
    public const string TrailingBytes = "NAS7005";
    public const string CorruptCompression = "NAS7006";
    public const string CountMismatch = "NAS7007";
    public const string LabelOutOfRange = "NAS7008";
    public const string DoesNotFit = "NAS7009";
    public const string BadHeader = "NAS7010";
    public const string TooFewImages = "NAS7011";
    public const string Unreadable = "NAS7012";
    public const string NotUtf8 = "NAS7013";
    public const string TooLittleText = "NAS7014";

    /// <summary>An error at a byte of a file; the offset counts decompressed bytes, as the format's headers do.</summary>
    internal static DataException At(string code, string file, long offset, string problem, string? help = null) =>
        new(code, $"`{file}`, byte {offset}: {problem}", help ?? "copy or download the file again");
}
