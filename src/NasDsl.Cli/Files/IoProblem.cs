namespace NasDsl.Cli.Files;

/// <summary>Says in a few words why the operating system refused.</summary>
internal static class IoProblem
{
    // errno of Linux and macOS, and the HRESULTs that Windows gives for the same.
    private const int NoSpace = 28, ReadOnly = 30, NameTooLong = 36, Quota = 122, TooManySymbolicLinks = 40;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Whether opening or writing a file can fail with it.</summary>
    public static bool Is(Exception e) => e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    public static string Of(Exception e) => e switch
    {
        UnauthorizedAccessException => "permission denied",
        DirectoryNotFoundException => "the folder does not exist",
        FileNotFoundException => "the file does not exist",
        PathTooLongException => "the name is too long",
        ArgumentException or NotSupportedException => "the name is not valid",
        _ => OfCode(e),
    };

    private static string OfCode(Exception e) => e.HResult switch
    {
        NoSpace or WindowsDiskFull => "the disk is full",
        Quota => "the disk quota is used up",
        ReadOnly => "the file system is read-only",
        NameTooLong => "the name is too long",
        TooManySymbolicLinks => "too many symbolic links",
        _ => Shorten(e.Message),
    };

    /// <summary>The first sentence without the path, which the message around it names.</summary>
    private static string Shorten(string message)
    {
        var sentence = message.Split('\n', 2)[0].Split(" : ", 2)[0].TrimEnd('.', ' ');
        return sentence.Length == 0 ? "the operating system refuses" : $"{char.ToLowerInvariant(sentence[0])}{sentence[1..]}";
    }
}
