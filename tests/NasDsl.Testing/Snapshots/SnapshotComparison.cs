using System.Text;

namespace VerifyTests;

/// <summary>Compares every target of a test with its snapshot, writes what differs, and only then fails.</summary>
internal static class SnapshotComparison
{
    /// <summary>The environment variable that makes every received text the new snapshot.</summary>
    public const string AcceptVariable = "NASDSL_ACCEPT";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static readonly AsyncLocal<bool?> Override = new();

    /// <summary>Whether received text becomes the snapshot. The helper's own tests set it for themselves.</summary>
    internal static bool Accepts
    {
        get => Override.Value ?? Environment.GetEnvironmentVariable(AcceptVariable) == "1";
        set => Override.Value = value;
    }

    public static VerifyResult Run(SnapshotNames names, IReadOnlyList<Target> targets)
    {
        var accept = Accepts;
        var pairs = names.PairsOf(targets);
        foreach (var stale in names.Existing("received"))
            File.Delete(stale);

        var failures = new List<string>();
        foreach (var (pair, target) in pairs.Zip(targets))
            if (Compare(pair, target.Data, accept) is { } failure)
                failures.Add(failure);
        foreach (var orphan in names.Existing("verified").Except(pairs.Select(pair => pair.VerifiedPath)))
            if (Remove(orphan, accept) is { } failure)
                failures.Add(failure);

        return failures.Count == 0 ? new VerifyResult(pairs) : throw new VerifyException(MessageOf(names, failures));
    }

    private static string? Compare(FilePair pair, string received, bool accept)
    {
        var verified = File.Exists(pair.VerifiedPath) ? Read(pair.VerifiedPath) : null;
        if (verified is not null && IsSame(verified, received))
            return null;

        Write(accept ? pair.VerifiedPath : pair.ReceivedPath, received);
        return accept ? null : Describe(pair, verified, received);
    }

    // An editor may have ended the snapshot with a newline that the text does not have.
    private static bool IsSame(string verified, string received) =>
        verified == received || (verified.Length == received.Length + 1 && verified == received + "\n");

    private static string? Remove(string orphan, bool accept)
    {
        if (!accept)
            return $"no output belongs to the snapshot {Path.GetFileName(orphan)} any more: delete it";
        File.Delete(orphan);
        return null;
    }

    private static string Describe(FilePair pair, string? verified, string received) =>
        verified is null
            ? $"there is no snapshot {Path.GetFileName(pair.VerifiedPath)} yet; received:\n{received}"
            : SnapshotDiff.Unified(
                Path.GetFileName(pair.VerifiedPath), verified, Path.GetFileName(pair.ReceivedPath), received);

    private static string MessageOf(SnapshotNames names, IEnumerable<string> failures) =>
        $"""
        snapshots differ in {names.Directory}

        {string.Join("\n\n", failures)}

        = help: run the test again with {AcceptVariable}=1 to accept what was received
        """;

    private static string Read(string path) => File.ReadAllText(path, Utf8).ReplaceLineEndings("\n");

    private static void Write(string path, string text)
    {
        if (Path.GetDirectoryName(path) is { } folder)
            Directory.CreateDirectory(folder);
        File.WriteAllText(path, text, Utf8);
    }
}
