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
        string[] head = ["", "`-O0`", $"`{options}`", "share of `-O0`", $"`{Recomputing(options)}`", "share of `-O0`", "PyTorch"];
        return new Report("Peak memory")
            .Say("Megabytes that the process of the search step held at its worst, less those before the first step; read from /proc. The compiler "
                + "predicts each, without what libraries keep for themselves (about 30 megabytes); the prediction is in brackets.")
            .Table(head, workloads.Select(w => Row(w, options, mapsTensors: false)))
            .Say("The same where every tensor of half a megabyte has a mapping of its own, which is gone when it is freed: what lives at once, "
                + "without the gaps that the C library's heap has between it, and which differ from run to run.")
            .Table(head, [Row(workloads[^1], options, mapsTensors: true)]);
    }

    private static string Megabytes(double bytes) => Report.Number(bytes / Megabyte, "0");

    /// <summary>One line for one workload and one supernet.</summary>
    public static string Line(Workload workload, string options)
    {
        var measured = Measure(Contender.NasDsl(workload, options));
        return $"{workload}: {options} {Megabytes(measured)} MB, predicted {Megabytes(Predict(workload, options))} MB";
    }

    private static string[] Row(Workload workload, string options, bool mapsTensors)
    {
        // One after the other: the largest takes 10 gigabytes.
        var (plain, optimized, recomputed) = (Of(Optimizations.Off), Of(options), Of(Recomputing(options)));
        var torch = Contender.HasPyTorch ? Measure(Contender.PyTorch(workload, mapsTensors: mapsTensors)) : double.NaN;
        return
        [
            workload.ToString(), Beside(plain, Optimizations.Off), Beside(optimized, options), Report.Number(optimized / plain),
            Beside(recomputed, Recomputing(options)), Report.Number(recomputed / plain), Megabytes(torch),
        ];

        double Of(string measuredOptions) => Measure(Contender.NasDsl(workload, measuredOptions, mapsTensors));

        string Beside(double measured, string measuredOptions) => $"{Megabytes(measured)} ({Megabytes(Predict(workload, measuredOptions))})";
    }

    private static string Recomputing(string options) =>
        options.Contains(Optimizations.RecomputingCells, StringComparison.Ordinal) ? options : $"{options} {Optimizations.RecomputingCells}";

    /// <summary>Bytes beyond those before the first step; the weights are among the latter.</summary>
    public static double Predict(Workload workload, string options)
    {
        var space = DartsProgram.Space(workload);
        return PeakMemory.OfSearchStep(space, workload.Batch, Optimizations.Parse(options)).Peak - 4.0 * CostModel.Of(space).Parameters;
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
