using System.Globalization;
using NasDsl.Analysis;
using NasDsl.Architectures;
using NasDsl.Testing;
using NasDsl.Text;

namespace NasDsl.Tests.Examples;

/// <summary>Cells found by published searches, as children of our spaces: docs/benchmarks.md holds their sizes against the papers'.</summary>
public class PublishedCellsTests
{
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
        Assert.Equal((parameters, macs), ((long)cost.Parameters, (long)cost.Macs));
    }
}
