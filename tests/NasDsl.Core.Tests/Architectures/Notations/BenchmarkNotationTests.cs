using System.Globalization;
using NasDsl.Analysis;
using NasDsl.Architectures.Notations;
using NasDsl.IR;
using NasDsl.Testing;
using NasDsl.Text;
using static NasDsl.Tests.Architectures.Notations.NotationSpaces;

namespace NasDsl.Tests.Architectures.Notations;

public class BenchmarkNotationTests
{
    private const string Query =
        "|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_3x3~1|skip_connect~2|";

    [Fact]
    public void The_spaces_have_the_published_sizes()
    {
        Assert.Equal(15_625, SpaceCounter.For(NasBench201).Architectures);
        Assert.Equal(6_561, SpaceCounter.For(NasBenchMacro).Architectures);
        Assert.Equal(4_096, SpaceCounter.For(TransNasMicro).Architectures);
    }

    [Fact]
    public void Each_space_has_its_own_notation_and_no_other()
    {
        Assert.Equal("nasbench201", Assert.Single(Notation.Of(NasBench201)).Name);
        Assert.Equal("nasbench-macro", Assert.Single(Notation.Of(NasBenchMacro)).Name);
        Assert.Equal("darts", Assert.Single(Notation.Of(Example("darts"))).Name);
        Assert.Equal(["nasbench201", "transnas"], Notation.Of(TransNasMicro).Select(n => n.Name));
        Assert.Equal(["nasnet", "enas-micro"], Notation.Of(PairSpace(2)).Select(n => n.Name));
    }

