using NasDsl.Analysis;

namespace NasDsl.Benchmarks;

/// <summary>How much of the machine's speed at multiplying matrices a search step uses.</summary>
internal static class PeakBenchmark
{
    /// <summary>
    /// Passes over the network whose multiply-accumulates a step cannot do without: forward twice, the gradients of inputs
    /// twice, those of weights once.
    /// </summary>
    private const int Passes = 5;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public static Report Run(string options)
    {
        var workload = new Workload();
        var macs = CostModel.Of(DartsProgram.Space(workload)).Macs;
        List<Contender> contenders = [Contender.NasDsl(workload, options), Contender.NasDsl(workload, Optimizations.Off)];
        if (Contender.HasPyTorch)
            contenders.Add(Contender.PyTorch(workload));
        using var contest = new Contest(contenders).Run(2, Limit);
        var peak = contenders.Max(c => c.AskNumber("sgemm"));
        var work = 2.0 * Passes * macs * workload.Batch / 1e9;
        return new Report("Share of the machine's speed")
            .Say($"{workload}: {Report.Number(macs / 1e6, "0")} million multiply-accumulates an image and pass, {Passes} passes a step. A product of two 1024 x "
                + $"1024 matrices runs at {Report.Number(peak, "0")} GFLOP/s on one thread, the best of the processes.")
            .Table(["", "seconds", "GFLOP/s", "share"], contenders.Select(c => Row(c, work, peak)));
    }

    private static string[] Row(Contender contender, double work, double peak)
    {
        var seconds = Statistics.Median(contender.Wall);
        return
        [
            contender.Name, Report.Number(seconds), Report.Number(work / seconds, "0.0"), $"{Report.Number(100 * work / seconds / peak, "0.0")} %",
        ];
    }
}
