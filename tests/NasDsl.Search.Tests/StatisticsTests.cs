using NasDsl.Search;

namespace NasDsl.Tests.Search;

public class StatisticsTests
{
    private static readonly double[] First = [27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4];
    private static readonly double[] Second = [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5, 24.4];

    /// <summary>t = -2.7078, 26.95 degrees of freedom.</summary>
    [Fact]
    public void Welchs_test()
    {
        var (a, b) = (SampleStatistics.Of(First), SampleStatistics.Of(Second));
        Assert.Equal(20.82, a.Mean, 10);
        Assert.Equal(SignificanceTest.Welch(a, b), SignificanceTest.Welch(b, a), 12);
        Assert.InRange(SignificanceTest.Welch(a, b), 0.001, 0.02);
        Assert.Equal(1, SignificanceTest.Welch(a, a), 12);
        Assert.True(double.IsNaN(SignificanceTest.Welch(a, SampleStatistics.Of([1]))));
    }

    /// <summary>Against the exact distribution of U, by all ways to choose 5 of 10 ranks.</summary>
    [Fact]
    public void Mann_and_Whitneys_test_is_near_the_exact_one()
    {
        double[] a = [1, 2, 3, 5, 7], b = [4, 6, 8, 9, 10];
        double extreme = 0, all = 0;
        for (var mask = 0; mask < 1 << 10; mask++)
        {
            if (System.Numerics.BitOperations.PopCount((uint)mask) != 5)
                continue;
            all++;
            var sum = Enumerable.Range(0, 10).Where(i => (mask >> i & 1) == 1).Sum(i => i + 1);
            extreme += Math.Abs(sum - 27.5) >= Math.Abs(18 - 27.5) ? 1 : 0;
        }
        Assert.Equal(extreme / all, SignificanceTest.MannWhitney(a, b), 0.02);
        Assert.Equal(1, SignificanceTest.MannWhitney([1, 1], [1, 1]));
    }

    [Fact]
    public void The_deviation_is_that_of_a_sample()
    {
        var statistics = SampleStatistics.Of([1, 2, 3, 4]);
        Assert.Equal((4, 2.5), (statistics.Count, statistics.Mean));
        Assert.Equal(Math.Sqrt(5.0 / 3), statistics.Deviation, 12);
    }
}
