using NasDsl.Analysis;
using NasDsl.IR;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Analysis;

public class ArchitectureSamplerTests
{
    /// <summary>Choosing paths evenly would give `pool` a third of the draws; it is one architecture of twelve.</summary>
    private static readonly SearchSpace Conditional = Space(
        One("kind", null, "conv", "pool", "mix"),
        One("kind.kernel", new DecisionCondition("kind", "conv"), "3", "5", "7"),
        Subset("kind.of", 1, 2, new DecisionCondition("kind", "mix"), "a", "b", "c"),
        One("kind.of.a", new DecisionCondition("kind.of", "a"), "none", "x", "y"));

    [Fact]
    public void Every_architecture_is_equally_likely()
    {
        var all = RandomSpaces.Enumerate(Conditional).ToList();
        var sampler = ArchitectureSampler.For(Conditional, seed: 7);
        const int draws = 13_000;
        var counts = all.ToDictionary(a => a, _ => 0);
        for (var i = 0; i < draws; i++)
            counts[sampler.Next()]++;

        var expected = (double)draws / all.Count;
        var chiSquare = counts.Values.Sum(c => (c - expected) * (c - expected) / expected);

        Assert.Equal(3 + 1 + (2 + 1 + 1 + 2 + 2 + 1), all.Count);
        Assert.InRange(chiSquare, 0, 32.9); // the 0.1% quantile for 12 degrees of freedom
    }

    /// <summary>An order, any of several, a choice inside one of those: 3! + (4 + 4 * 2) + 1 architectures.</summary>
    private static readonly SearchSpace OrdersAndSubsets = Space(
        One("kind", null, "order", "any", "plain"),
        Order("kind.order", new DecisionCondition("kind", "order"), "a", "b", "c"),
        Subset("kind.any", 0, 3, new DecisionCondition("kind", "any"), "a", "b", "c"),
        One("kind.any.b", new DecisionCondition("kind.any", "b"), "x", "y"));

    [Fact]
    public void So_is_every_order_and_every_subset_the_empty_one_too()
    {
        var sampler = ArchitectureSampler.For(OrdersAndSubsets, seed: 11);
        const int draws = 19_000;
        var counts = Enumerable.Range(0, draws).Select(_ => sampler.Next()).CountBy(a => a).Select(c => c.Value).ToList();

        var expected = (double)draws / counts.Count;

        Assert.Equal(19, counts.Count);
        Assert.InRange(counts.Sum(c => (c - expected) * (c - expected) / expected), 0, 42.3); // 0.1% for 18 degrees
    }

    [Theory]
    [InlineData(2, 5, false)]
    [InlineData(1e-4, 1e-1, true)]
    public void A_number_is_spread_evenly_over_its_interval_or_over_its_logarithm(double minimum, double maximum, bool isLogarithmic)
    {
        const int draws = 10_000, bins = 10;
        var decision = new Decision("rate", DecisionKind.Real, 1, 1, [], null, null, default)
        {
            Interval = new RealInterval(minimum, maximum, isLogarithmic),
        };
        var sampler = ArchitectureSampler.For(Space(decision), seed: 5);
        var counts = new int[bins];
        for (var i = 0; i < draws; i++)
        {
            var number = double.Parse(sampler.Next().Choices["rate"][0], System.Globalization.CultureInfo.InvariantCulture);
            Assert.InRange(number, minimum, maximum);
            var at = isLogarithmic ? Math.Log(number / minimum) / Math.Log(maximum / minimum) : (number - minimum) / (maximum - minimum);
            counts[Math.Min((int)(at * bins), bins - 1)]++;
        }

        const double expected = (double)draws / bins;

        Assert.InRange(counts.Sum(c => (c - expected) * (c - expected) / expected), 0, 27.9); // 0.1% for 9 degrees
    }

    [Fact]
    public void A_seed_gives_the_same_architectures_and_another_gives_others()
    {
        var space = Darts();

        Assert.Equal(Draw(1), Draw(1));
        Assert.NotEqual(Draw(1), Draw(2));

        List<Architecture> Draw(long seed)
        {
            var sampler = ArchitectureSampler.For(space, seed);
            return [.. Enumerable.Range(0, 5).Select(_ => sampler.Next())];
        }
    }

    [Fact]
    public void The_generator_is_xoshiro256_starstar()
    {
        // SplitMix64 of seed 0 starts with these published values; xoshiro's first output follows from the second.
        var expected = unchecked(System.Numerics.BitOperations.RotateLeft(0x6E789E6AA1B965F4UL * 5, 7) * 9);

        Assert.Equal(expected, new StableRandom(0).NextBits());
    }

    [Fact]
    public void A_predicate_is_kept_and_an_impossible_one_gives_up()
    {
        var sampler = ArchitectureSampler.For(Conditional, seed: 3);

        var pool = sampler.Next(a => a.Choices["kind"][0] == "pool");

        Assert.Equal("pool", pool?.Choices["kind"][0]);
        Assert.Null(sampler.Next(_ => false, attempts: 50));
    }

    [Fact]
    public void A_space_without_architectures_is_refused() =>
        Assert.Throws<ArgumentException>(() => ArchitectureSampler.For(Space(One("d", null, "none")), seed: 0));
}
