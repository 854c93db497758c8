using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using NasDsl.Analysis;
using NasDsl.IR;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Analysis;

public class SpaceCounterTests
{
    [Fact]
    public void Darts_has_as_many_architectures_as_published()
    {
        var published = BigInteger.Parse("1076746950455072400", CultureInfo.InvariantCulture);

        Assert.Equal(published, SpaceCounter.For(Darts()).Architectures);
    }

    [Fact]
    public void A_decision_counts_only_where_it_exists()
    {
        var space = Space(
            One("kind", null, "conv", "pool", "mb"),
            One("kind.kernel", new DecisionCondition("kind", "conv"), "3", "5", "7"),
            One("kind.expand", new DecisionCondition("kind", "mb"), "3", "6"));

        Assert.Equal(3 + 1 + 2, SpaceCounter.For(space).Architectures);
    }

    [Fact]
    public void Subsets_of_any_size_count_each_once()
    {
        Assert.Equal(16, SpaceCounter.For(Space(Subset("s", 0, 4, null, "a", "b", "c", "d"))).Architectures);
        Assert.Equal(6 + 4, SpaceCounter.For(Space(Subset("s", 2, 3, null, "a", "b", "c", "d"))).Architectures);
    }

    [Fact]
    public void Nothing_to_decide_leaves_one_architecture_and_only_none_leaves_no_architecture()
    {
        Assert.Equal(1, SpaceCounter.For(Space()).Architectures);
        Assert.Equal(0, SpaceCounter.For(Space(One("d", null, "none"))).Architectures);
    }

    [Fact]
    public void The_count_is_what_enumeration_finds() =>
        Check.QuickThrowOnFailure(Prop.ForAll<int>(seed =>
        {
            var space = RandomSpaces.Make(seed);
            var count = SpaceCounter.For(space).Architectures;
            return count > 20_000 || count == RandomSpaces.Enumerate(space).Distinct().Count();
        }));
}
