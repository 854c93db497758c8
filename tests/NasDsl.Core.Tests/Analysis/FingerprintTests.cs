using NasDsl.Analysis;
using NasDsl.IR;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Analysis;

public class FingerprintTests
{
    [Fact]
    public void It_is_sixteen_digits_and_does_not_see_the_size_of_the_network()
    {
        var fingerprint = Fingerprint.Of(Darts(normalCells: 2));

        Assert.Matches("^[0-9a-f]{16}$", fingerprint);
        Assert.Equal(fingerprint, Fingerprint.Of(Darts(normalCells: 6)));
    }

    [Fact]
    public void Order_does_not_matter()
    {
        Decision a = One("a", null, "x", "y"), b = One("b", null, "u"), reversed = One("a", null, "y", "x");

        Assert.Equal(Fingerprint.Of(Space(a, b)), Fingerprint.Of(Space(b, reversed)));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Any_change_of_the_decisions_shows(string change, SearchSpace changed) =>
        Assert.True(Fingerprint.Of(Original) != Fingerprint.Of(changed), change);

    private static SearchSpace Original => Space(Subset("a", 1, 1, null, "x", "y"), One("b", new("a", "x"), "u", "v"));

    public static TheoryData<string, SearchSpace> Changes => new()
    {
        { "network", Original with { Name = "Other" } },
        { "decision renamed", Space(Subset("c", 1, 1, null, "x", "y"), One("b", new("c", "x"), "u", "v")) },
        { "alternative added", Space(Subset("a", 1, 1, null, "x", "y", "z"), One("b", new("a", "x"), "u", "v")) },
        { "maximum", Space(Subset("a", 1, 2, null, "x", "y"), One("b", new("a", "x"), "u", "v")) },
        { "kind", Space(One("a", null, "x", "y"), One("b", new("a", "x"), "u", "v")) },
        { "parent", Space(Subset("a", 1, 1, null, "x", "y"), One("b", new("a", "y"), "u", "v")) },
        { "none", Space(Subset("a", 1, 1, null, "x", "y"), One("b", new("a", "x"), "u", "none")) },
        { "quotes", Space(Subset("a", 1, 1, null, "x\" \"y"), One("b", new("a", "x"), "u", "v")) },
    };
}
