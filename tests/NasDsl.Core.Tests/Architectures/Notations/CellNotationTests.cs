using FsCheck;
using FsCheck.Fluent;
using NasDsl.Analysis;
using NasDsl.Architectures.Notations;
using NasDsl.IR;
using NasDsl.Tests.Analysis;
using NasDsl.Text;
using static NasDsl.Tests.Analysis.SpaceBuilder;
using static NasDsl.Tests.Architectures.Notations.NotationSpaces;

namespace NasDsl.Tests.Architectures.Notations;

public class CellNotationTests
{
    /// <summary>The cells of ENAS on CIFAR-10 as its authors train them (`cifar10_micro_final.sh`).</summary>
    private const string EnasMicro = "0 2 0 0 0 4 0 1 0 4 1 1 1 0 0 1 0 2 1 1 1 0 1 0 0 3 0 2 1 1 3 1 1 0 0 4 0 3 1 1";

    /// <summary>The network of ENAS on CIFAR-10 as its authors train it (`cifar10_macro_final.sh`): 24 layers.</summary>
    private const string EnasMacro =
        "0 3 0 0 1 0 2 0 0 1 2 0 0 0 0 3 1 1 0 1 0 2 0 0 0 0 0 1 2 0 1 1 0 1 1 1 1 0 1 1 1 0 1 0 1 0 0 0 0 0 0 0 0 0 0 "
        + "2 0 0 0 0 0 1 0 0 0 0 0 1 0 0 1 1 0 0 0 0 1 1 2 0 1 0 0 0 0 0 1 0 1 1 0 1 0 0 1 0 0 0 1 1 1 0 1 0 1 "
        + "0 1 1 0 1 0 1 0 0 0 0 0 1 0 0 2 0 0 1 0 0 0 0 0 0 0 1 0 1 0 1 2 0 1 0 0 0 1 0 0 1 1 1 1 0 0 1 0 "
        + "2 0 0 0 0 1 0 1 0 1 0 0 1 0 1 0 0 1 3 0 1 1 0 1 0 0 0 0 0 1 0 1 0 1 0 0 0 "
        + "3 0 1 1 0 0 0 0 0 0 0 0 0 1 1 0 0 0 0 1 0 1 0 0 1 0 1 1 0 0 0 1 0 0 0 0 0 1 1 0 0 "
        + "3 0 1 0 1 1 0 0 1 0 1 1 0 1 1 0 1 0 0 1 0 0 0 1 0 1 0 1 0 0 0 0 0 0 0 0 1 0 1 0 0 1 0 0 0 "
        + "0 1 1 0 0 0 1 1 1 0 1 0 0 0 1 0 1 0 0 1 1 0 0 0";

    [Fact]
    public void The_published_ENAS_cells_are_read_and_written_as_they_were()
    {
        var space = PairSpace(5);
        var architecture = Read("enas-micro", space, EnasMicro);

        Assert.Equal(["p"], architecture.Choices["Normal.n[0].edge[0].edges"].ToArray());
        Assert.Equal("avg_pool_3x3", architecture.Choices["Normal.n[0].edge[0].edge[p]"][0]);
        Assert.Equal("n[1]", architecture.Choices["Reduction.n[2].edges#2"][0]);
        Assert.Equal("sep_conv_5x5", architecture.Choices["Reduction.n[2]#2"][0]);
        Assert.Equal(EnasMicro, Write("enas-micro", space, architecture));
        Assert.Equal(architecture, Read("enas-micro", space, $"[{EnasMicro.Replace(" ", ", ", StringComparison.Ordinal)}]\n"));
    }

    [Fact]
    public void The_published_ENAS_network_is_read_and_written_as_it_was()
    {
        var space = MacroSpace(24);
        var architecture = Read("enas-macro", space, EnasMacro);

        Assert.Equal("sep_conv_5x5", architecture.Choices["x[1]"][0]);
        Assert.Equal(["x[0]"], architecture.Choices["x[2].edges"].ToArray());
        Assert.Equal(["x[0]", "x[1]", "x[3]"], architecture.Choices["x[5].edges"].ToArray());
        Assert.Equal(EnasMacro, Write("enas-macro", space, architecture));
    }

    [Fact]
    public void Any_architecture_survives_writing()
    {
        AssertRoundTrips("enas-micro", PairSpace(3));
        AssertRoundTrips("nasnet", PairSpace(3));
        AssertRoundTrips("enas-macro", MacroSpace(6));
        AssertRoundTrips("transnas", TransNasMicro);
        AssertRoundTrips("darts", Example("darts"));
    }

