using System.Text.Json;

namespace NasDsl.Benchmarks;

/// <summary>A whole search step against hand-written PyTorch and against the supernet without the optimizer.</summary>
internal static class StepBenchmark
{
    private static readonly TimeSpan OneLine = TimeSpan.FromSeconds(70), Section = TimeSpan.FromMinutes(5);

    /// <summary>One line for one workload, within two minutes.</summary>
    public static string Line(Workload workload, string options, bool json)
    {
        // With the channels last PyTorch is in the table; here it would cost a round.
        var (contenders, rounds) = Compare(workload, options, rounds: 5, OneLine, withChannelsLast: false);
        var (fast, plain) = (contenders[0], contenders[1]);
        var torch = contenders.Skip(2).ToArray();
        if (torch.Length == 0)
            Console.Error.WriteLine("note: python3-torch is not installed: nothing to compare with but -O0");
        if (!json)
            return $"{workload}: " + string.Join(", ", contenders.Select(c => $"{c.Name} {Report.Number(Statistics.Median(c.Wall))} s"));
        return JsonSerializer.Serialize(new
        {
            workload = workload.ToString(),
            rounds,
            seconds = Rounded(Statistics.Median(fast.Wall)),
            ratio_vs_pytorch = torch.Length > 0 ? Rounded(Contest.Ratio(torch[0], fast)) : null,
            ratio_vs_O0 = Rounded(Contest.Ratio(plain, fast)),
            processor_ratio_vs_pytorch = torch.Length > 0 ? Rounded(Contest.ProcessorRatio(torch[0], fast)) : null,
            processor_ratio_vs_O0 = Rounded(Contest.ProcessorRatio(plain, fast)),
            allocator = Contender.Settings,
        });
    }

    public static Report Run(string options)
    {
        var report = new Report("The search step").Say(
            "A whole first-order step of examples/darts.nas (architecture step and weight step), seconds as medians of alternating steps of "
            + $"processes that stay alive; {Contender.Settings}. PyTorch is tests/Benchmarks/reference/darts_supernet.py on the same libtorch. "
            + "A ratio says how many times as fast the optimized supernet is; in brackets by time of the processor.");
        if (!Contender.HasPyTorch)
            report.Say("python3-torch was not installed: PyTorch was not measured.");
        Workload[] workloads = [new(16, 1), new(16, 2), new(64, 1), new(64, 2)];
        return report.Table(
            ["batch", "threads", $"`{options}`", "`-O0`", "PyTorch", "PyTorch, channels last", "ratio to PyTorch", "to channels last", "to `-O0`", "rounds"],
            workloads.Select(workload => Row(workload, options)));
    }

    private static string[] Row(Workload workload, string options)
    {
        var (contenders, rounds) = Compare(workload, options, rounds: 3, Section);
        Contender? Torch(int index) => contenders.ElementAtOrDefault(2 + index);
        return
        [
            $"{workload.Batch}", $"{workload.Threads}", Seconds(contenders[0]), Seconds(contenders[1]), Seconds(Torch(0)), Seconds(Torch(1)),
            Ratio(Torch(0), contenders[0]), Ratio(Torch(1), contenders[0]), Ratio(contenders[1], contenders[0]), $"{rounds}",
        ];
    }

    private static (IReadOnlyList<Contender> Contenders, int Rounds) Compare(
        Workload workload, string options, int rounds, TimeSpan limit, bool withChannelsLast = true)
    {
        List<Contender> contenders = [Contender.NasDsl(workload, options), Contender.NasDsl(workload, Optimizations.Off)];
        if (Contender.HasPyTorch)
            contenders.Add(Contender.PyTorch(workload));
        if (Contender.HasPyTorch && withChannelsLast)
            contenders.Add(Contender.PyTorch(workload, channelsLast: true));
        using var contest = new Contest(contenders).Run(rounds, limit);
        return (contenders, contest.Rounds);
    }

    private static string Seconds(Contender? contender) => contender is null ? "" : $"{Report.Number(Statistics.Median(contender.Wall))} s";

    public static string Ratio(Contender? slow, Contender fast) => slow is null
        ? ""
        : $"{Report.Number(Contest.Ratio(slow, fast))} ({Report.Number(Contest.ProcessorRatio(slow, fast))})";

    private static double? Rounded(double value) => double.IsFinite(value) ? Math.Round(value, 3) : null;
}
