using NasDsl.Testing;

namespace NasDsl.Tests.Testing;

public class RepositoryTests
{
    [Fact]
    public void The_root_is_the_folder_of_the_solution() =>
        Assert.True(File.Exists(RepositoryRoot.PathOf("NasDsl.sln")));

    [Fact]
    public void A_test_is_skipped_with_the_reason_where_its_file_is_missing()
    {
        Assert.Equal("`../no/such.csv` is not on this machine", new FactIfPresentAttribute("../no/such.csv").Skip);
        Assert.Equal("`../no/such.csv` is not on this machine", new TheoryIfPresentAttribute("../no/such.csv").Skip);
        Assert.Null(new FactIfPresentAttribute("NasDsl.sln").Skip);
    }

    [Fact]
    public void A_test_is_skipped_with_the_reason_where_its_program_is_missing()
    {
        Assert.Equal("the program `no-such-program` is not installed", new FactIfProgramAttribute("no-such-program").Skip);
        Assert.Null(new FactIfProgramAttribute("sh").Skip);
    }
}