    [Fact]
    public void A_string_of_the_benchmark_is_read_and_written_as_it_was()
    {
        var architecture = Read("nasbench201", NasBench201, Query);

        Assert.Equal("nor_conv_3x3", architecture.Choices["Cell.node[2].edge[x]"][0]);
        Assert.Equal("avg_pool_3x3", architecture.Choices["Cell.node[2].edge[node[1]]"][0]);
        Assert.Equal("skip_connect", architecture.Choices["Cell.node[3].edge[node[2]]"][0]);
        Assert.Equal(Query, Write("nasbench201", NasBench201, architecture));
        Assert.Equal(architecture, Read("nasbench201", NasBench201, $"\n  {Query.Replace("nor_", "", StringComparison.Ordinal)} \n"));
        Assert.Equal(architecture, Read(
            "nasbench201", NasBench201, Query.Replace("skip_connect~0|nor_conv_3x3~1", "nor_conv_3x3~1|skip_connect~0", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_cell_of_NAS_Bench_201_has_a_string_of_its_own()
    {
        string[] names = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"];
        var found = new HashSet<Architecture>();
        for (var code = 0; code < 15_625; code++)
        {
            var o = Enumerable.Range(0, 6).Select(i => names[code / (int)Math.Pow(5, i) % 5]).ToArray();
            var text = $"|{o[0]}~0|+|{o[1]}~0|{o[2]}~1|+|{o[3]}~0|{o[4]}~1|{o[5]}~2|";
            var architecture = Read("nasbench201", NasBench201, text);
            Assert.Equal(text, Write("nasbench201", NasBench201, architecture));
            Assert.True(found.Add(architecture), text);
        }
    }

    /// <summary>The smallest and largest networks of the published table: 0.073306 M and 1.531546 M weights; its MACs count the last biases too.</summary>
    [Theory]
    [InlineData("none", 73_306, 7_783_050)]
    [InlineData("skip_connect", 73_306, 7_783_050)]
    [InlineData("nor_conv_3x3", 1_531_546, 220_119_690)]
    public void Networks_of_NAS_Bench_201_have_the_published_size(string operation, long parameters, long flops)
    {
        var text = $"|{operation}~0|+|{operation}~0|{operation}~1|+|{operation}~0|{operation}~1|{operation}~2|";
        var cost = CostModel.Of(ArchitectureResolver.Resolve(NasBench201, Read("nasbench201", NasBench201, text)));

        Assert.Equal((parameters, flops), (cost.Parameters, cost.Macs + 10));
    }

    [Theory]
    [InlineData("[||]", "NAS6030")]
    [InlineData("[|n|]one~0", "NAS6030")]
    [InlineData("|[|~|]0|", "NAS6030")]
    [InlineData("|none[|||]0|", "NAS6030")]
    [InlineData("|none~[|x|]|", "NAS6030")]
    [InlineData("|none~[|9|]999999|", "NAS6030")]
    [InlineData("|none~0|+|none~0|none~1|+|none~0|none~1|none~2| [|\ud83d\ude00|]", "NAS6030")]
    [InlineData("[||none~0|+|none~0|none~1||]", "NAS6033")]
    [InlineData("|[|nor_conv_9x9|]~0|+|none~0|none~1|+|none~0|none~1|none~2|", "NAS6032")]
    [InlineData("|none~[|1|]|+|none~0|none~1|+|none~0|none~1|none~2|", "NAS6025")]
    [InlineData("|none~0|+|none~0|none~[|0|]|+|none~0|none~1|none~2|", "NAS6025")]
    [InlineData("|none~0|+|[|none~0|]|+|none~0|none~1|none~2|", "NAS6033")]
    [InlineData("|[|non|]~0|+|none~0|[|nune|]~1|+|none~0|none~1|none~2|", "NAS6032", "NAS6032")]
    public void What_is_wrong_in_a_string_is_marked(string marked, params string[] codes) =>
        AssertHas("nasbench201", NasBench201, marked, codes);

    [Fact]
    public void A_misspelled_operation_has_a_fix()
    {
        var read = Named("nasbench201").Read(new SourceText(Query.Replace("avg_pool_3x3", "avg_poool_3x3"), "text"), NasBench201);

        var diagnostic = Assert.Single(read.Diagnostics);
        Assert.Equal(("did you mean `avg_pool_3x3`?", "avg_pool_3x3"), (diagnostic.Help, diagnostic.Fixes[0].Replacement));
    }

    [Theory]
    [InlineData("[||]", "NAS6030")]
    [InlineData("[|x|]", "NAS6030")]
    [InlineData("2221[|x|]", "NAS6030")]
    [InlineData("[|2221222|]", "NAS6033")]
    [InlineData("2221[|3|]22[|9|]", "NAS6032", "NAS6032")]
    public void What_is_wrong_in_a_code_is_marked(string marked, params string[] codes) =>
        AssertHas("nasbench-macro", NasBenchMacro, marked, codes);

    [Theory]
    [InlineData("64-41414-[||]", "NAS6030")]
    [InlineData("64[|_|]41414-1_02_333", "NAS6030")]
    [InlineData("[|32-41414|]-1_02_333", "NAS6035")]
    [InlineData("64-41414-[|1_02|]", "NAS6033")]
    [InlineData("64-41414-1_[|0|]_333", "NAS6033")]
    [InlineData("64-41414-1_0[|4|]_333", "NAS6032")]
    [InlineData("1_02_333 [|x|]", "NAS6030")]
    public void What_is_wrong_in_a_TransNAS_string_is_marked(string marked, params string[] codes) =>
        AssertHas("transnas", TransNasMicro, marked, codes);

    [Fact]
    public void The_published_example_of_TransNAS_is_read()
    {
        var architecture = Read("transnas", TransNasMicro, "64-41414-1_02_333");

        Assert.Equal(
            ["skip_connect", "none", "conv_1x1", "conv_3x3", "conv_3x3", "conv_3x3"],
            TransNasMicro.Decisions.Select(d => architecture.Choices[d.Name][0]));
        Assert.Equal(architecture, Read("transnas", TransNasMicro, "1_02_333"));
    }

    [FactIfPresent(SharedFiles.NasBenchMacro)]
    public void Every_row_of_NAS_Bench_Macro_has_its_published_size()
    {
        var found = new HashSet<Architecture>();
        foreach (var row in Table(SharedFiles.NasBenchMacro))
        {
            var architecture = Read("nasbench-macro", NasBenchMacro, row[0]);
            Assert.Equal(row[0], Write("nasbench-macro", NasBenchMacro, architecture));
            Assert.True(found.Add(architecture), row[0]);
            var cost = CostModel.Of(ArchitectureResolver.Resolve(NasBenchMacro, architecture)) with { Activations = 0 };
            var published = new Cost(
                long.Parse(row[6], CultureInfo.InvariantCulture), long.Parse(row[7], CultureInfo.InvariantCulture));
            Assert.True(published == cost, $"{row[0]}: {published} published, {cost} ours");
        }
        Assert.Equal(6_561, found.Count);
    }

    [FactIfPresent(SharedFiles.TransNasMicro)]
    public void Every_row_of_TransNAS_is_an_architecture_of_its_own()
    {
        var found = new HashSet<Architecture>();
        foreach (var row in Table(SharedFiles.TransNasMicro))
        {
            var architecture = Read("transnas", TransNasMicro, row[0]);
            Assert.Equal(row[0], Write("transnas", TransNasMicro, architecture));
            Assert.True(found.Add(architecture), row[0]);
        }
        Assert.Equal(4_096, found.Count);
    }

    [Fact]
    public void Blocks_in_another_order_keep_their_published_digits()
    {
        var space = Spaces(
            "opset B { MB6_K5 = conv(3, 5), identity, MB3_K3 = conv(3, 3) }",
            "layer = chain x { choose B, choose B }");

        Assert.Equal("MB3_K3", Read("nasbench-macro", space, "01").Choices["layer[1]"][0]);
        AssertRoundTrips("nasbench-macro", space, 9);
    }

    [Theory]
    [InlineData("layer = x |> choose { relu, tanh }", "has fewer than two decisions")]
    [InlineData("layer = chain x { choose { relu, tanh }, choose { relu, sigmoid } }", "do not choose among the same blocks")]
    [InlineData("a = x |> choose { relu, tanh }\nlayer = a |> choose { relu, tanh }", "are not the items of one chain")]
    [InlineData("layer = sum(choose 2 of [x |> relu, x |> tanh, x])", "has fewer than two decisions")]
    public void A_space_of_another_form_is_said(string statement, string reason)
    {
        var space = Spaces("", statement);

        var read = Named("nasbench-macro").Read(new SourceText("01", "text"), space);

        var diagnostic = Assert.Single(read.Diagnostics);
        Assert.Equal("NAS6031", diagnostic.Code);
        Assert.Contains(reason, diagnostic.Message);
        Assert.Equal(diagnostic.Message, Assert.Single(Named("nasbench-macro").Write(space, Architecture.Empty).Diagnostics).Message);
    }

    [Fact]
    public void Nothing_else_is_written_than_an_architecture_of_the_space() =>
        Assert.Equal("NAS6010", Assert.Single(Named("nasbench201").Write(NasBench201, Architecture.Empty).Diagnostics).Code);

    private static SearchSpace Spaces(string declarations, string statements) =>
        Semantics.Spaces.OfBody($"{statements}\noutput layer", declarations);
}
