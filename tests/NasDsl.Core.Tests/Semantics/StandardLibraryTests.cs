using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Standard;
using NasDsl.Syntax;
using NasDsl.Testing;
using NasDsl.Tests.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Tests.Semantics;

/// <summary>The operations that are written in the language.</summary>
public class StandardLibraryTests
{
    public static TheoryData<string> Names => [.. StandardLibrary.Shared.Names];

    [Fact]
    public void Its_files_are_right_programs()
    {
        Assert.NotEmpty(StandardLibrary.Shared.Sources);
        foreach (var source in StandardLibrary.Shared.Sources)
            TestCompiler.Accept(source.Content);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_declaration_is_found_by_the_name_that_begins_its_line_and_explained(string name)
    {
        var declaration = StandardLibrary.Shared.Find(name);
        Assert.Equal(name, declaration?.Name.Text);
        Assert.False(declaration?.IsBroken);
        Assert.Matches(@"^[A-Z](.|\n)*\.$", declaration?.Doc ?? "");
        Assert.Null(OperationCatalog.Standard.Find(name));
        Assert.False(declaration is FunctionSyntax { Word: FunctionWord.Network });
    }

    [Fact]
    public void Every_declaration_of_a_file_is_found_and_no_name_twice()
    {
        var declared = StandardLibrary.Shared.Sources
            .SelectMany(s => NasDsl.Parsing.NasSyntaxParser.Parse(s).File.Declarations)
            .Select(d => Assert.IsType<NamedDeclarationSyntax>(d, exactMatch: false).Name.Text);
        Assert.Equal(declared.Order(StringComparer.Ordinal), StandardLibrary.Shared.Names);
    }

    [Fact]
    public void A_standard_operation_is_used_like_one_of_the_catalog()
    {
        var program = TestCompiler.Accept("network N(x: [3, 8, 8]) { output x |> conv_bn_relu(16, 3, stride: 2) |> repeat(2) conv_bn_relu(16, 3) }");
        Assert.Equal("[16, 4, 4]", program.Space?.Network.ShapeOf(program.Space.Network.Outputs[0]).ToString());
        Assert.Contains("standard/standard.nas:", IrJson.Write(program.Space ?? throw new InvalidOperationException(), program.Sources));
    }

    [Fact]
    public void A_program_may_declare_the_name_for_itself()
    {
        var program = TestCompiler.Accept("""
            op conv_bn_relu(x) = x |> tanh
            network N(x: [3, 8, 8]) { output x |> conv_bn_relu }
            """);
        Assert.Equal("[3, 8, 8]", program.Space?.Network.ShapeOf(program.Space.Network.Outputs[0]).ToString());
    }

    [Fact]
    public void It_does_not_see_what_the_program_declares()
    {
        var program = TestCompiler.Accept("""
            const filters = 100
            op stride(x) = x |> tanh
            network N(x: [3, 8, 8]) { output x |> conv_bn_relu(16, 3) |> stride }
            """);
        Assert.Equal("[16, 8, 8]", program.Space?.Network.ShapeOf(program.Space.Network.Outputs[0]).ToString());
    }

    [Fact]
    public void A_mistake_inside_is_shown_at_the_use() =>
        TestCompiler.Check("""
            network N(x: [3, 8, 8]) {
              y = x |> flatten
              output y |> [|conv_bn_relu(16, 3)|]
            }
            """).HasOnly("NAS3102").WithLabel("inside `conv_bn_relu` of the standard library").WithHelp("nasc ops conv_bn_relu").WithoutFix();

    [Fact]
    public void A_wrong_argument_is_shown_at_the_use() =>
        TestCompiler.Check("network N(x: [3, 8, 8]) { output x |> relu >> [|conv_bn_relu(16, 0)|] }")
            .HasOnly("NAS3005").WithLabel("inside `conv_bn_relu` of the standard library");

    [Fact]
    public void A_missing_argument_is_an_error_of_the_program() =>
        TestCompiler.Check("op F(x) { output x |> [|conv_bn_relu(16)|] }").HasOnly("NAS2005");

    [Fact]
    public void A_misspelled_name_finds_it() =>
        TestCompiler.Check("op F(x) { output x |> [|conv_bn_rleu|](16, 3) }").HasOnly("NAS2003").WithFix("conv_bn_relu");

    [Fact]
    public void A_program_without_it_reads_none_of_it()
    {
        var library = new StandardLibrary();
        var source = new SourceText(RepositoryRoot.ReadText("examples/darts.nas"), "darts.nas");
        Assert.NotNull(Compilation.Create(source, null, library).Space);
        Assert.False(library.IsRead);
        Compilation.Create(new SourceText("op F(x) { output x |> conv_bn_rleu }", "a.nas"), null, library);
        Assert.True(library.IsRead);
        Assert.Equal(0, library.ParsedFiles);
        Compilation.Create(new SourceText("op F(x) { output x |> conv_bn_relu(8, 3) }", "a.nas"), null, library);
        Assert.Equal(1, library.ParsedFiles);
    }
}
