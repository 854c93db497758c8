namespace NasDsl.Benchmarks;

/// <summary>How fast a long file is checked.</summary>
internal static class CheckBenchmark
{
    private static readonly int[] Lines = [1_000, 2_500, 5_000, 10_000];

    public static Report Run()
    {
        GeneratedProgram.Warm(emits: false);
        return new Report("Checking a long file")
            .Say("Reading, binding and every diagnostic of a file of one line for each declaration, in a warm process.")
            .Table(
                ["lines", "time", "time of the processor", "lines a second of it"],
                Lines.Select(Row));
    }

    private static string[] Row(int lines)
    {
        var (wall, processor) = GeneratedProgram.Measure(lines - GeneratedProgram.FrameLines, emits: false);
        return
        [
            $"{lines:N0}", $"{Report.Number(1000 * wall, "0.0")} ms", $"{Report.Number(1000 * processor, "0.0")} ms", $"{lines / processor:N0}",
        ];
    }
}
