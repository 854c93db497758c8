using NasDsl.Diagnostics;

namespace NasDsl.Tests.Diagnostics;

/// <summary>Each code at its exact place, alone, and gone where its fix is applied.</summary>
public class MarkedDiagnosticTests
{
    public static TheoryData<string, string, string?> Programs => MarkedPrograms.All;

    [Theory, MemberData(nameof(Programs))]
    public void A_mistake_is_marked_where_it_is(string code, string program, string? fix)
    {
        var check = TestCompiler.Check(program).HasOnly(code);
        if (fix is null)
            check.WithoutFix();
        else
            check.WithFix(fix);
    }

    /// <summary>Codes of architecture files have tests of their own; a missing network is for the commands to report.</summary>
    [Fact]
    public void Every_code_of_programs_has_a_marked_program()
    {
        var marked = MarkedPrograms.All.Select(row => (string)row[0]).ToHashSet();
        var codes = Descriptors.All.Select(d => d.Code).Where(c => string.CompareOrdinal(c, "NAS6") < 0 && c is not ("NAS2020" or "NAS4010"));
        Assert.Empty(codes.Except(marked));
        Assert.True(marked.Count >= 40, $"{marked.Count} codes");
    }

    [Fact]
    public void A_file_without_a_network_is_fine_until_one_is_needed()
    {
        Assert.Null(TestCompiler.Accept("const K = 3").Network);
        var diagnostic = Diagnose.NoNetwork();
        Assert.Equal("NAS2020", diagnostic.Code);
        Assert.Equal("this file declares no network", diagnostic.Message);
        Assert.NotNull(diagnostic.Help);
    }

    [Fact]
    public void A_misspelled_operation_offers_the_closest_one() =>
        TestCompiler.Check("network N(x: [3, 8, 8]) { output x |> [|cnov|](8, 3) }")
            .HasOnly("NAS2003").WithFix("conv").WithHelp("did you mean `conv`?");

    [Fact]
    public void A_misspelled_declaration_offers_the_word() =>
        TestCompiler.Check("[|cel|] C(x) { output x }").HasOnly("NAS1002").WithHelp("`cell`").WithMessage("expected a declaration");

    [Fact]
    public void A_character_that_cannot_be_seen_is_shown_by_its_number() =>
        TestCompiler.Check("const K = [|\u001b|]3").HasOnly("NAS1001").WithMessage("`U+001B`");

    [Fact]
    public void A_reserved_word_is_no_name() =>
        TestCompiler.Check("const [|output|] = 3").HasOnly("NAS1002").WithHelp("reserved word");

    [Fact]
    public void Several_arguments_too_many_are_one_mistake() =>
        TestCompiler.Check("op F(x) { output x |> relu([|1|], 2, 3) }").HasOnly("NAS2006").WithMessage("no static arguments");

    [Fact]
    public void A_circle_says_how_it_runs() =>
        TestCompiler.Check("const A = B\nconst B = [|A|]\n").HasOnly("NAS2012").WithHelp("`A` -> `B` -> `A`");

    [Fact]
    public void A_shape_mistake_in_an_op_set_is_said_once_at_the_entry_with_a_place() =>
        TestCompiler.Check("""
            opset S {
              big   = [|conv(8, 9, padding: 0)|]
              small = conv(8, 3)
            }
            cell A(x) { output x |> choose S }
            cell B(x) {
              y = x |> relu
              output y |> choose S
            }
            network N(x: [3, 4, 4]) { output x |> A |> B }
            """).HasOnly("NAS3101").WithLabel("in `A.output.big`");

    [Fact]
    public void A_mistake_behind_a_choice_names_the_alternative() =>
        TestCompiler.Check("""
            network N(x: [3, 4, 4]) {
              y = x |> choose { small = conv(8, 3), wide = relu >> [|conv(8, 7, padding: 0)|] }
              output y
            }
            """).HasOnly("NAS3101").WithLabel("in `y.wide`");
}
