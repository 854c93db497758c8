using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace VerifyTests;

/// <summary>Derives the files of a test's snapshots from its source, class, method and settings.</summary>
internal sealed class SnapshotNames
{
    private static readonly ConcurrentDictionary<string, bool> Used = new(StringComparer.Ordinal);

    private readonly string prefix;

    public SnapshotNames(string sourceFile, Type? type, MethodInfo method, VerifySettings settings)
    {
        var beside = Path.GetDirectoryName(sourceFile);
        if (!System.IO.Directory.Exists(beside))
            throw new InvalidOperationException($"the tests were built from `{beside}`, which is gone: build them again");

        Directory = Path.GetFullPath(Path.Combine(beside, settings.Directory ?? ""));
        prefix = settings.FileName ?? NameOf(type, method, settings);
        if (!settings.UniquePrefixDisabled && !Used.TryAdd(Path.Combine(Directory, prefix), true))
            throw new InvalidOperationException(
                $"the snapshot `{prefix}` was already used in this run: a theory needs `UseParameters` or " +
                "`UseTextForParameters`, and a test with several outputs verifies them as a list of `Target`");
    }

    /// <summary>The folder of the snapshots, absolute.</summary>
    public string Directory { get; }

    /// <summary>The files of the targets. Several with one name and extension are numbered from <c>00</c>.</summary>
    public IReadOnlyList<FilePair> PairsOf(IReadOnlyList<Target> targets)
    {
        var counts = targets.CountBy(target => (target.Name, target.Extension)).ToDictionary();
        var indices = new Dictionary<(string? Name, string Extension), int>();
        return targets.Select(target =>
        {
            var key = (target.Name, target.Extension);
            if (counts[key] == 1)
                return PairOf(target.Name is null ? prefix : $"{prefix}#{target.Name}", target.Extension);

            var index = indices[key] = indices.TryGetValue(key, out var last) ? last + 1 : 0;
            var stem = target.Name is null ? $"{prefix}#" : $"{prefix}#{target.Name}.";
            return PairOf(stem + index.ToString("D2", CultureInfo.InvariantCulture), target.Extension);
        }).ToArray();
    }

    /// <summary>The files of this test with the marker: <c>verified</c> or <c>received</c>.</summary>
    public IReadOnlyList<string> Existing(string marker)
    {
        if (!System.IO.Directory.Exists(Directory))
            return [];

        return System.IO.Directory.EnumerateFiles(Directory)
            .Where(path => IsOfThisTest(Path.GetFileName(path), marker))
            .Order(StringComparer.Ordinal)
            .ToArray();
    }

    private bool IsOfThisTest(string name, string marker) =>
        name.StartsWith($"{prefix}.{marker}.", StringComparison.Ordinal) ||
        (name.StartsWith($"{prefix}#", StringComparison.Ordinal) &&
            name.Contains($".{marker}.", StringComparison.Ordinal));

    private FilePair PairOf(string stem, string extension) => new(
        extension,
        Path.Combine(Directory, $"{stem}.received.{extension}"),
        Path.Combine(Directory, $"{stem}.verified.{extension}"));

    private static string NameOf(Type? type, MethodInfo method, VerifySettings settings)
    {
        var name = new StringBuilder()
            .Append(settings.TypeName ?? TypeNameOf(type))
            .Append('.')
            .Append(settings.MethodName ?? method.Name);
        if (settings.ParametersText is not null)
            return name.Append('_').Append(settings.ParametersText).ToString();

        var parameters = method.GetParameters();
        var values = settings.Parameters ?? [];
        if (values.Length > parameters.Length)
            throw new InvalidOperationException(
                $"`{method.Name}` has {parameters.Length} parameters, but `UseParameters` got {values.Length}");
        foreach (var (parameter, value) in parameters.Zip(values))
            name.Append('_').Append(parameter.Name).Append('=').Append(FileNames.Clean(TextOf(value)));
        return name.ToString();
    }

    private static string TypeNameOf(Type? type) =>
        type is { IsNested: true, ReflectedType: { } outer } ? $"{outer.Name}.{type.Name}" : type?.Name ?? "";

    private static string TextOf(object? value) => value switch
    {
        null => "null",
        string text => text,
        IEnumerable list => string.Join(',', list.Cast<object?>().Select(TextOf)) is { Length: > 0 } items ? items : "[]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "null",
    };
}

/// <summary>Names that every file system takes.</summary>
internal static class FileNames
{
    private static readonly HashSet<char> Invalid = ['"', '\\', '<', '>', '|', ':', '*', '?', '/'];

    /// <summary>The name with every character that some file system refuses as a dash.</summary>
    public static string Clean(string name) =>
        string.Concat(name.Select(c => c < ' ' || Invalid.Contains(c) ? '-' : c));
}
