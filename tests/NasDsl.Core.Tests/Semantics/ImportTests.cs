using NasDsl.Tests.Diagnostics;

namespace NasDsl.Tests.Semantics;

/// <summary>Programs of several files.</summary>
public class ImportTests
{
    private const string Cells = """
        // file lib/ops.nas
        const WIDTH = 8
        op Act(x) = x |> relu
        op Private(x) = x |> tanh
        // file lib/cells.nas
        import "ops.nas"
        const KERNEL = 3
        op Kernel(k)(x) = x |> conv(WIDTH, k)
        opset Kinds(stride = 1) { small = conv(WIDTH, KERNEL, stride), large = conv(WIDTH, 5, stride) >> Act }
        cell Normal(x) {
          nodes n[2] from x = n[-1] |> choose Kinds
          output n[-1]
        }
        network Own(x: [3, 4, 4]) { output x |> Normal }
        train Own { epochs = 1 }
        search darts { epochs = 7 }

        """;

    [Fact]
    public void An_import_shows_what_the_file_declares()
    {
        var program = TestCompiler.Accept(Cells + """
            // file main.nas
            import "lib/cells.nas"
            network N(x: [8, 4, 4]) { output x |> Normal |> conv(8, KERNEL) |> choose Kinds(stride: 2) }
            """);
        Assert.Equal("N", program.Network);
        Assert.Equal(["Normal.n[1]", "Normal.n[2]", "output"], program.Space?.Decisions.Select(d => d.Name));
        Assert.Equal(50, program.Search.Epochs);
        Assert.Equal(["main.nas", "lib/cells.nas", "lib/ops.nas"], program.Sources.All.Select(s => s.FileName));
    }

    [Fact]
    public void An_alias_keeps_names_apart()
    {
        var program = TestCompiler.Accept(Cells + """
            // file main.nas
            import "lib/cells.nas" as m
            import "lib/ops.nas" as ops
            opset Kinds { m.Kernel(3), ..m.Kinds, wide = conv(m.KERNEL * ops.WIDTH, 3) >> conv(8, 1), ops.Act }
            network N(x: [8, 4, 4]) { output x |> m.Normal |> choose m.Kinds(stride: 2) |> choose Kinds }
            constraint count(small in m.Normal) <= 1
            """);
        Assert.Equal(["Normal.n[1]", "Normal.n[2]", "output", "output#2"], program.Space?.Decisions.Select(d => d.Name).Order());
        var last = Assert.Single(program.Space?.Decisions ?? [], d => d.Name == "output#2");
        Assert.Equal(["Kernel", "small", "large", "wide", "Act"], last.Alternatives.Select(a => a.Label));
        Assert.Equal("Normal", Assert.Single(program.Constraints).Scope);
    }

    [Fact]
    public void Cells_of_one_name_decide_under_their_files_names()
    {
        var program = TestCompiler.Accept(Cells + """
            // file main.nas
            import "lib/cells.nas" as m
            cell Normal(x) { output x |> choose { relu, tanh } }
            network N(x: [8, 4, 4]) { output x |> m.Normal |> Normal |> m.Normal }
            constraint count(small in m.Normal) <= 1
            """);
        Assert.Equal(["m.Normal.n[1]", "m.Normal.n[2]", "Normal.output"], program.Space?.Decisions.Select(d => d.Name));
        Assert.Equal("m.Normal", Assert.Single(program.Constraints).Scope);
    }

    [Fact]
    public void What_an_import_imports_is_not_visible()
    {
        TestCompiler.Check(Cells + """
            // file main.nas
            import "lib/cells.nas"
            op F(x) { output x |> [|Act|] }
            """).HasOnly("NAS2003");
        TestCompiler.Check(Cells + """
            // file main.nas
            import "lib/cells.nas" as m
            op F(x) { output x |> m.[|Act|] }
            """).HasOnly("NAS2024").WithHelp("not what it imports");
    }

    [Fact]
    public void A_file_does_not_see_the_one_that_imports_it() =>
        TestCompiler.Check("""
            // file a.nas
            op A(x) { output x |> [|Mine|] }
            // file main.nas
            import "a.nas"
            op Mine(x) { output x |> relu }
            op F(x) { output x |> A |> Mine }
            """).HasOnly("NAS2003");

