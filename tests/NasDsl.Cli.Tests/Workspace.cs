using System.Text;

namespace NasDsl.Cli.Tests;

/// <summary>A folder that lives as long as a test, in which `nasc` runs.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly Dictionary<string, string?> environment = new(StringComparer.Ordinal);

    public string Folder { get; } = Directory.CreateTempSubdirectory("nasc-").FullName;

    /// <summary>The absolute path of a file in the folder.</summary>
    public string this[string name] => Path.Combine(Folder, name);

    public Workspace With(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name]) ?? Folder);
        File.WriteAllText(this[name], text, new UTF8Encoding(false));
        return this;
    }

    public Workspace With(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name]) ?? Folder);
        File.WriteAllBytes(this[name], content);
        return this;
    }

    public Workspace WithEnvironment(string name, string? value)
    {
        environment[name] = value;
        return this;
    }

    public string Read(string name) => File.ReadAllText(this[name]);

    public bool Has(string name) => Path.Exists(this[name]);

    /// <summary>Every file in the folder, relative and sorted.</summary>
    public IReadOnlyList<string> Files =>
    [
        .. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Folder, f)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Runs `nasc` in this process.</summary>
    public CliResult Run(params string[] arguments) => Run(input: "", arguments);

    public CliResult Run(string input, string[] arguments, bool isInteractive = false, CancellationToken cancellation = default)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(output, error, new StringReader(input), Folder)
        {
            IsInteractive = isInteractive,
            Environment = name => environment.TryGetValue(name, out var value)
                ? value
                : name is "NO_COLOR" or "NASC_DEBUG" ? null : Environment.GetEnvironmentVariable(name),
        };
        var code = NascApplication.Run(arguments, terminal, cancellation);
        return new CliResult(code, output.ToString(), error.ToString());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
