using System.Text;

namespace NasDsl.Cli.Tests;

public sealed class CheckTests
{
    [Fact]
    public void A_good_file_is_passed_over_in_silence()
    {
        using var workspace = new Workspace().With("tiny.nas", Programs.Tiny);
        Assert.Equal(new CliResult(0, "", ""), workspace.Run("check", "tiny.nas"));
    }

    [Fact]
    public void Every_file_is_checked_in_one_run()
    {
        using var workspace = new Workspace().With("tiny.nas", Programs.Tiny).With("broken.nas", Programs.Broken);
        workspace.Run("check", "missing.nas", "tiny.nas", "broken.nas").Fails(
            1, "there is no file `missing.nas`", "did you mean `conv`?", "broken.nas:4:10");
    }

    [Fact]
    public void A_file_of_cells_alone_is_fine()
    {
        using var workspace = new Workspace().With("cells.nas", "cell C(x) { output x }\n");
        workspace.Run("check", "cells.nas").Succeeds();
        workspace.Run("compile", "cells.nas").Fails(1, "NAS2020");
    }

    [Fact]
    public void Standard_input_is_a_file_too()
    {
        using var workspace = new Workspace();
        workspace.Run(Programs.Tiny, ["check", "-"]).Succeeds();
        workspace.Run(Programs.Broken, ["check", "-"]).Fails(1, "--> <stdin>:2:12");
        workspace.Run("", ["check", "-"]).Fails(1, "NAS9006");
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("")]
    public void Byte_order_mark_and_line_ends_of_Windows_change_nothing(string mark)
    {
        using var workspace = new Workspace()
            .With("tiny.nas", mark + Programs.Tiny.ReplaceLineEndings("\r\n"))
            .With("broken.nas", mark + Programs.Broken.ReplaceLineEndings("\r\n"));
        workspace.Run("check", "tiny.nas").Succeeds();
        workspace.Run("check", "broken.nas").Fails(1, "broken.nas:2:12");
    }

    [Fact]
    public void What_is_no_text_is_said_with_the_byte()
    {
        using var workspace = new Workspace()
            .With("latin.nas", [.. "// caf"u8, 0xE9, .. "\n"u8])
            .With("utf16.nas", Encoding.Unicode.GetPreamble())
            .With("zip.nas", [.. "PK"u8, 3, 4, 0, 0])
            .With("empty.nas", " \n\t\n");
        workspace.Run("check", "latin.nas").Fails(1, "NAS9005", "byte 6 is 0xE9");
        workspace.Run("check", "utf16.nas").Fails(1, "NAS9005", "UTF-16");
        workspace.Run("check", "zip.nas").Fails(1, "NAS9005", "byte 4 is zero");
        workspace.Run("check", "empty.nas").Fails(1, "NAS9006", "`empty.nas` is empty");
    }

    [Fact]
    public void A_huge_or_endless_file_is_not_read_to_its_end()
    {
        using var workspace = new Workspace();
        using (var file = File.Create(workspace["huge.nas"]))
            file.SetLength(64L * 1024 * 1024);
        workspace.Run("check", "huge.nas").Fails(1, "NAS9004", "more than 16 MiB");
        if (File.Exists("/dev/zero"))
            workspace.Run("check", "/dev/zero").Fails(1, "NAS9004");
    }

    [Fact]
    public void Folders_and_other_kinds_of_files_are_named()
    {
        using var workspace = new Workspace().With("best.arch.json", Programs.TinyArchitecture).With("tiny.nas", Programs.Tiny);
        workspace.Run("check", ".").Fails(1, "NAS9002", "`.` is a folder");
        workspace.Run("check", "best.arch.json").Fails(1, "NAS9008", "give the program (.nas) here");
        workspace.Run("info", "tiny.nas", "--arch", "tiny.nas").Fails(1, "NAS9008", "not an architecture");
        workspace.Run("check", "tiny.nas/x").Fails(1, "tiny.nas/x");
        workspace.Run("check", "").Fails(1);
        workspace.Run("check", "tny.nas").Fails(1, "did you mean `tiny.nas`?");
    }
}
