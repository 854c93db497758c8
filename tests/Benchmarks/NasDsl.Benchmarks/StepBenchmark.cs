using System.Text.Json;

namespace NasDsl.Benchmarks;

/// <summary>A whole search step against hand-written PyTorch and against the supernet without the optimizer.</summary>
internal static class StepBenchmark
{
    private const string Plain = "-O0", Torch = "PyTorch", LastChannels = "PyTorch, channels last";

    private static readonly TimeSpan OneLine = TimeSpan.FromSeconds(70), Section = TimeSpan.FromMinutes(4);

    /// <summary>One line for one workload, within two minutes at batch 16.</summary>
    public static string Line(Workload workload, string options, bool json)
    {
        // With the channels last PyTorch is in the table; here it would cost a round.
        var measured = Compare(workload, options, [Plain, Torch], rounds: 5, OneLine);
        if (!measured.Others.ContainsKey(Torch))
            Console.Error.WriteLine("note: python3-torch is not installed: nothing to compare with but -O0");
        if (!json)
            return $"{workload}: {options} {Report.Number(measured.Seconds)} s, "
                + string.Join(", ", measured.Others.Select(o => $"{o.Key} {Report.Number(o.Value.Seconds)} s"));
        return JsonSerializer.Serialize(new
        {
            workload = workload.ToString(),
            rounds = measured.Rounds,
            seconds = Rounded(measured.Seconds),
            ratio_vs_pytorch = Rounded(measured.Of(Torch)?.Ratio),
            ratio_vs_O0 = Rounded(measured.Of(Plain)?.Ratio),
            processor_ratio_vs_pytorch = Rounded(measured.Of(Torch)?.ProcessorRatio),
            processor_ratio_vs_O0 = Rounded(measured.Of(Plain)?.ProcessorRatio),
            allocator = Contender.Settings,
        });
    }

    public static Report Run(string options)
    {
        var report = new Report("The search step").Say(
            "A whole first-order step of examples/darts.nas (architecture step and weight step), seconds as medians of alternating steps of "
            + $"processes that stay alive; {Contender.Settings}. PyTorch is tests/Benchmarks/reference/darts_supernet.py on the same libtorch. "
            + "A ratio says how many times as fast the optimized supernet is; in brackets by time of the processor. At batch 64 each row's "
            + "ratios are from pairs of processes, one after the other: together they would not fit into memory.");
        if (!Contender.HasPyTorch)
            report.Say("python3-torch was not installed: PyTorch was not measured.");
        Workload[] workloads = [new(16, 1), new(16, 2), new(64, 1), new(64, 2)];
        return report.Table(
            ["batch", "threads", $"`{options}`", "`-O0`", Torch, LastChannels, "ratio to PyTorch", "to channels last", "to `-O0`", "rounds"],
            workloads.Select(workload => Row(workload, options)));
    }

    private static string[] Row(Workload workload, string options)
    {
        var measured = Compare(workload, options, [Plain, Torch, LastChannels], rounds: 3, Section);
        string[] others = [Plain, Torch, LastChannels], ratios = [Torch, LastChannels, Plain];
        return
        [
            $"{workload.Batch}", $"{workload.Threads}", $"{Report.Number(measured.Seconds)} s",
            .. others.Select(o => measured.Of(o) is { } other ? $"{Report.Number(other.Seconds)} s" : ""),
            .. ratios.Select(o => measured.Of(o) is { } other ? $"{Report.Number(other.Ratio)} ({Report.Number(other.ProcessorRatio)})" : ""),
            $"{measured.Rounds}",
        ];
    }

    /// <param name="Ratio">How many times as fast the optimized supernet is, by medians of seconds.</param>
    /// <param name="ProcessorRatio">The same by time of the processor.</param>
    private readonly record struct Other(double Seconds, double Ratio, double ProcessorRatio);

    private sealed record Comparison(double Seconds, int Rounds, Dictionary<string, Other> Others)
    {
        public Other? Of(string name) => Others.TryGetValue(name, out var other) ? other : null;
    }

    /// <summary>Small steps all together, large ones in pairs: four processes would need more than 25 gigabytes at batch 64.</summary>
    private static Comparison Compare(Workload workload, string options, IEnumerable<string> names, int rounds, TimeSpan limit)
    {
        string[] others = [.. names.Where(n => n == Plain || Contender.HasPyTorch)];
        string[][] groups = workload.Batch > 16 ? [.. others.Select(o => new[] { o })] : [others];
        var (result, seconds, least) = (new Dictionary<string, Other>(StringComparer.Ordinal), new List<double>(), int.MaxValue);
        foreach (var group in groups)
        {
            var fast = Contender.NasDsl(workload, options);
            Contender[] slow = [.. group.Select(name => Start(name, workload))];
            using var contest = new Contest([fast, .. slow]).Run(rounds, limit / groups.Length);
            foreach (var (name, contender) in group.Zip(slow))
                result[name] = new Other(
                    Statistics.Median(contender.Wall), Contest.Ratio(contender, fast), Contest.ProcessorRatio(contender, fast));
            seconds.AddRange(fast.Wall);
            least = Math.Min(least, contest.Rounds);
        }

        return new Comparison(Statistics.Median(seconds), least, result);
    }

    private static Contender Start(string name, Workload workload) => name == Plain
        ? Contender.NasDsl(workload, Optimizations.Off)
        : Contender.PyTorch(workload, channelsLast: name == LastChannels);

    /// <summary>How many times as fast the second contender is, in brackets by time of the processor.</summary>
    public static string Ratio(Contender slow, Contender fast) =>
        $"{Report.Number(Contest.Ratio(slow, fast))} ({Report.Number(Contest.ProcessorRatio(slow, fast))})";

    private static double? Rounded(double? value) => value is { } number && double.IsFinite(number) ? Math.Round(number, 3) : null;
}
