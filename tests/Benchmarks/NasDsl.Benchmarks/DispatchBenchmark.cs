namespace NasDsl.Benchmarks;

/// <summary>What calling one operation costs beside its work, against Python.</summary>
internal static class DispatchBenchmark
{
    private const int Rounds = 7;

    public static Report Run()
    {
        var workload = new Workload();
        List<Contender> contenders = [Contender.NasDsl(workload, Optimizations.Off)];
        if (Contender.HasPyTorch)
            contenders.Add(Contender.PyTorch(workload));
        using var contest = new Contest(contenders);
        var nanoseconds = contenders.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < Rounds; round++)
            for (var i = 0; i < contenders.Count; i++)
                nanoseconds[i].Add(contenders[i].AskNumber("dispatch 50000"));
        string[] names = ["C#", "Python"];
        return new Report("Calling an operation")
            .Say($"The sum of two tensors of four elements, its result freed: median of {Rounds} alternating runs of 50,000.")
            .Table(["", "one call"], nanoseconds.Select((n, i) => (string[])[names[i], $"{Report.Number(Statistics.Median(n) / 1000)} microseconds"]));
    }
}
