namespace NasDsl.Benchmarks;

/// <summary>What each pass is worth: the step without it alone, and with it and those before it alone.</summary>
internal static class PassBenchmark
{
    private static readonly Workload Small = new(Batch: 16, Normals: 1);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    public static Report Run()
    {
        var report = new Report("Each pass").Say(
            $"{Small}. How many times as slow the step gets without that pass, and how many times as fast as `-O0` it is with the passes down to "
            + "that line; in brackets by time of the processor.");
        if (Optimizations.Passes.Count == 0)
            return report.Say("The compiler has no pass that can be switched off.");

        var all = Contender.NasDsl(Small, Optimizations.On);
        var none = Contender.NasDsl(Small, Optimizations.Off);
        var without = Optimizations.Passes.Select(p => Contender.NasDsl(Small, Optimizations.Without([p]))).ToArray();
        // The last of them would be `all`.
        var upTo = Optimizations.Passes.Select((_, i) => Optimizations.Passes.Skip(i + 1).ToArray()).SkipLast(1)
            .Select(rest => Contender.NasDsl(Small, Optimizations.Without(rest))).Append(all).ToArray();
        using var contest = new Contest([none, .. without, .. upTo]).Run(3, Limit);
        return report.Table(
            ["pass", "slower without it", "cumulative"],
            Optimizations.Passes.Select((pass, i) => (string[])
                [$"`{pass}`", StepBenchmark.Ratio(without[i], all), StepBenchmark.Ratio(none, upTo[i])]));
    }
}
