using System.Diagnostics;

namespace NasDsl.Benchmarks;

/// <summary>Contenders whose steps alternate, so that all of them see the same machine.</summary>
internal sealed class Contest(IReadOnlyList<Contender> contenders) : IDisposable
{
    /// <summary>One unmeasured step each, beside one another, then rounds until there are enough or the time is up; at least one.</summary>
    public Contest Run(int rounds, TimeSpan limit)
    {
        Parallel.ForEach(contenders, contender => contender.Ask("step"));
        var start = Stopwatch.GetTimestamp();
        var longest = TimeSpan.Zero;
        for (var round = 0; round < rounds && (round == 0 || Stopwatch.GetElapsedTime(start) + longest < limit); round++)
        {
            var begun = Stopwatch.GetTimestamp();
            foreach (var contender in contenders)
                contender.Step();
            var took = Stopwatch.GetElapsedTime(begun);
            longest = took > longest ? took : longest;
        }

        return this;
    }

    public int Rounds => contenders[0].Wall.Count;

    /// <summary>How many times as fast the second contender is as the first, by medians of seconds.</summary>
    public static double Ratio(Contender slow, Contender fast) => Statistics.Median(slow.Wall) / Statistics.Median(fast.Wall);

    /// <summary>The same by time of the processor.</summary>
    public static double ProcessorRatio(Contender slow, Contender fast) =>
        Statistics.Median(slow.Processor) / Statistics.Median(fast.Processor);

    public void Dispose()
    {
        foreach (var contender in contenders)
            contender.Dispose();
    }
}
