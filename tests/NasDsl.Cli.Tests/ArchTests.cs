using NasDsl.Testing;

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
        workspace.Run("arch", "export", "tiny.nas", "a.arch.json").Fails(1, "NAS6031", "`darts`: no cell with decisions has `normal` in its name");
        workspace.Run("arch", "export", "tiny.nas", "a.arch.json", "--to", "darts").Fails(1, "NAS6022");
    }

    [Fact]
    public void A_benchmark_string_is_known_by_the_space_and_comes_back()
    {
        const string cell = "|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|";
        using var workspace = new Workspace().With("space.nas", RepositoryRoot.ReadText("examples", "nasbench201.nas"));
        workspace.Run("arch", "import", "space.nas", cell, "-o", "a.arch.json").Succeeds();
        Assert.Equal($"{cell}\n", workspace.Run("arch", "export", "space.nas", "a.arch.json").Succeeds().Out);
        workspace.Run("arch", "import", "space.nas", cell, "--from", "transnas").Fails(1, "NAS6031");
        workspace.Run("arch", "import", "space.nas", "|none~0|", "--from", "nasbench201").Fails(1, "NAS6033");
    }

    [Fact]
    public void A_space_of_two_notations_needs_the_name_of_one()
    {
        using var workspace = new Workspace().With("space.nas", RepositoryRoot.ReadText("examples", "transnas_micro.nas"));
        workspace.Run("arch", "import", "space.nas", "1_02_333").Fails(1, "NAS6036", "`nasbench201`, `transnas`", "--from");
        workspace.Run("arch", "import", "space.nas", "1_02_333", "--from", "transnas", "-o", "a.arch.json").Succeeds();
        Assert.Equal(
            "|skip_connect~0|+|none~0|conv_1x1~1|+|conv_3x3~0|conv_3x3~1|conv_3x3~2|\n",
            workspace.Run("arch", "export", "space.nas", "a.arch.json", "--to", "nasbench201").Succeeds().Out);
    }

    [Fact]
    public void Differences_are_listed_and_said_by_the_exit_code()
    {
        var other = Programs.TinyArchitecture
            .Replace("\"skip_connect\"", "\"conv_3x3\"", StringComparison.Ordinal)
            .Replace("[\"n[0]\"]", "[\"a\"]", StringComparison.Ordinal).Replace("edge[n[0]]", "edge[a]", StringComparison.Ordinal);
        using var workspace = new Workspace().With("tiny.nas", Programs.Tiny)
            .With("a.arch.json", Programs.TinyArchitecture).With("b.arch.json", other);

        Assert.Equal(new CliResult(0, "", ""), workspace.Run("arch", "diff", "tiny.nas", "a.arch.json", "a.arch.json"));
        Assert.Equal(
            new CliResult(
                1,
                """
                Block.n[0].edge[a]     skip_connect -> conv_3x3
                Block.n[1].edges       n[0] -> a
                Block.n[1].edge[a]     (does not exist) -> conv_3x3
                Block.n[1].edge[n[0]]  conv_3x3 -> (does not exist)

                """.ReplaceLineEndings("\n"),
                ""),
            workspace.Run("arch", "diff", "tiny.nas", "a.arch.json", "b.arch.json"));
        var json = workspace.Run("arch", "diff", "tiny.nas", "a.arch.json", "b.arch.json", "--json");
        Assert.Equal(1, json.ExitCode);
        Assert.Contains("\"same\":false,\"differences\":[{\"decision\":\"Block.n[0].edge[a]\",\"a\":[\"skip_connect\"],\"b\":[\"conv_3x3\"]}", json.Out);
        Assert.Contains("{\"decision\":\"Block.n[1].edge[a]\",\"a\":null,\"b\":[\"conv_3x3\"]}", json.Out);
        workspace.Run("arch", "diff", "tiny.nas", "a.arch.json", "none.arch.json").Fails(1, "there is no file");
    }

    [Fact]
    public void Isomorphic_cells_hash_alike()
    {
        using var workspace = new Workspace().With("space.nas", RepositoryRoot.ReadText("examples", "nasbench201.nas"));
        Assert.Equal(Hash("|none~0|+|nor_conv_1x1~0|none~1|+|none~0|none~1|nor_conv_3x3~2|"), Hash("|nor_conv_1x1~0|+|none~0|none~1|+|none~0|nor_conv_3x3~1|none~2|"));
        Assert.NotEqual(Hash("|none~0|+|none~0|none~1|+|none~0|none~1|nor_conv_3x3~2|"), Hash("|none~0|+|none~0|none~1|+|nor_conv_3x3~0|none~1|none~2|"));

        string Hash(string cell)
        {
            workspace.Run("arch", "import", "space.nas", cell, "-o", "a.arch.json").Succeeds();
            var hash = workspace.Run("arch", "hash", "space.nas", "a.arch.json").Succeeds().Out;
            Assert.Matches("^[0-9a-f]{32}\n$", hash);
            return hash;
        }
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
