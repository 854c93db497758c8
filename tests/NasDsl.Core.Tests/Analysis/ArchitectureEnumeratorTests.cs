using NasDsl.Analysis;
using NasDsl.IR;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Analysis;

public class ArchitectureEnumeratorTests
{
    [Fact]
    public void Each_architecture_is_listed_once_and_as_many_as_are_counted()
    {
        var space = SpaceBuilder.Space(
            One("kind", null, "conv", "pool"),
            One("kind.kernel", new DecisionCondition("kind", "conv"), "3", "5", "none"),
            Subset("edges", 1, 2, null, "p", "q", "n[0]"),
            One("edge[p]", new DecisionCondition("edges", "p"), "relu", "tanh"));

        var all = ArchitectureEnumerator.All(space).ToList();

        Assert.Equal(SpaceCounter.For(space).Architectures, all.Count);
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.All(all, a => Assert.Empty(ArchitectureValidator.Validate(space, a)));
    }

    [Fact]
    public void Random_spaces_are_listed_as_they_are_counted()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var space = RandomSpaces.Make(seed);
            if (ArchitectureEnumerator.CanList(space) && SpaceCounter.For(space).Architectures is var count && count < 2000)
                Assert.Equal((int)count, ArchitectureEnumerator.All(space).Distinct().Count());
        }
    }

    [Fact]
    public void Differences_are_in_the_order_of_the_space()
    {
        var space = SpaceBuilder.Space(One("b", null, "x", "y"), One("a", new DecisionCondition("b", "x"), "r", "s"), One("c", null, "x", "y"));
        var first = Architecture.Empty.With("b", "x").With("a", "r").With("c", "x");
        var second = Architecture.Empty.With("b", "y").With("c", "x");

        var differences = ArchitectureDiff.Of(space, first, second);

        Assert.Equal(["b", "a"], differences.Select(d => d.Decision));
        Assert.Null(differences[1].Second);
        Assert.Empty(ArchitectureDiff.Of(space, first, first));
    }
}
