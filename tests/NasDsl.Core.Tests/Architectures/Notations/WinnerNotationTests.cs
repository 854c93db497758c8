using NasDsl.Analysis;
using NasDsl.Architectures.Notations;
using NasDsl.IR;
using NasDsl.Testing;
using NasDsl.Tests.Semantics;
using NasDsl.Text;
using static NasDsl.Tests.Architectures.Notations.NotationSpaces;

namespace NasDsl.Tests.Architectures.Notations;

/// <summary>The printed winners of MnasNet, NAS-FPN and NAS-Bench-101, as architectures of the example spaces and back.</summary>
public class WinnerNotationTests
{
    private const string MnasNetA1 =
        "r1_k3_s11_e1_i32_o16_noskip; r2_k3_s22_e6_i16_o24; r3_k5_s22_e3_i24_o40_se.25; r4_k3_s22_e6_i40_o80; "
        + "r2_k3_s11_e6_i80_o112_se.25; r3_k5_s22_e6_i112_o160_se.25; r1_k3_s11_e6_i160_o320";

    private const string NasFpnWinner = "(4,att,1,3)(4,sum,1,5)(3,sum,0,6)*(4,sum,6,7)*(5,att,7,8)*(7,att,6,9)*(6,att,9,10)*";

    private static readonly SearchSpace MnasNet = Example("mnasnet");

    private static readonly SearchSpace NasFpn = Example("nas_fpn");

    private static readonly SearchSpace NasBench101 = Example("nasbench101");

    /// <summary>The space with 112 instead of 96 filters in its fifth block: A1 lies in no other.</summary>
    private static readonly SearchSpace AroundA1 = SpaceOf(
        RepositoryRoot.ReadText("examples", "mnasnet.nas").Replace("Block( 96 * width, 3, 1)", "Block(112 * width, 3, 1)", StringComparison.Ordinal));

    [Fact]
    public void Each_space_is_known_by_its_form()
    {
        Assert.Equal("mnasnet", Assert.Single(Notation.Of(MnasNet)).Name);
        Assert.Equal("nas-fpn", Assert.Single(Notation.Of(NasFpn)).Name);
        Assert.Equal("nasbench101", Assert.Single(Notation.Of(NasBench101)).Name);
    }

    [Fact]
    public void MnasNet_A1_is_an_architecture_and_comes_back()
    {
        var architecture = Read("mnasnet", AroundA1, MnasNetA1);

        Assert.Equal(["dw", "none", "mb3"], Choices(architecture, "body[0].kind", "body[0].skip", "body[2].kind"));
        Assert.Equal(
            MnasNetA1.Replace("; ", "\n", StringComparison.Ordinal).Replace("se.25", "se0.25", StringComparison.Ordinal),
            Write("mnasnet", AroundA1, architecture));
        var cost = CostModel.Of(ArchitectureResolver.Resolve(AroundA1, architecture));
        Assert.Equal((3_887_038, 311_579_072), (cost.Parameters, cost.Macs));
    }

    [Fact]
    public void The_filters_of_A1_that_the_published_space_has_not_are_the_only_thing_marked() =>
        AssertHas("mnasnet", MnasNet, MnasNetA1.Replace("_o112", "_[|o112|]", StringComparison.Ordinal), "NAS6032");

    [Theory]
    [InlineData("r1_k3_e1_o16", "r1_[|k7|]_e1_o16", "NAS6032")]
    [InlineData("r1_k3_e1_o16", "[|r3|]_k3_e1_o16", "NAS6032")]
    [InlineData("r1_k3_e1_o16", "r1_k3_[|e2|]_o16", "NAS6032")]
    [InlineData("r1_k3_e1_o16", "r1_k3_e1_o16_[|se0.5|]", "NAS6032")]
    [InlineData("r1_k3_e1_o16", "r1_k3_e1_[|i16|]_o16", "NAS6035")]
    [InlineData("r1_k3_e1_o16", "r1_k3_[|s22|]_e1_o16", "NAS6035")]
    public void What_a_stage_says_and_the_space_has_not_is_marked(string right, string marked, string code)
    {
        const string rest = "; r2_k3_e6_o24; r3_k5_e3_o40_se.25; r4_k3_e6_o80; r2_k3_e6_o120_se.25; r3_k5_e6_o160_se.25; r1_k3_e6_o320";
        Read("mnasnet", MnasNet, right + rest);
        AssertHas("mnasnet", MnasNet, marked + rest, code);
    }

    [Fact]
    public void Another_number_of_stages_is_said() =>
        AssertHas("mnasnet", MnasNet, "[|r1_k3_e1_o16; r2_k3_e6_o24|]", "NAS6033");

    [Fact]
    public void Stages_without_regular_convolutions_and_poolings_come_back()
    {
        var sampler = ArchitectureSampler.For(MnasNet, 3);
        for (var i = 0; i < 50; i++)
        {
            var architecture = sampler.Next();
            foreach (var (name, labels) in architecture.Choices)
                architecture = labels[0] is "conv" or "pool" ? architecture.With(name, labels[0] == "conv" ? "mb6" : "identity") : architecture;
            var text = Write("mnasnet", MnasNet, architecture);
            var read = Read("mnasnet", MnasNet, text);
            Assert.Equal(text, Write("mnasnet", MnasNet, read));
            // Where two widths round to as many filters, either stands for the text.
            Assert.Equal(Without("width", architecture), Without("width", read));
            Assert.Equal(CostModel.Of(ArchitectureResolver.Resolve(MnasNet, architecture)), CostModel.Of(ArchitectureResolver.Resolve(MnasNet, read)));
        }
    }

