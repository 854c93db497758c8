namespace NasDsl.Benchmarks;

/// <summary>How long the compiler takes for files of growing size, in one process that is warm.</summary>
internal static class CompileBenchmark
{
    private static readonly int[] Sizes = [10, 100, 1_000, 10_000];

    public static Report Run()
    {
        GeneratedProgram.Warm(emits: true);
        return new Report("Compile time by size")
            .Say("From the text of a program to the C# of its supernet, optimizer included, in a warm process: a file of declared operations, each used once. "
                + "The whole process, start included, is what `tests/Benchmarks/startup.sh` measures.")
            .Table(
                ["declarations", "time", "time of the processor", "of it for each declaration"],
                Sizes.Select(Row));
    }

    private static string[] Row(int size)
    {
        var (wall, processor) = GeneratedProgram.Measure(size, emits: true);
        return
        [
            $"{size:N0}", $"{Report.Number(1000 * wall, "0.0")} ms", $"{Report.Number(1000 * processor, "0.0")} ms",
            $"{Report.Number(1e6 * processor / size, "0")} microseconds",
        ];
    }
}
