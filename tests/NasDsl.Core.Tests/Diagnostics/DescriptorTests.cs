using System.Text.RegularExpressions;
using NasDsl.Diagnostics;

namespace NasDsl.Tests.Diagnostics;

/// <summary>The table of codes keeps what it promises.</summary>
public partial class DescriptorTests
{
    public static TheoryData<string> Codes => [.. Descriptors.All.Select(d => d.Code)];

    /// <summary>The codes whose examples are programs; those of architecture files show pieces of JSON.</summary>
    public static TheoryData<string> ProgramCodes =>
        [.. Descriptors.All.Select(d => d.Code).Where(c => string.CompareOrdinal(c, "NAS6") < 0 && c is not ("NAS2020" or "NAS4010"))];

    [Fact]
    public void Codes_are_well_formed_and_unique()
    {
        var codes = Descriptors.All.Select(d => d.Code).ToList();
        Assert.True(codes.Count >= 40, $"{codes.Count} codes");
        Assert.Equal(codes.Distinct().Order(StringComparer.Ordinal), codes);
        Assert.All(codes, c => Assert.Matches("^NAS[1-9][0-9]{3}$", c));
    }

    [Theory, MemberData(nameof(Codes))]
    public void A_code_is_explained_in_whole_sentences(string code)
    {
        var descriptor = Descriptor(code);
        Assert.Matches("^([a-z`]|Graphviz )", descriptor.Title);
        Assert.DoesNotMatch("[.!]$", descriptor.Title);
        Assert.Matches("^[A-Z`]", descriptor.Explanation);
        Assert.EndsWith(".", descriptor.Explanation);
        Assert.DoesNotMatch(DoubleSpace(), descriptor.Explanation);
        Assert.True(descriptor.Explanation.Count(c => c == '`') % 2 == 0, descriptor.Explanation);
        Assert.NotEqual(descriptor.Wrong, descriptor.Right);
    }

    [Theory, MemberData(nameof(ProgramCodes))]
    public void The_wrong_example_gets_exactly_its_code(string code)
    {
        var compilation = TestCompiler.Compile(Descriptor(code).Wrong);
        Assert.True(compilation.Diagnostics is [{ } only] && only.Code == code, CheckedProgram.Describe(compilation));
    }

    [Theory, MemberData(nameof(ProgramCodes))]
    public void The_right_example_compiles(string code) => TestCompiler.Accept(Descriptor(code).Right);

    [Fact]
    public void A_code_is_found_in_any_case_and_no_other()
    {
        Assert.Equal("NAS2003", Descriptors.Find("nas2003")?.Code);
        Assert.Null(Descriptors.Find("NAS0000"));
    }

    private static DiagnosticDescriptor Descriptor(string code) =>
        Descriptors.Find(code) ?? throw new InvalidOperationException($"no descriptor {code}");

    [GeneratedRegex("  ")]
    private static partial Regex DoubleSpace();
}
