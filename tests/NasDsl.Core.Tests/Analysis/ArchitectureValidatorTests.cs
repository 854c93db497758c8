using FsCheck;
using FsCheck.Fluent;
using NasDsl.Analysis;
using NasDsl.IR;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Analysis;

public class ArchitectureValidatorTests
{
    [Fact]
    public void Every_architecture_drawn_is_one_of_the_space() =>
        Check.QuickThrowOnFailure(Prop.ForAll<int>(seed =>
        {
            var space = RandomSpaces.Make(seed);
            return SpaceCounter.For(space).Architectures.IsZero
                || ArchitectureValidator.Validate(space, ArchitectureSampler.For(space, seed).Next()).IsEmpty;
        }));

    [Fact]
    public void A_choice_left_out_is_missing_and_one_added_is_too_much()
    {
        var space = Darts();
        var architecture = ArchitectureSampler.For(space, 1).Next();
        var edges = architecture.Choices["Normal.n[3].edges"];
        var kept = $"Normal.n[3].edge[{edges[0]}]";
        var left = space.Decisions.First(d => d.Parent?.Decision == "Normal.n[3].edges" && !edges.Contains(d.Parent.Alternatives[0]));

        var less = ArchitectureValidator.Validate(space, new Architecture(architecture.Choices.Remove(kept)));
        var more = ArchitectureValidator.Validate(space, architecture.With(left.Name, "skip_connect"));

        Assert.Equal($"the decision `{kept}` is missing", Assert.Single(less).Message);
        Assert.Equal("NAS6014", Assert.Single(more).Code);
        Assert.Contains("`Normal.n[3].edges` takes", Assert.Single(more).Help);
    }

    [Fact]
    public void What_lies_inside_a_wrong_choice_is_not_reported_again()
    {
        var space = Space(
            One("a", null, "x", "y"),
            One("a.b", new DecisionCondition("a", "x"), "u", "v"),
            One("a.b.c", new DecisionCondition("a.b", "u"), "s"));

        Assert.Equal(
            ["NAS6011"],
            ArchitectureValidator.Validate(
                space, Architecture.Empty.With("a", "z").With("a.b", "u").With("a.b.c", "s")).Select(d => d.Code));
        Assert.Equal(
            ["NAS6014"],
            ArchitectureValidator.Validate(
                space, Architecture.Empty.With("a", "y").With("a.b", "u").With("a.b.c", "s")).Select(d => d.Code));
    }
}
