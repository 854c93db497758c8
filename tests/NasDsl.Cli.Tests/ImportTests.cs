using System.Text.Json;

namespace NasDsl.Cli.Tests;

/// <summary>Programs of several files in real folders.</summary>
public sealed class ImportTests
{
    private const string Main = """
        import "parts/cells.nas"
        network N(image: [1, 8, 8]) { output image |> Block |> global_avg_pool |> linear(2) }
        """;

    private const string Cells = """
        import "../ops.nas" as ops
        cell Block(x) { output x |> choose { small = ops.Conv(3), large = ops.Conv(5) } }
        """;

    private const string Ops = "op Conv(k)(x) = x |> conv_bn_relu(4, k)\n";

    private static Workspace Folder() => new Workspace().With("net/main.nas", Main).With("net/parts/cells.nas", Cells).With("net/ops.nas", Ops);

    [Fact]
    public void Paths_are_relative_to_the_file_that_imports()
    {
        using var workspace = Folder();
        Assert.Equal(new CliResult(0, "", ""), workspace.Run("check", "net/main.nas"));
        workspace.Run("check", workspace["net/main.nas"]).Succeeds();
        Assert.Contains("class N", workspace.Run("compile", "net/main.nas").Succeeds().Out, StringComparison.Ordinal);
        Assert.Contains("parts/cells.nas:2:", workspace.Run("compile", "net/main.nas", "--emit", "ir").Succeeds().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Imports_of_standard_input_start_in_the_current_folder()
    {
        using var workspace = Folder();
        workspace.Run(Main.Replace("parts/", "net/parts/", StringComparison.Ordinal), ["check", "-"]).Succeeds();
        workspace.Run(Main, ["check", "-"]).Fails(1, "there is no file `parts/cells.nas`", "--> <stdin>:1:8");
    }

    [Theory]
    [InlineData("text", "--> net/parts/cells.nas:2:33")]
    [InlineData("msbuild", "net/parts/cells.nas(2,33,2,39): error NAS2003")]
    [InlineData("json", "\"file\": \"net/parts/cells.nas\"")]
    [InlineData("sarif", "\"uri\": \"net/parts/cells.nas\"")]
    public void A_mistake_is_shown_in_its_own_file(string format, string place)
    {
        using var workspace = Folder().With("net/parts/cells.nas", "// cells\ncell Block(x) { output x |>     cnov_3(8) }\n");
        workspace.Run("check", "net/main.nas", "--format", format).Fails(1, place);
    }

    [Fact]
    public void Places_in_two_files_are_both_shown()
    {
        using var workspace = Folder().With("net/main.nas", "\n" + Main + "\ncell Block(x) { output x }\n");
        workspace.Run("check", "net/main.nas").Fails(1, "NAS2021", "--> net/main.nas:4:6", "::: net/parts/cells.nas:2:6");
        using var document = JsonDocument.Parse(workspace.Run("check", "net/main.nas", "--format", "json").Fails(1).Error);
        var diagnostic = document.RootElement.GetProperty("diagnostics")[0];
        Assert.Equal("net/main.nas", diagnostic.GetProperty("file").GetString());
        Assert.Equal("net/parts/cells.nas", diagnostic.GetProperty("related")[0].GetProperty("file").GetString());
        Assert.Equal(2, diagnostic.GetProperty("related")[0].GetProperty("line").GetInt32());
    }

    [Fact]
    public void What_cannot_be_read_is_said_at_the_import()
    {
        using var workspace = Folder().With("net/parts/cell.nas", [0xFF, 0xFE]).With("net/empty.nas", " ");
        foreach (var (path, texts) in new (string, string[])[]
                 {
                     ("parts/cels.nas", ["NAS9001", "did you mean"]),
                     ("parts", ["NAS9002", "is a folder"]),
                     ("parts/cell.nas", ["NAS9005", "UTF-16"]),
                     ("empty.nas", ["NAS9006"]),
                     ("no/such/folder.nas", ["NAS9001"]),
                 })
            workspace.With("net/main.nas", Main.Replace("parts/cells.nas", path, StringComparison.Ordinal))
                .Run("check", "net/main.nas").Fails(1, [.. texts, "--> net/main.nas:1:8"]);
    }

    [Fact]
    public void A_link_to_a_file_is_that_file()
    {
        using var workspace = new Workspace().With("main.nas", "import \"link.nas\"\nconst K = 3\n");
        File.CreateSymbolicLink(workspace["link.nas"], workspace["main.nas"]);
        workspace.Run("check", "main.nas").Fails(1, "NAS2023", "imports itself");
    }

    [Fact]
    public void Standard_operations_are_listed_and_shown()
    {
        using var workspace = new Workspace();
        Assert.Contains("conv_bn_relu(filters, kernel, stride = 1)(x)", workspace.Run("ops").Succeeds().Out, StringComparison.Ordinal);
        var text = workspace.Run("ops", "conv_bn_relu").Succeeds().Out;
        Assert.Contains("written as\n  op conv_bn_relu(", text, StringComparison.Ordinal);
        Assert.Contains("x |> conv_bn_relu(32, 3): [32, 32, 32]", text, StringComparison.Ordinal);
        workspace.Run("ops", "conv_bn_rleu").Fails(2, "did you mean `conv_bn_relu`?");
        foreach (var name in NasDsl.Standard.StandardLibrary.Shared.Names)
            workspace.Run("ops", name).Succeeds();
    }

    [Fact]
    public void What_is_not_carried_out_is_a_warning_until_it_is_asked_for()
    {
        using var workspace = new Workspace().With("n.nas", Programs.Tiny.Replace("search darts", "search ddpg", StringComparison.Ordinal)
            + "objective maximize accuracy\n");
        var check = workspace.Run("check", "n.nas").Succeeds();
        Assert.Equal(1, check.Error.Split("warning[NAS5002]").Length - 1);
        Assert.Contains("`search ddpg` is not carried out yet", check.Error, StringComparison.Ordinal);
        Assert.NotEmpty(workspace.Run("compile", "n.nas").Succeeds().Out);
        var search = workspace.Run("search", "n.nas", "--data", "none", "--out", "runs/1")
            .Fails(1, "error[NAS5001]: `search ddpg` is not carried out yet");
        Assert.DoesNotContain("NAS5002", search.Error, StringComparison.Ordinal);
    }
}
