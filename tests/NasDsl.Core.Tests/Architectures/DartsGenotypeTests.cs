using FsCheck;
using FsCheck.Fluent;
using NasDsl.Analysis;
using NasDsl.Architectures;
using NasDsl.IR;
using NasDsl.Tests.Analysis;
using NasDsl.Text;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Architectures;

public class DartsGenotypeTests
{
    /// <summary>The cells published by Liu, Simonyan and Yang (2019): first-order and second-order search on CIFAR-10.</summary>
    public const string DartsV1 =
        "DARTS_V1 = Genotype(normal=[('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('skip_connect', 0), ('sep_conv_3x3', 1), "
        + "('skip_connect', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('skip_connect', 2)], normal_concat=[2, 3, 4, 5], "
        + "reduce=[('max_pool_3x3', 0), ('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 0), ('max_pool_3x3', 0), "
        + "('skip_connect', 2), ('skip_connect', 2), ('avg_pool_3x3', 0)], reduce_concat=[2, 3, 4, 5])";

    public const string DartsV2 =
        "DARTS_V2 = Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('sep_conv_3x3', 1), "
        + "('sep_conv_3x3', 1), ('skip_connect', 0), ('skip_connect', 0), ('dil_conv_3x3', 2)], normal_concat=[2, 3, 4, 5], "
        + "reduce=[('max_pool_3x3', 0), ('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 1), ('max_pool_3x3', 0), "
        + "('skip_connect', 2), ('skip_connect', 2), ('max_pool_3x3', 1)], reduce_concat=[2, 3, 4, 5])";

    private const string Short =
        "Genotype(normal=[('skip_connect',0),('skip_connect',1)], normal_concat=[2], "
        + "reduce=[('skip_connect',0),('skip_connect',1)], reduce_concat=[2])";

    [Fact]
    public void The_published_second_order_cell_is_read()
    {
        var architecture = Read(DartsV2).Architecture;

        Assert.NotNull(architecture);
        Assert.Equal(8 + 16, architecture.Choices.Count);
        Assert.Equal(["p", "n[0]"], architecture.Choices["Normal.n[3].edges"].ToArray());
        Assert.Equal("skip_connect", architecture.Choices["Normal.n[3].edge[p]"][0]);
        Assert.Equal("dil_conv_3x3", architecture.Choices["Normal.n[3].edge[n[0]]"][0]);
        Assert.Equal(["q", "n[0]"], architecture.Choices["Reduction.n[1].edges"].ToArray());
        Assert.Empty(ArchitectureValidator.Validate(Darts(), architecture));
    }

    [Theory]
    [InlineData(DartsV1)]
    [InlineData(DartsV2)]
    public void A_published_genotype_survives_writing(string published)
    {
        var architecture = Read(published).Architecture;
        Assert.NotNull(architecture);

        var written = DartsGenotype.Write(Darts(), architecture).Text;

        Assert.NotNull(written);
        Assert.EndsWith("], reduce_concat=range(2, 6))\n", written);
        Assert.Equal(architecture, Read(written).Architecture);
    }

    [Fact]
    public void The_order_of_the_edges_of_a_node_does_not_matter_but_is_settled_when_written()
    {
        var architecture = Read(DartsV1).Architecture;
        Assert.NotNull(architecture);

        Assert.StartsWith(
            "Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('skip_connect', 0), ('sep_conv_3x3', 1), ",
            DartsGenotype.Write(Darts(), architecture).Text);
    }

    [Fact]
    public void Any_architecture_survives_writing() =>
        Check.QuickThrowOnFailure(Prop.ForAll<int>(seed =>
        {
            var architecture = ArchitectureSampler.For(Darts(), seed).Next();
            var written = DartsGenotype.Write(Darts(), architecture);
            return written.Text is { } text && architecture.Equals(Read(text).Architecture);
        }));

    [Fact]
    public void Python_may_be_written_in_other_ways()
    {
        var other = DartsV2
            .Replace('\'', '"')
            .Replace("[2, 3, 4, 5], ", "range( 2,6 ),\n  # the other cell\n  ", StringComparison.Ordinal)
            .Replace("[2, 3, 4, 5])", "(2, 3, 4, 5,),\n)\n", StringComparison.Ordinal);

        Assert.Equal(Read(DartsV2).Architecture, Read(other).Architecture);
    }

