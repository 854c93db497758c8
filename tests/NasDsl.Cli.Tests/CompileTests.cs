using System.Text.Json;
using NasDsl.Testing;

namespace NasDsl.Cli.Tests;

public sealed class CompileTests
{
    private static Workspace NewWorkspace() =>
        new Workspace().With("tiny.nas", Programs.Tiny).With("a.arch.json", Programs.TinyArchitecture);

    [Fact]
    public void Writes_a_supernet_or_with_an_architecture_a_child()
    {
        using var workspace = NewWorkspace();
        var supernet = workspace.Run("compile", "tiny.nas").Succeeds().Out;
        Assert.Contains("class TinySupernet", supernet, StringComparison.Ordinal);
        Assert.Equal(supernet, workspace.Run("compile", "tiny.nas", "--emit", "supernet").Succeeds().Out);
        var child = workspace.Run("compile", "tiny.nas", "--arch", "a.arch.json").Succeeds().Out;
        Assert.Contains("class Tiny :", child, StringComparison.Ordinal);
        workspace.Run("compile", "tiny.nas", "--emit", "child", "--arch", "a.arch.json", "-o", "Tiny.cs").Succeeds();
        Assert.Equal(child, workspace.Read("Tiny.cs"));
    }

    [Fact]
    public void Cells_are_computed_again_where_that_is_asked_for()
    {
        using var workspace = NewWorkspace();
        var kept = workspace.Run("compile", "tiny.nas", "--recompute", "none", "--pass-report").Succeeds();
        Assert.Equal(workspace.Run("compile", "tiny.nas").Succeeds().Out, kept.Out);
        Assert.Matches("recompute-cells +off ", kept.Error);
        foreach (var level in new[] { "-O", "-O0" })
        {
            var again = workspace.Run("compile", "tiny.nas", level, "--recompute", "cells", "--pass-report").Succeeds();
            Assert.Contains("=> recomputed.Forward(a)[0];", again.Out, StringComparison.Ordinal);
            Assert.Matches("recompute-cells +1 ", again.Error);
        }

        workspace.With("flat.nas", "network N(x: [3, 8, 8]) { output x |> choose { a = conv(4, 3), b = conv(4, 5) } |> global_avg_pool |> linear(2) }")
            .Run("compile", "flat.nas", "--recompute", "cells").Fails(1, "error[NAS7206]", "`N` uses no cell", "leave `--recompute` out");
    }

    [Fact]
    public void The_IR_is_JSON()
    {
        using var workspace = NewWorkspace();
        using var space = JsonDocument.Parse(workspace.Run("compile", "tiny.nas", "--emit", "ir").Succeeds().Out);
        using var child = JsonDocument.Parse(workspace.Run("compile", "tiny.nas", "--emit", "ir", "--arch", "a.arch.json").Succeeds().Out);
        Assert.NotEqual(space.RootElement.ToString().Length, child.RootElement.ToString().Length);
    }

    [Fact]
    public void A_child_needs_an_architecture()
    {
        using var workspace = NewWorkspace();
        workspace.Run("compile", "tiny.nas", "--emit", "child").Fails(1, "NAS9019", "5 decisions", "--arch FILE");
        workspace.With("two.nas", Programs.TwoNetworks).Run("compile", "two.nas", "--emit", "child").Succeeds();
    }

    [Fact]
    public void Errors_leave_the_file_of_before()
    {
        using var workspace = NewWorkspace().With("broken.nas", Programs.Broken).With("out.cs", "kept");
        workspace.Run("compile", "broken.nas", "-o", "out.cs").Fails(1);
        Assert.Equal("kept", workspace.Read("out.cs"));
        Assert.Equal(["a.arch.json", "broken.nas", "out.cs", "tiny.nas"], workspace.Files);
    }

