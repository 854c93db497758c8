using System.Globalization;
using NasDsl.Analysis;

namespace NasDsl.Tests.Examples;

public class ExampleCountTests
{
    public static TheoryData<string> Files => Examples.Files;

    [Theory, MemberData(nameof(Files))]
    public void An_example_has_the_architectures_published(string file)
    {
        var example = Example.Of(file);
        var space = example.Compile(overridden: false).Space;
        Assert.NotNull(space);

        Assert.Equal(example.Count, SpaceCounter.For(space).Architectures.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Every_row_of_the_table_has_its_file() =>
        Assert.Subset(Examples.Names.ToHashSet(), Examples.All.Select(e => e.File).ToHashSet());
}
