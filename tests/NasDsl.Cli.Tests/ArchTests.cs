namespace NasDsl.Cli.Tests;

public sealed class ArchTests
{
    [Fact]
    public void A_genotype_comes_back_as_it_went_in()
    {
        using var workspace = new Workspace().With("darts.nas", Programs.Darts).With("v2.txt", $"DARTS_V2 = {Programs.DartsV2}\n");
        var fromFile = workspace.Run("arch", "import", "darts.nas", "v2.txt", "--from", "darts").Succeeds().Out;
        Assert.Equal(fromFile, workspace.Run("arch", "import", "darts.nas", Programs.DartsV2).Succeeds().Out);
        Assert.Equal(fromFile, workspace.Run(Programs.DartsV2, ["arch", "import", "darts.nas"]).Succeeds().Out);

        workspace.With("v2.arch.json", fromFile);
        var genotype = workspace.Run("arch", "export", "darts.nas", "v2.arch.json", "--to", "darts").Succeeds().Out;
        Assert.StartsWith("Genotype(normal=[('sep_conv_3x3', 0), ", genotype, StringComparison.Ordinal);
        Assert.Equal(fromFile, workspace.Run("arch", "import", "darts.nas", genotype).Succeeds().Out);
    }

    [Fact]
    public Task A_genotype_that_does_not_fit_is_marked()
    {
        using var workspace = new Workspace().With("darts.nas", Programs.Darts);
        var wrong = Programs.DartsV2.Replace("('dil_conv_3x3', 2)", "('dil_conv3x3', 7)", StringComparison.Ordinal);
        return Verify(workspace.Run("arch", "import", "darts.nas", wrong).Fails(1).Error);
    }

    [Fact]
    public void What_is_neither_genotype_nor_file_is_a_missing_file()
    {
        using var workspace = new Workspace().With("darts.nas", Programs.Darts).With("tiny.nas", Programs.Tiny)
            .With("a.arch.json", Programs.TinyArchitecture);
        workspace.Run("arch", "import", "darts.nas", "v2.txt").Fails(1, "there is no file `v2.txt`");
        workspace.Run("arch", "export", "tiny.nas", "a.arch.json").Fails(1, "NAS6022");
    }

    [Fact]
    public void A_valid_architecture_is_passed_over_in_silence()
    {
        using var workspace = new Workspace().With("tiny.nas", Programs.Tiny).With("a.arch.json", Programs.TinyArchitecture);
        Assert.Equal(new CliResult(0, "", ""), workspace.Run("arch", "validate", "tiny.nas", "a.arch.json"));
    }

    [Fact]
    public Task A_violated_constraint_is_marked_in_the_program()
    {
        var skips = Programs.TinyArchitecture.Replace("conv_3x3", "skip_connect", StringComparison.Ordinal);
        using var workspace = new Workspace().With("tiny.nas", Programs.Tiny).With("skips.arch.json", skips);
        return Verify(workspace.Run("arch", "validate", "tiny.nas", "skips.arch.json").Fails(1, "NAS9018").Error);
    }

    [Fact]
    public Task An_architecture_of_another_version_says_what_changed()
    {
        using var workspace = new Workspace().With("tiny.nas", Programs.Tiny);
        workspace.With("old.arch.json", workspace.Run("sample", "tiny.nas", "--seed", "1").Succeeds().Out);
        workspace.With("tiny.nas", Programs.Tiny.Replace("conv_3x3 ", "conv3 ", StringComparison.Ordinal));
        return Verify(workspace.Run("compile", "tiny.nas", "--arch", "old.arch.json").Fails(1, "NAS6008").Error);
    }

    [Fact]
    public void Samples_are_architectures_that_satisfy_the_constraints_and_repeat_with_the_seed()
    {
        using var workspace = new Workspace().With("tiny.nas", Programs.Tiny);
        workspace.Run("sample", "tiny.nas", "-n", "20", "--seed", "7", "-o", "drawn").Succeeds();
        Assert.Equal(20, Directory.GetFiles(workspace["drawn"]).Length);
        Assert.All(Directory.GetFiles(workspace["drawn"]), file => workspace.Run("arch", "validate", "tiny.nas", file).Succeeds());
        Assert.Equal(workspace.Read("drawn/0001.arch.json"), workspace.Run("sample", "tiny.nas", "--seed", "7").Succeeds().Out);
        var lines = workspace.Run("sample", "tiny.nas", "-n", "20", "--seed", "7").Succeeds().Out.TrimEnd().Split('\n');
        Assert.Equal(20, lines.Length);
        workspace.With("line.arch.json", lines[19]);
        workspace.Run("arch", "validate", "tiny.nas", "line.arch.json").Succeeds();
    }

    [Fact]
    public void Unconstrained_samples_are_drawn_among_all()
    {
        using var workspace = new Workspace().With("tiny.nas", Programs.Tiny);
        var all = workspace.Run("sample", "tiny.nas", "-n", "200", "--unconstrained").Succeeds().Out.Split('\n').Distinct().Count();
        var allowed = workspace.Run("sample", "tiny.nas", "-n", "200").Succeeds().Out.Split('\n').Distinct().Count();
        Assert.Equal((8 + 1, 6 + 1), (all, allowed));
    }

    [Fact]
    public void Constraints_that_nothing_satisfies_are_said()
    {
        var program = Programs.Tiny + "constraint count(conv_3x3 in Block) >= 5\n";
        using var workspace = new Workspace().With("tiny.nas", program);
        workspace.Run("sample", "tiny.nas").Fails(1, "NAS9017", "10000");
    }
}