    [Fact]
    public void Names_of_other_files_mean_what_they_mean_there()
    {
        var program = TestCompiler.Accept("""
            // file a.nas
            const WIDTH = 4
            op Block(x) = x |> conv(WIDTH, 3)
            op Outer(f)(x) = x |> Block |> f
            // file main.nas
            import "a.nas" as a
            const WIDTH = 16
            op Block(x) = x |> a.Outer(conv(WIDTH, 1))
            network N(x: [3, 8, 8]) { output x |> Block }
            """);
        Assert.Equal("[16, 8, 8]", program.Space?.Network.ShapeOf(program.Space.Network.Outputs[0]).ToString());
    }

    [Fact]
    public void A_file_that_two_files_import_is_read_once()
    {
        var files = new ProgramFiles("""
            // file b.nas
            const K = 3
            // file a.nas
            import "b.nas"
            const L = K
            // file main.nas
            import "a.nas"
            import "./b.nas"
            import "b.nas" as again
            const M = L + K + again.K
            """);
        var program = files.Compile();
        Assert.True(program.Diagnostics.IsEmpty, CheckedProgram.Describe(program));
        Assert.Equal(["a.nas", "b.nas"], files.Read);
    }

    [Fact]
    public void A_circle_is_named() =>
        TestCompiler.Check("""
            // file b.nas
            import [|"a.nas"|]
            const B = 1
            // file a.nas
            import "b.nas"
            const A = B
            // file main.nas
            import "a.nas"
            const C = A
            """).HasOnly("NAS2023").WithHelp("`a.nas` -> `b.nas` -> `a.nas`");

    [Fact]
    public void Mistakes_of_every_file_are_shown_in_it_the_main_file_first()
    {
        var program = ProgramFiles.Compile("""
            // file a.nas

            op A(x) { output x |> conv(8, 0) }
            network Bad(x: [8]) { output x |> conv(8, 3) }
            search darts { epoch = 3 }
            train Bad { batch = 0.5 }
            constraint params(Bad)
            // file main.nas
            import "a.nas"
            op F(x) { output x |> A |> rleu }
            """);
        var found = program.Diagnostics.Select(d =>
            $"{program.Sources.Of(d.Span).FileName}:{program.Sources.Of(d.Span).PositionOf(d.Span.Start).Line + 1} {d.Code}");
        Assert.Equal(
            ["main.nas:2 NAS2003", "a.nas:2 NAS3005", "a.nas:3 NAS3102", "a.nas:4 NAS2015", "a.nas:5 NAS3006", "a.nas:6 NAS4002"], found);
    }

    [Fact]
    public void Other_arguments_and_networks_read_no_file_again()
    {
        var files = new ProgramFiles("""
            // file a.nas
            op A(k)(x) = x |> conv(k, 3)
            // file main.nas
            import "a.nas"
            network M(x: [3, 8, 8]) { output x |> A(4) }
            network N(C = 8)(x: [3, 8, 8]) { output x |> A(C) }
            """);
        var program = files.Compile();
        Assert.Equal(16, (int?)program.WithArguments(new Dictionary<string, double> { ["C"] = 16 }).Space?.Network.Nodes[0].Shape.Channels);
        Assert.Equal("M", program.WithNetwork("M").Space?.Name);
        Assert.Equal(["a.nas"], files.Read);
    }

    [Fact]
    public void A_binding_may_not_be_called_like_an_imported_cell() =>
        TestCompiler.Check(Cells + """
            // file main.nas
            import "lib/cells.nas" as m
            network N(x: [8, 4, 4]) { [|Normal|] = x |> m.Normal output Normal }
            """).HasOnly("NAS2010");

    [Fact]
    public void An_import_needs_someone_who_reads()
    {
        var program = Compilation.Create(new NasDsl.Text.SourceText("import \"a.nas\"", "main.nas"));
        Assert.Equal("NAS2022", Assert.Single(program.Diagnostics).Code);
    }
}
