using System.Text;

namespace NasDsl.Cli;

/// <summary>All that a run of `nasc` knows of the world around it, so that a test can take its place.</summary>
/// <param name="Out">Artefacts.</param>
/// <param name="Error">Everything else.</param>
/// <param name="WorkingDirectory">Where relative paths start.</param>
public sealed record Terminal(TextWriter Out, TextWriter Error, TextReader In, string WorkingDirectory)
{
    /// <summary>Whether a person watches <see cref="Error"/>: it then shows colours and a live progress bar.</summary>
    public bool IsInteractive { get; init; }

    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Colours, unless `NO_COLOR` is set (https://no-color.org).</summary>
    public bool HasColors => IsInteractive && string.IsNullOrEmpty(Environment("NO_COLOR")) && Environment("TERM") != "dumb";

    public bool IsDebugging => Environment("NASC_DEBUG") == "1";

    /// <summary>The terminal of this process. Streams are opened on first use, because not every command needs each.</summary>
    public static Terminal OfProcess() => new(
        new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), bufferSize: 16 * 1024) { NewLine = "\n" },
        new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { NewLine = "\n", AutoFlush = true },
        new LazyInput(),
        System.Environment.CurrentDirectory)
    {
        IsInteractive = !Console.IsErrorRedirected,
    };

    /// <summary>A path as the file system takes it; as given wherever that is the same.</summary>
    public string PathOf(string path) =>
        Path.IsPathRooted(path) || WorkingDirectory == System.Environment.CurrentDirectory
            ? path
            : Path.Combine(WorkingDirectory, path);

    /// <summary>Standard input, opened when something is read from it.</summary>
    private sealed class LazyInput : TextReader
    {
        private readonly Lazy<StreamReader> reader = new(
            () => new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false, throwOnInvalidBytes: true)));

        public override int Read(char[] buffer, int index, int count) => reader.Value.Read(buffer, index, count);

        public override int Read() => reader.Value.Read();

        public override int Peek() => reader.Value.Peek();
    }
}
