using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Search;
using NasDsl.Tests.Analysis;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Search;

public class DecisionSpaceTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory, MemberData(nameof(Seeds))]
    public void All_candidates_are_all_architectures(int seed)
    {
        var source = RandomSpaces.Make(seed);
        if (SpaceCounter.For(source).Architectures.IsZero)
        {
            Assert.Throws<ArgumentException>(() => DecisionSpace.Of(source));
            return;
        }
        var space = DecisionSpace.Of(source);
        var all = space.All().ToList();
        Assert.Equal(RandomSpaces.Enumerate(source).ToHashSet(), [.. all.Select(space.ArchitectureOf)]);
        Assert.Equal(space.Count, all.Count);
        foreach (var candidate in all.Take(200))
        {
            Assert.True(space.IsValid(candidate));
            Assert.Equal(candidate, space.CandidateOf(space.ArchitectureOf(candidate)));
            Assert.Equal(candidate, Candidate.Parse(candidate.ToString()));
            Assert.Empty(ArchitectureValidator.Validate(source, space.ArchitectureOf(candidate)));
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Variations_are_architectures_and_change_little(int seed)
    {
        var source = RandomSpaces.Make(seed);
        if (SpaceCounter.For(source).Architectures.IsZero)
            return;
        var space = DecisionSpace.Of(source);
        var random = new StableRandom(seed);
        for (var i = 0; i < 50; i++)
        {
            var (a, b) = (space.Draw(random), space.Draw(random));
            Assert.True(space.IsValid(a));
            Assert.True(space.IsValid(Variation.Mutate(space, a, random)));
            Assert.True(space.IsValid(Variation.MutateEach(space, a, 0.3, random)));
            Assert.True(space.IsValid(Variation.Cross(space, a, b, random)));
            Assert.Equal(a, Variation.Cross(space, a, a, random));
            Assert.All(Variation.Neighbours(space, a, random), n => Assert.True(space.IsValid(n) && !n.Equals(a)));
            Assert.Equal(space.Distance(a, b), space.Distance(b, a));
            Assert.Equal(a.Equals(b), space.Distance(a, b) == 0);
        }
    }

    /// <summary>Chi-squared over all architectures of a nested space: each is equally likely.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(11)]
    [InlineData(17)]
    public void Draws_are_uniform(int seed)
    {
        var space = DecisionSpace.Of(RandomSpaces.Make(seed));
        var counts = space.All().ToDictionary(c => c, _ => 0);
        if (counts.Count is 1 or > 2000)
            return;
        var random = new StableRandom(7);
        const int each = 60;
        for (var i = 0; i < each * counts.Count; i++)
            counts[space.Draw(random)]++;
        var statistic = counts.Values.Sum(c => (c - each) * (double)(c - each) / each);
        var freedom = counts.Count - 1;
        Assert.InRange((statistic - freedom) / Math.Sqrt(2.0 * freedom), -4, 4);
    }

    [Fact]
    public void A_mutation_of_a_parent_decision_draws_what_exists_anew()
    {
        var space = DecisionSpace.Of(Nested());
        var random = new StableRandom(1);
        var without = space.CandidateOf(Architecture.Empty.With("kind", "plain"));
        Assert.Equal([0, -1, -1, -1], without.Slots.ToArray());
        var with = Enumerable.Range(0, 20).Select(_ => Variation.Mutate(space, without, random)).ToList();
        Assert.All(with, c => Assert.True(c[0] == 1 && c[1] >= 0));
        Assert.Equal(2, space.Distance(without, with[0]), 10);
    }

    [Fact]
    public void Orders_and_real_numbers_are_decided_too()
    {
        var real = new Decision("rate", DecisionKind.Real, 0, 0, [], null, null, default) { Interval = new RealInterval(1e-4, 1, true) };
        var space = DecisionSpace.Of(Space(Order("order", null, "a", "b", "c"), real));
        var random = new StableRandom(3);
        var drawn = Enumerable.Range(0, 300).Select(_ => space.Draw(random)).ToList();
        Assert.Equal(6, drawn.Select(c => string.Join(' ', c.Slots[..3].ToArray())).Distinct().Count());
        Assert.All(drawn, c => Assert.Empty(ArchitectureValidator.Validate(space.Source, space.ArchitectureOf(c))));
        var middle = space.CandidateOf(Architecture.Empty.With("order", "c", "a", "b").With("rate", "0.01"));
        Assert.Equal([2, 0, 1, 50], middle.Slots.ToArray());
        Assert.Equal(2 + 6, Variation.Neighbours(space, middle, random).Count);
    }

    [Fact]
    public void Only_graphs_that_are_joined_are_drawn()
    {
        var edges = new Decision(
            "edges", DecisionKind.Subset, 1, 4,
            [.. new[] { "0-1", "0-2", "0-3", "1-2", "1-3", "2-3" }.Select(e => new Alternative(e))], null, null, default) { Dag = new DagRule(4) };
        var space = DecisionSpace.Of(Space(edges));
        Assert.Equal(space.Count, space.All().Count());
        var random = new StableRandom(5);
        for (var i = 0; i < 100; i++)
        {
            var drawn = space.Draw(random);
            Assert.True(space.IsValid(drawn) && space.IsValid(Variation.Mutate(space, drawn, random)));
        }
    }

    [Fact]
    public void Constraints_hold_for_all_that_is_drawn_and_varied()
    {
        var space = DecisionSpace.Of(Nested(), a => a.Choices["kind"][0] != "rich" || a.Choices["parts"].Length == 2);
        var random = new StableRandom(2);
        var candidate = space.Draw(random);
        for (var i = 0; i < 100; i++)
        {
            candidate = i % 2 == 0 ? Variation.Mutate(space, candidate, random) : Variation.Cross(space, candidate, space.Draw(random), random);
            Assert.True(space.IsValid(candidate) && space.IsAllowed(candidate));
        }
        var nothing = DecisionSpace.Of(Nested(), _ => false);
        Assert.Throws<NoCandidateException>(() => nothing.Draw(random));
    }

    internal static SearchSpace Nested() => Space(
        One("kind", null, "plain", "rich"),
        Subset("parts", 0, 3, new DecisionCondition("kind", "rich"), "a", "b", "c"));
}
