namespace NasDsl.Benchmarks;

/// <summary>What each pass is worth: the step without it alone, and with it and those before it alone.</summary>
internal static class PassBenchmark
{
    private static readonly Workload Small = new(Batch: 16, Normals: 1);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1.5);

    public static Report Run()
    {
        var report = new Report("Each pass").Say(
            $"{Small}; steps of four processes in turns for each line. How many times as slow the step gets without that pass, and how many times as fast as `-O0` it is with the passes down to "
            + "that line; in brackets by time of the processor.");
        if (Optimizations.Passes.Count == 0)
            return report.Say("The compiler has no pass that can be switched off.");

        return report.Table(
            ["pass", "slower without it", "cumulative"],
            Optimizations.Passes.Select((pass, i) => Row(pass, Optimizations.Passes.Skip(i + 1))));
    }

    /// <summary>Four processes at a time: those of all passes would not fit into memory together.</summary>
    private static string[] Row(string pass, IEnumerable<string> later)
    {
        var (all, without) = (Contender.NasDsl(Small, Optimizations.On), Contender.NasDsl(Small, Optimizations.Without([pass])));
        var (none, upTo) = (Contender.NasDsl(Small, Optimizations.Off), Contender.NasDsl(Small, Optimizations.Without(later)));
        using var contest = new Contest([all, without, none, upTo]).Run(3, Limit);
        return [$"`{pass}`", StepBenchmark.Ratio(without, all), StepBenchmark.Ratio(none, upTo)];
    }
}
