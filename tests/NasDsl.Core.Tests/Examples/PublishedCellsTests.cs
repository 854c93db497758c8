using System.Globalization;
using NasDsl.Analysis;
using NasDsl.Architectures;
using NasDsl.Testing;
using NasDsl.Text;

namespace NasDsl.Tests.Examples;

/// <summary>Cells found by published searches, as children of our spaces: docs/benchmarks.md holds their sizes against the papers'.</summary>
public class PublishedCellsTests
{
    // A node of a NASNet cell joins two of the states before it: (2 3 4 5 6)^2 = 720^2 pairs in a cell, and an operation for each.
    [Theory]
    [InlineData("nasnet.nas", "5229943396058757337940161399357440000")] // (720^2 13^10 2^5)^2
    [InlineData("enas_micro.nas", "25628906250000000000000000")] // (720^2 5^10)^2
    [InlineData("enas_macro.nas", "160618186625454535808756219904")] // 6^12 2^(11 12 / 2)
    [InlineData("pnas.nas", "556627761561600")] // one cell: 720^2 8^10
    [InlineData("amoebanet.nas", "309834464941077422470594560000")] // (720^2 8^10)^2
    [InlineData("nao.nas", "180793864878183473986263490560000")] // (720^2 11^10)^2
    [InlineData("nas_rl.nas", "2251799813685248")] // (4 4 4)^6 2^(5 6 / 2)
    [InlineData("petridish.nas", "2977579097571204")] // (63 (1 + 511 (1 + 1694)))^2: 7 2 + 7^2, 7 3 + 7^2 3 + 7^3, 7 4 + 7^2 6 + 7^3 4
    [InlineData("bats.nas", "1076746950455072400")] // as DARTS: (1 3 6 10 7^8)^2
    [InlineData("nasbot.nas", "2625000")] // 50^3 layers, 1 3 7 inputs
    public void A_space_has_as_many_architectures_as_can_be_counted_by_hand(string file, string count)
    {
        var space = Compilation.Create(new SourceText(RepositoryRoot.ReadText("examples", file), file)).Space;
        Assert.NotNull(space);

        Assert.Equal(count, SpaceCounter.For(space).Architectures.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("nasnet.nas", "nasnet_a.cifar", "Cifar", "N=6 F=32 released=1", 3_328_234, 525_786_624)]
    [InlineData("nasnet.nas", "nasnet_a.mobile", "Mobile", "released=1", 5_287_076, 558_051_936)]
    [InlineData("pnas.nas", "pnasnet_5.cifar", "Cifar", "N=3 F=48", 3_176_602, 562_111_872)]
    [InlineData("pnas.nas", "pnasnet_5.mobile", "Mobile", "", 5_063_347, 587_917_328)]
    [InlineData("amoebanet.nas", "amoebanet_a.cifar", "Cifar", "N=6 F=36", 3_145_510, 470_352_096)]
    [InlineData("amoebanet.nas", "amoebanet_a.mobile", "Mobile", "", 4_982_986, 542_085_280)]
    [InlineData("enas_micro.nas", "enas_micro", "Micro", "N=5 F=36", 3_894_382, 620_907_552)]
    [InlineData("nao.nas", "naonet", "Cifar", "N=6 F=36", 11_470_150, 1_655_234_784)]
    public void A_published_cell_has_its_size(string file, string winner, string network, string sizes, long parameters, long macs)
    {
        var values = sizes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('='))
            .ToDictionary(s => s[0], s => double.Parse(s[1], CultureInfo.InvariantCulture));
        var space = Compilation.Create(new SourceText(RepositoryRoot.ReadText("examples", file), file))
            .WithNetwork(network).WithArguments(values).Space;
        Assert.NotNull(space);
        var text = RepositoryRoot.ReadText("tests", "NasDsl.Core.Tests", "winners", $"{winner}.arch.json");

        var read = ArchitectureFile.Read(new SourceText(text, winner), space);

        Assert.Empty(read.Diagnostics);
        Assert.NotNull(read.Architecture);
        var cost = CostModel.Of(ArchitectureResolver.Resolve(space, read.Architecture));
        Assert.Equal((parameters, macs), (cost.Parameters, cost.Macs));
    }
}
