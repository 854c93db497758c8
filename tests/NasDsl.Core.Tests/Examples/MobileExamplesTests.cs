using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Testing;
using NasDsl.Text;

namespace NasDsl.Tests.Examples;

/// <summary>Spaces of mobile and dense networks: their sizes counted by hand, and the published winners rebuilt.</summary>
public class MobileExamplesTests
{
    /// <summary>Each count follows from the choices of a place and the number of places.</summary>
    [Theory]
    [InlineData("mnasnet.nas", "1247968747541495808")] // 432^5 blocks, 288^2 where MobileNetV2 has one layer: 2 x 2 x 3 x 3 x 4 x (3 or 2)
    [InlineData("efficientnet.nas", "8192")] // 2^7 kernels, 2^6 expansions: the first stage expands nothing
    [InlineData("proxylessnas.nas", "221502229807900608")] // 6^6 first layers of stages, 7^15 others
    [InlineData("ofa.nas", "21758655492572485851")] // ((3 3)^2 + (3 3)^3 + (3 3)^4)^5
    [InlineData("mixnet.nas", "102400000000000")] // (5 2 2)^10 and 5 2 of the block that expands nothing
    [InlineData("dpc.nas", "418414128120")] // 5! 81^5
    [InlineData("nas_fpn.nas", "1062233948160000000")] // inputs (5 6 7 8 9 10 11)^2, 2^7 merges, 5^2 levels and 5! orders
    public void A_space_has_as_many_architectures_as_can_be_counted_by_hand(string file, string count) =>
        Assert.Equal(BigInteger.Parse(count, CultureInfo.InvariantCulture), SpaceCounter.For(SpaceOf(file)).Architectures);

    [Fact]
    public void MnasNet_A1_has_the_published_size() =>
        AssertSize((3_887_038, 311_579_072), Present(Compile("mnasnet.nas").WithNetwork("MnasNetA1").Space), Architecture.Empty);

    [Theory]
    [InlineData(1, 1, 224, 5_288_548, 385_814_752)]
    [InlineData(1, 1.1, 240, 7_794_184, 686_802_832)]
    [InlineData(1.4, 1.8, 380, 19_341_616, 4_393_771_024)]
    [InlineData(2, 3.1, 600, 66_347_960, 37_745_884_192)]
    public void EfficientNets_have_the_published_sizes(double width, double depth, double resolution, long parameters, long macs)
    {
        var space = SpaceOf("efficientnet.nas", ("width", width), ("depth", depth), ("resolution", resolution));
        AssertSize((parameters, macs), space, Taking(space, _ => "published"));
    }

    [Theory]
    [InlineData(1, 4_080_512, "53 33 - - 73 33 53 53 76 53 53 53 56 53 53 53 76 76 73 73 76")]
    [InlineData(2, 7_119_848, "53 - - - 73 - - 33 76 - - 53 56 - 33 53 76 76 76 56 76")]
    [InlineData(3, 4_361_648, "36 33 33 33 36 33 33 53 36 - - 33 56 33 33 33 56 53 53 33 56")]
    public void ProxylessNAS_has_the_published_weights(double device, long parameters, string layers)
    {
        var space = SpaceOf("proxylessnas.nas", ("device", device));
        var labels = layers.Split(' ').Select(l => l == "-" ? "skip" : $"k{l[0]}_e{l[1]}").ToList();
        var architecture = space.Decisions.Zip(labels).Aggregate(Architecture.Empty, (a, d) => a.With(d.First.Name, d.Second));
        Assert.Equal(parameters, CostModel.Of(ArchitectureResolver.Resolve(space, architecture)).Parameters);
    }

    [Theory]
    [InlineData(16, 24, 2, 1, 4_134_606, 239_173_360, "11132323454", "12212112211", "12212222212")]
    [InlineData(24, 32, 3, 1, 5_014_382, 339_172_672, "13142341444", "12212121211", "12212121212")]
    [InlineData(24, 32, 3, 1.3, 7_329_252, 555_251_792, "13142341444", "12212121211", "12212121212")]
    public void MixNets_have_the_published_weights(
        double first, double second, double layers, double width, long parameters, long macs, string groups, string up, string down)
    {
        var space = SpaceOf("mixnet.nas", ("first", first), ("second", second), ("layers", layers), ("width", width));
        AssertSize((parameters, macs), space, Taking(space, name =>
        {
            var block = int.Parse(name[5..name.IndexOf(']')], CultureInfo.InvariantCulture);
            return name.Split('.')[^1] switch { "groups" => $"k{groups[block]}", "up" => $"{up[block]}", _ => $"{down[block]}" };
        }));
    }

    /// <summary>The branches have 814,080 weights in convolutions; normalizations, the projection and the classifier come on top.</summary>
    [Fact]
    public void The_published_dense_prediction_cell_has_the_weights_counted_by_hand()
    {
        (string Input, string Height, string Width)[] branches =
            [("features", "1", "6"), ("b[0]", "18", "15"), ("b[1]", "6", "3"), ("b[0]", "1", "1"), ("b[0]", "6", "21")];
        var architecture = branches.Select((b, i) => (Branch: b, Name: $"b[{i}]")).Aggregate(Architecture.Empty, (a, b) => a
            .With($"{b.Name}.edges", b.Branch.Input).With($"{b.Name}.output", "atrous")
            .With($"{b.Name}.output.atrous.height", b.Branch.Height).With($"{b.Name}.output.atrous.width", b.Branch.Width));

        const long Convolutions = 9 * 2048 + 2048 * 256 + 4 * (9 * 256 + 256 * 256);
        const long Normalizations = 2 * (2048 + 256) + 4 * 2 * (256 + 256);
        const long Tail = 1280 * 256 + 2 * 256 + 256 * 19 + 19;
        AssertSize((Convolutions + Normalizations + Tail, (Convolutions + 1280 * 256 + 256 * 19) * 65 * 129), SpaceOf("dpc.nas"), architecture);
    }

    private static void AssertSize((long Parameters, long Macs) expected, SearchSpace space, Architecture architecture)
    {
        var cost = CostModel.Of(ArchitectureResolver.Resolve(space, architecture));
        Assert.Equal(expected, (cost.Parameters, cost.Macs));
    }

    private static Architecture Taking(SearchSpace space, Func<string, string> label) =>
        space.Decisions.Aggregate(Architecture.Empty, (a, d) => a.With(d.Name, label(d.Name)));

    private static Compilation Compile(string file)
    {
        var compilation = Compilation.Create(new SourceText(RepositoryRoot.ReadText("examples", file), file));
        Assert.False(compilation.HasErrors);
        return compilation;
    }

    private static SearchSpace SpaceOf(string file, params (string Name, double Value)[] arguments) =>
        Present(Compile(file).WithArguments(arguments.ToImmutableDictionary(a => a.Name, a => a.Value)).Space);

    private static T Present<T>(T? value)
        where T : class
    {
        Assert.NotNull(value);
        return value;
    }
}