    [Fact]
    public void A_genotype_of_pairs_may_read_a_source_twice()
    {
        const string text =
            "Genotype(normal=[('sep_conv_5x5', 1), ('sep_conv_3x3', 1), ('identity', 2), ('avg_pool_3x3', 0)], normal_concat=[2, 3], "
            + "reduce=[('max_pool_3x3', 0), ('max_pool_3x3', 1), ('identity', 2), ('identity', 2)], reduce_concat=[2, 3])";
        var space = PairSpace(2);

        var architecture = Read("nasnet", space, text);

        Assert.Equal(text, Write("nasnet", space, architecture));
        Assert.Equal(architecture, Read("nasnet", space, text.Replace("'identity'", "'skip_connect'", StringComparison.Ordinal)));
        Assert.Equal("1 1 1 0 2 4 0 2 0 3 1 3 2 4 2 4", Write("enas-micro", space, architecture));
    }

    [Theory]
    [InlineData("[||]", "NAS6030")]
    [InlineData("0 1 [|x|]", "NAS6030")]
    [InlineData("[|0 1 0 1|]", "NAS6033")]
    [InlineData("0 1 [|2|] 1 0 0 1 1", "NAS6025")]
    [InlineData("0 1 0 [|5|] 0 0 1 1", "NAS6032")]
    public void What_is_wrong_in_a_list_of_cells_is_marked(string marked, string code) =>
        AssertHas("enas-micro", PairSpace(1), marked, code);

    [Theory]
    [InlineData("normal=[|[('identity', 0)]|], normal_concat=[2]", "NAS6024")]
    [InlineData("normal=[('identity', 0), ('identity', [|2|])], normal_concat=[2]", "NAS6025")]
    [InlineData("normal=[('identity', 0), ([|'sep_conv_9x9'|], 1)], normal_concat=[2]", "NAS6032")]
    [InlineData("normal=[('identity', 0), ('identity', 1)], normal_concat=[|[2, 3]|]", "NAS6026")]
    public void What_is_wrong_in_a_genotype_of_pairs_is_marked(string normal, string code) => AssertHas(
        "nasnet", PairSpace(1), $"Genotype({normal}, reduce=[('identity', 0), ('identity', 0)], reduce_concat=[2])", code);

    [Theory]
    [InlineData("[|0 1 0 2 0|]", "NAS6033")]
    [InlineData("[|6|] 1 0 2 0 1", "NAS6032")]
    [InlineData("0 1 [|2|] 2 0 1", "NAS6034")]
    public void What_is_wrong_in_a_list_of_layers_is_marked(string marked, string code) =>
        AssertHas("enas-macro", MacroSpace(3), marked, code);

    [Fact]
    public void Reading_never_throws_whatever_is_changed_in_a_text()
    {
        (string Notation, SearchSpace Space, string Text)[] cases =
        [
            ("enas-micro", PairSpace(5), EnasMicro), ("enas-macro", MacroSpace(24), EnasMacro),
            ("nasbench201", NasBench201, "|nor_conv_3x3~0|+|none~0|avg_pool_3x3~1|+|skip_connect~0|none~1|none~2|"), ("transnas", TransNasMicro, "64-41414-1_02_333"),
            ("nasbench-macro", NasBenchMacro, "22212220"),
        ];
        Check.QuickThrowOnFailure(Prop.ForAll<int, int, char>((at, length, inserted) => cases.All(c =>
        {
            var start = Math.Abs(at * 31 % c.Text.Length);
            var end = Math.Min(c.Text.Length, start + Math.Abs(length) % 5);
            var changed = $"{c.Text[..start]}{inserted}{c.Text[end..]}";
            var read = Named(c.Notation).Read(new SourceText(changed, "text"), c.Space);
            return read.Architecture is null != read.Diagnostics.IsEmpty
                && read.Diagnostics.All(d => d.Span.Start >= 0 && d.Span.End <= changed.Length);
        })));
    }

    [Fact]
    public void What_is_far_too_long_is_refused_before_it_is_read() =>
        Assert.Contains("at most 100000 characters", Assert.Single(
            Named("enas-micro").Read(new SourceText(new string('1', Notation.LongestText + 1), "text"), PairSpace(1)).Diagnostics).Message);

    [Fact]
    public void Every_notation_is_found_by_its_name_and_says_what_it_is()
    {
        Assert.Equal(Notation.All.Length, Notation.All.Select(n => n.Name).Distinct().Count());
        Assert.All(Notation.All, n => Assert.Same(n, Notation.Find(n.Name)));
        Assert.All(Notation.All, n => Assert.Matches("^an? ", n.Title));
        Assert.Null(Notation.Find("onnx"));
    }

    /// <summary>Layers with the six operations of ENAS and a skip from each tensor before their input.</summary>
    private static SearchSpace MacroSpace(int layers)
    {
        var decisions = new List<Decision>();
        for (var i = 0; i < layers; i++)
        {
            decisions.Add(One(
                $"x[{i}]", null, "conv_3x3", "sep_conv_3x3", "conv_5x5", "sep_conv_5x5", "avg_pool", "max_pool"));
            if (i > 0)
                decisions.Add(Subset($"x[{i}].edges", 0, i, null, [.. Enumerable.Range(0, i).Select(k => $"x[{k}]")]));
        }
        return SpaceBuilder.Space([.. decisions]);
    }
}
