using NasDsl.Analysis;

namespace NasDsl.Benchmarks;

/// <summary>The peak memory of a search step beside what the process takes before it, and the compiler's prediction of it.</summary>
internal static class MemoryBenchmark
{
    private const double Megabyte = 1e6;

    public static Report Run(string options)
    {
        Workload[] workloads =
        [
            new(16, Channels: 4, Normals: 1), new(16, Channels: 8, Normals: 1), new(8, Normals: 1), new(16), new(64),
        ];
        return new Report("Peak memory")
            .Say("Megabytes that the process of the search step held at its worst, less those before the first step; read from /proc. The compiler "
                + "predicts `-O0`, without what libraries keep for themselves (about 30 megabytes).")
            .Table(
                ["", "predicted", "`-O0`", "difference", $"`{options}`", "share of `-O0`", "PyTorch"],
                workloads.Select(w => Row(w, options)));
    }

    private static string[] Row(Workload workload, string options)
    {
        // One after the other: the largest takes 10 gigabytes.
        var predicted = Predict(workload);
        var plain = Measure(Contender.NasDsl(workload, Optimizations.Off));
        var optimized = Measure(Contender.NasDsl(workload, options));
        var torch = Contender.HasPyTorch ? Measure(Contender.PyTorch(workload)) : double.NaN;
        return
        [
            workload.ToString(), Report.Number(predicted / Megabyte, "0"), Report.Number(plain / Megabyte, "0"),
            $"{Report.Number(100 * (predicted - plain) / plain, "+0;-0;0")} %", Report.Number(optimized / Megabyte, "0"),
            Report.Number(optimized / plain), Report.Number(torch / Megabyte, "0"),
        ];
    }

    /// <summary>Bytes beyond those before the first step; the weights are among the latter.</summary>
    public static double Predict(Workload workload)
    {
        var space = DartsProgram.Space(workload);
        return PeakMemory.OfSearchStep(space, workload.Batch).Peak - 4.0 * CostModel.Of(space).Parameters;
    }

    private static double Measure(Contender contender)
    {
        using (contender)
        {
            contender.Ask("parameters");
            var before = contender.ResidentMemory();
            contender.Ask("step");
            return contender.PeakMemory() - before;
        }
    }
}