    [Fact]
    public void What_cannot_be_written_is_said_and_leaves_nothing()
    {
        using var workspace = NewWorkspace();
        workspace.Run("compile", "tiny.nas", "-o", "no/such/out.cs").Fails(1, "NAS9010", "the folder does not exist");
        workspace.Run("compile", "tiny.nas", "-o", ".").Fails(1, "NAS9010", "it is a folder");
        workspace.Run("compile", "tiny.nas", "-o", "").Fails(1, "NAS9010");
        workspace.Run("compile", "tiny.nas", "-o", new string('x', 300)).Fails(1, "NAS9010", "the name is too long");
        if (File.Exists("/dev/full"))
            workspace.Run("compile", "tiny.nas", "-o", "/dev/full").Fails(1, "the disk is full");
        Assert.Equal(["a.arch.json", "tiny.nas"], workspace.Files);
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        using var workspace = NewWorkspace().With("real.cs", "old");
        File.CreateSymbolicLink(workspace["link.cs"], workspace["real.cs"]);
        workspace.Run("compile", "tiny.nas", "-o", "link.cs").Succeeds();
        Assert.NotNull(new FileInfo(workspace["link.cs"]).LinkTarget);
        Assert.Contains("TinySupernet", workspace.Read("real.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_is_written_and_written_again_but_never_over_what_a_person_changed()
    {
        using var workspace = NewWorkspace();
        string[] compile = ["compile", "tiny.nas", "--arch", "a.arch.json", "--project", "out"];
        workspace.Run(compile).Succeeds();
        Assert.Contains("out/Tiny.csproj", workspace.Files);
        Assert.Contains("out/Program.cs", workspace.Files);
        workspace.Run(compile).Succeeds();
        workspace.Run([.. compile, "--set", "classes=3"]).Succeeds();

        File.AppendAllText(workspace["out/Program.cs"], "// mine\n");
        workspace.Run(compile).Fails(1, "NAS9011", "Program.cs");
        Assert.EndsWith("// mine\n", workspace.Read("out/Program.cs"), StringComparison.Ordinal);
        workspace.Run([.. compile, "--force"]).Succeeds();
        Assert.DoesNotContain("// mine", workspace.Read("out/Program.cs"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gdas { epochs = 2 }", null)]
    [InlineData("enas { epochs = 2 }", "enas")]
    [InlineData("single_path { epochs = 2 }", "single_path")]
    [InlineData("evolution { samples = 3 }", "evolution")]
    public void A_project_searches_as_the_program_says_or_not_at_all(string search, string? refused)
    {
        using var workspace = NewWorkspace().With(
            "other.nas", Programs.Tiny.Replace("darts {\n  epochs = 2\n  batch  = 8\n}", search, StringComparison.Ordinal));
        var result = workspace.Run("compile", "other.nas", "--project", "out");
        if (refused is null)
            Assert.Contains("new GdasMethod(new Temperature(10, 0.1, IsExponential: false))", Read(result), StringComparison.Ordinal);
        else
            result.Fails(1, $"error[NAS7207]: a project of the supernet cannot search by `{refused}`", "other.nas:");

        string Read(CliResult written)
        {
            written.Succeeds();
            return workspace.Read("out/Program.cs");
        }
    }

    [Fact]
    public void A_project_goes_with_neither_a_file_nor_the_IR()
    {
        using var workspace = NewWorkspace();
        workspace.Run("compile", "tiny.nas", "--project", "out", "-o", "x.cs").Fails(2, "`--output`");
        workspace.Run("compile", "tiny.nas", "--project", "out", "--emit", "ir").Fails(2, "`--emit ir`");
        workspace.Run("compile", "tiny.nas", "--project", "a.arch.json").Fails(1, "it is a file, not a folder");
    }

    [Fact]
    public void Graphs_are_drawn_to_stdout_a_file_or_a_folder()
    {
        using var workspace = NewWorkspace();
        Assert.StartsWith("digraph", workspace.Run("graph", "tiny.nas").Succeeds().Out, StringComparison.Ordinal);
        workspace.Run("graph", "tiny.nas", "--cell", "Block", "--arch", "a.arch.json", "-o", "block.dot").Succeeds();
        Assert.StartsWith("digraph", workspace.Read("block.dot"), StringComparison.Ordinal);
        workspace.Run("graph", "tiny.nas", "-o", "drawings/").Succeeds();
        Assert.Contains("drawings/Block.dot", workspace.Files);
        Assert.Contains("drawings/Tiny.dot", workspace.Files);
        workspace.Run("graph", "tiny.nas", "--cell", "Blok").Fails(1, "NAS9013", "did you mean `Block`?");
    }

    [Fact]
    public void Without_Graphviz_a_picture_is_a_clear_error()
    {
        using var workspace = NewWorkspace().WithEnvironment("PATH", "/nonexistent");
        workspace.Run("graph", "tiny.nas", "--format", "svg").Fails(1, "NAS9014", "the program `dot` is not installed");
    }

    [FactIfProgram("dot")]
    public void Graphviz_draws_pictures()
    {
        using var workspace = NewWorkspace();
        Assert.Contains("<svg", workspace.Run("graph", "tiny.nas", "--cell", "Block", "--format", "svg").Succeeds().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_of_the_compiler_is_owned_up_to()
    {
        using var workspace = NewWorkspace();
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(new BrokenWriter(), error, TextReader.Null, workspace.Folder) { Environment = _ => null };
        Assert.Equal(ExitCodes.Internal, NascApplication.Run(["compile", "tiny.nas"], terminal));
        Assert.Contains("internal error: NotSupportedException: broken", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("please report it", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Internal, NascApplication.Run(["compile", "tiny.nas"], terminal with { Environment = n => n == "NASC_DEBUG" ? "1" : null }));
        Assert.Contains("   at ", error.ToString(), StringComparison.Ordinal);
    }

    private sealed class BrokenWriter : StringWriter
    {
        public override void Write(string? value) => throw new NotSupportedException("broken");
    }
}
