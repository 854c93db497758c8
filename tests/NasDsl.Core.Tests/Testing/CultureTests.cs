using System.Globalization;

namespace NasDsl.Tests.Testing;

public class CultureTests
{
    // test.sh runs this project once more with LC_ALL=de_DE.UTF-8; without this test that run could be in English unnoticed.
    [Fact]
    public void The_suite_runs_in_the_culture_it_was_asked_for()
    {
        if (Environment.GetEnvironmentVariable("NASDSL_EXPECT_CULTURE") is not { Length: > 0 } expected)
            return;

        Assert.Equal(expected, CultureInfo.CurrentCulture.Name);
        Assert.Equal("1,5", 1.5.ToString(CultureInfo.CurrentCulture));
    }
}
