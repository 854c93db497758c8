using System.Globalization;

namespace NasDsl.Benchmarks;

/// <summary>A search step to be timed: examples/darts.nas with `N` normal cells between reductions, on CIFAR-10's shape.</summary>
internal sealed record Workload(int Batch = 16, int Threads = 1, int Channels = 16, int Normals = 2)
{
    /// <summary>Normal cells before, between and after two reduction cells.</summary>
    public int Cells => 3 * Normals + 2;

    public IEnumerable<string> Arguments =>
    [
        "--batch", Text(Batch), "--threads", Text(Threads), "--channels", Text(Channels), "--normals", Text(Normals),
    ];

    /// <summary>Reads what <see cref="Arguments"/> wrote.</summary>
    public static Workload Parse(CommandLine line) => new(
        line.Number("--batch", 16), line.Number("--threads", 1), line.Number("--channels", 16), line.Number("--normals", 2));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"C {Channels}, {Cells} cells, batch {Batch}, {Threads} {(Threads == 1 ? "thread" : "threads")}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