    [Fact]
    public void What_no_stage_can_say_is_named()
    {
        var architecture = Read("mnasnet", AroundA1, MnasNetA1).With("body[2].kind", "conv").With("body[4].skip", "pool");

        var diagnostics = Named("mnasnet").Write(AroundA1, architecture).Diagnostics;

        Assert.Equal(["NAS6039", "NAS6039"], diagnostics.Select(d => d.Code));
        Assert.Contains("`conv`, which `body[2].kind` takes", diagnostics[0].Message);
        Assert.Contains("`pool`, which `body[4].skip` takes", diagnostics[1].Message);
    }

    [Fact]
    public void The_winner_of_NAS_FPN_is_an_architecture_and_comes_back()
    {
        var architecture = Read("nas-fpn", NasFpn, NasFpnWinner);

        // The gate is the coarser feature: the program's first input.
        Assert.Equal(["p6", "p4", "1"], Choices(architecture, "Pyramid.n[0][0].edges", "Pyramid.n[0][1].edges", "Pyramid.n[0]"));
        Assert.Equal(["0", "1", "2", "4", "3"], architecture.Choices["Pyramid.levels"].ToArray());
        Assert.Equal(["n[5]", "n[4]", "attention"], Choices(architecture, "Pyramid.n[6][0].edges", "Pyramid.n[6][1].edges", "Pyramid.n[6].merge"));
        Assert.Equal(NasFpnWinner, Write("nas-fpn", NasFpn, architecture));
    }

    [Fact]
    public void Pyramids_come_back_or_are_told_why_not()
    {
        var sampler = ArchitectureSampler.For(NasFpn, 4);
        var written = 0;
        for (var i = 0; i < 200; i++)
        {
            var architecture = sampler.Next();
            var result = Named("nas-fpn").Write(NasFpn, architecture);
            if (result.Text is { } text)
                Assert.Equal(architecture, Read("nas-fpn", NasFpn, text));
            else
                Assert.All(result.Diagnostics, d => Assert.True(
                    d.Code == "NAS6039" && d.Message.EndsWith("the gate is the finer of the two inputs", StringComparison.Ordinal), d.Message));
            written += result.Text is null ? 0 : 1;
        }
        Assert.InRange(written, 10, 190);
    }

    [Theory]
    [InlineData("(4,att,1,3)(4,sum,1,5)[|(3,sum,0,6)|](4,sum,6,7)*(5,att,7,8)*(7,att,6,9)*(6,att,9,10)*", "NAS6038")]
    [InlineData("[|(4,att,1,3)*|](4,sum,1,5)(3,sum,0,6)*(4,sum,6,7)*(5,att,7,8)*(7,att,6,9)*(6,att,9,10)*", "NAS6038")]
    [InlineData("(4,att,1,3)(4,sum,1,5)(3,sum,0,6)*(4,sum,6,7)*(5,att,7,8)*(7,att,6,9)*([|5|],att,9,10)*", "NAS6038")]
    [InlineData("[|(4,att,1,3)(3,sum,0,5)*|]", "NAS6033")]
    public void What_is_wrong_in_a_pyramid_is_marked(string marked, string code) => AssertHas("nas-fpn", NasFpn, marked, code);

    [Theory]
    [InlineData("mnasnet", "r1_k3_e1_o16", "is no decision of an item of a chain")]
    [InlineData("nas-fpn", "(4,att,1,3)", "its decisions are not those of one cell")]
    public void A_space_of_another_form_is_said(string notation, string text, string reason)
    {
        var space = Semantics.Spaces.OfBody("output x |> choose { relu, tanh }");
        var diagnostic = Assert.Single(Named(notation).Read(new SourceText(text, "text"), space).Diagnostics);
        Assert.Equal("NAS6031", diagnostic.Code);
        Assert.Contains(reason, diagnostic.Message);
    }

    [Fact]
    public void A_cell_of_NAS_Bench_101_is_a_notation_like_the_others()
    {
        const string cell = """{"matrix": [[0, 1, 1], [0, 0, 1], [0, 0, 0]], "ops": ["input", "conv3x3-bn-relu", "output"]}""";
        var architecture = Read("nasbench101", NasBench101, cell);
        Assert.Equal(cell, Write("nasbench101", NasBench101, architecture));
        AssertHas("nasbench101", NasBench101, cell.Replace("\"conv3x3-bn-relu\"", "[|\"conv9x9-bn-relu\"|]", StringComparison.Ordinal), "NAS6042");
        Assert.Equal("NAS6044", Assert.Single(Named("nasbench101").Write(MnasNet, Architecture.Empty).Diagnostics).Code);
    }

    private static Architecture Without(string role, Architecture architecture) =>
        new(architecture.Choices.RemoveRange(architecture.Choices.Keys.Where(k => k.EndsWith($".{role}", StringComparison.Ordinal))));

    private static IEnumerable<string> Choices(Architecture architecture, params IEnumerable<string> decisions) =>
        decisions.Select(d => architecture.Choices[d][0]);
}
