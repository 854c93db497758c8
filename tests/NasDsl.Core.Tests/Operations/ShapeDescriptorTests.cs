using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Tests.Operations;

/// <summary>The programs that explain a shape diagnostic do what they are said to do.</summary>
public class ShapeDescriptorTests
{
    public static TheoryData<string> Codes =>
        [.. Descriptors.All.Where(d => d.Code.StartsWith("NAS31", StringComparison.Ordinal)).Select(d => d.Code)];

    [Theory, MemberData(nameof(Codes))]
    public void The_wrong_program_gets_the_code_and_the_right_one_no_error(string code)
    {
        var descriptor = Descriptors.Find(code);
        Assert.NotNull(descriptor);

        Assert.Equal([code], ErrorsOf(descriptor.Wrong));
        Assert.Empty(ErrorsOf(descriptor.Right));
    }

    private static IEnumerable<string> ErrorsOf(string program) => Compilation.Create(new SourceText(program, "test.nas"))
        .Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.Code).Distinct();
}