    [Theory]
    [InlineData("", "NAS6020")]
    [InlineData("x = [|7|]", "NAS6020")]
    [InlineData("Genotype [|7|]", "NAS6020")]
    [InlineData("Genotype(normal=[('skip_connect' [|0|])])", "NAS6020")]
    [InlineData("Genotype(normal=[('skip_connect', [|'0'|])])", "NAS6020")]
    [InlineData("Genotype(normal=[([|skip|], 0)])", "NAS6020")]
    [InlineData("Genotype(normal=[([|'skip, 0)])|]", "NAS6020")]
    [InlineData("Genotype(normal=[('skip', [|99999999999|])])", "NAS6020")]
    [InlineData("Genotype(normal_concat=[|range(0, 100000)|])", "NAS6020")]
    [InlineData("Genotype(normal_concat=[|range()|])", "NAS6020")]
    [InlineData("Genotype() [|x|]", "NAS6020")]
    [InlineData("[|Genotype|]()", "NAS6021")]
    public void What_is_no_genotype_is_marked(string marked, string code) => AssertHas(Darts(), marked, code);

    [Theory]
    [InlineData("[('skip_connect',0)", "[([|'skip_conect'|],0)", "NAS6023")]
    [InlineData("[('skip_connect',0)", "[([|'none'|],0)", "NAS6015")]
    [InlineData("[('skip_connect',0)", "[('skip_connect',[|2|])", "NAS6025")]
    [InlineData("0),('skip_connect',1)]", "0),('skip_connect',[|0|])]", "NAS6025")]
    [InlineData("normal=[('skip_connect',0),('skip_connect',1)]", "normal=[|[('skip_connect',0)]|]", "NAS6024")]
    [InlineData("reduce_concat=[2]", "reduce_concat=[|range(2, 4)|]", "NAS6026")]
    [InlineData("reduce_concat=[2]", "reduce_concat=[2], [|reduce_concat|]=[2]", "NAS6021")]
    [InlineData("reduce_concat=[2]", "reduce_concat=[2], [|reduction|]=[]", "NAS6021")]
    public void What_does_not_fit_the_space_is_marked(string right, string wrong, string code)
    {
        var at = Short.IndexOf(right, StringComparison.Ordinal);
        AssertHas(TwoCells(1), $"{Short[..at]}{wrong}{Short[(at + right.Length)..]}", code);
    }

    [Fact]
    public void An_operation_misspelled_has_a_fix()
    {
        var diagnostic = Assert.Single(Read(DartsV2.Replace("'dil_conv_3x3'", "'dil_conv3x3'", StringComparison.Ordinal)).Diagnostics);

        Assert.Equal("did you mean `dil_conv_3x3`?", diagnostic.Help);
    }

    [Fact]
    public void A_space_of_another_form_has_no_genotype()
    {
        var space = Space(One("act", null, "relu", "swish"));

        var read = DartsGenotype.Read(new SourceText(DartsV2, "g"), space);
        var written = DartsGenotype.Write(space, Architecture.Empty.With("act", "relu"));

        Assert.Equal("NAS6022", Assert.Single(read.Diagnostics).Code);
        Assert.Contains("no cell with decisions has `normal` in its name", Assert.Single(written.Diagnostics).Message);
    }

    [Fact]
    public void A_decision_outside_the_cells_has_no_genotype()
    {
        var space = Darts();
        var other = space with { Decisions = space.Decisions.Add(One("stem", null, "a", "b")) };

        Assert.Contains(
            "`stem` belongs to neither cell", Assert.Single(DartsGenotype.Read(new SourceText(DartsV2, "g"), other).Diagnostics).Message);
    }

    private static ArchitectureResult Read(string text) => DartsGenotype.Read(new SourceText(text, "genotype.py"), Darts());

    private static void AssertHas(SearchSpace space, string marked, string code)
    {
        var text = marked.Length == 0 ? MarkedText.Parse("[||]", "g") : MarkedText.Parse(marked, "g");
        text.AssertHas(DartsGenotype.Read(text.Source, space).Diagnostics, code);
    }

    private static SearchSpace TwoCells(int nodes)
    {
        var (normal, normalDecisions) = DartsCell("Normal", nodes);
        var (reduction, reductionDecisions) = DartsCell("Reduction", nodes);
        var graph = new GraphBuilder("x");
        var a = graph.Add("a", Call(normal), 0, 0);
        return Space(graph.Build(graph.Add("b", Call(reduction), 0, a)), [.. normalDecisions, .. reductionDecisions]);
    }
}
