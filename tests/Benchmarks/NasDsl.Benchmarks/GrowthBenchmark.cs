namespace NasDsl.Benchmarks;

/// <summary>Whether the gain holds for other depths and batches.</summary>
internal static class GrowthBenchmark
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static Report Run(string options)
    {
        Workload[] workloads =
        [
            new(Normals: 1), new(Normals: 2), new(Normals: 5), new(Batch: 8), new(Batch: 32), new(Batch: 64),
        ];
        return new Report("Growth")
            .Say("The same step, one thread, by depth and batch. `N` normal cells before, between and after the two reductions make 3 N + 2 cells.")
            .Table(["cells", "batch", $"`{options}`", "per image", "ratio to `-O0`"], workloads.Select(w => Row(w, options)));
    }

    private static string[] Row(Workload workload, string options)
    {
        Contender[] contenders = [Contender.NasDsl(workload, options), Contender.NasDsl(workload, Optimizations.Off)];
        using var contest = new Contest(contenders).Run(3, Limit);
        var seconds = Statistics.Median(contenders[0].Wall);
        return
        [
            $"{workload.Cells}", $"{workload.Batch}", $"{Report.Number(seconds)} s", $"{Report.Number(1000 * seconds / workload.Batch, "0")} ms",
            StepBenchmark.Ratio(contenders[1], contenders[0]),
        ];
    }
}
