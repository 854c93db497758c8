namespace VerifyTests;

/// <summary>One text to be compared with a snapshot.</summary>
public readonly struct Target
{
    /// <param name="extension">The file's extension, without a dot.</param>
    /// <param name="data">The text; its line ends become <c>\n</c>.</param>
    /// <param name="name">Tells targets of one test apart: <c>Class.Method#name.verified.ext</c>.</param>
    public Target(string extension, string data, string? name = null)
    {
        if (extension.Length == 0 || extension.Contains('.'))
            throw new ArgumentException($"an extension has no dot and is not empty, but is `{extension}`", nameof(extension));

        Extension = extension;
        Data = data.ReplaceLineEndings("\n");
        Name = name is null ? null : FileNames.Clean(name);
    }

    /// <summary>The file's extension, without a dot.</summary>
    public string Extension { get; }

    /// <summary>The name after <c>#</c> in the file's name, if any.</summary>
    public string? Name { get; }

    internal string Data { get; }
}

/// <summary>The files of one comparison.</summary>
/// <param name="Extension">The extension, without a dot.</param>
/// <param name="ReceivedPath">Where the text goes if it differs.</param>
/// <param name="VerifiedPath">The snapshot.</param>
internal readonly record struct FilePair(string Extension, string ReceivedPath, string VerifiedPath);

/// <summary>What a successful verification compared with.</summary>
public sealed class VerifyResult
{
    internal VerifyResult(IReadOnlyList<FilePair> pairs) => Files = pairs.Select(pair => pair.VerifiedPath).ToArray();

    /// <summary>The paths of the snapshots.</summary>
    public IEnumerable<string> Files { get; }
}

/// <summary>Says what differs, and how.</summary>
internal sealed class VerifyException(string message) : Exception(message)
{
    // The place in this helper tells nobody anything; the message names the test's file.
    public override string StackTrace => "";
}
