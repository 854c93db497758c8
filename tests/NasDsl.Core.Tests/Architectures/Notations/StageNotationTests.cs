using NasDsl.Architectures.Notations;
using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Tests.Architectures.Notations;

/// <summary>Mobile stages and merging cells, as they are printed for the winners.</summary>
public class StageNotationTests
{
    private const string MnasNetA1 =
        "r1_k3_s11_e1_i32_o16_noskip; r2_k3_s22_e6_i16_o24; r3_k5_s22_e3_i24_o40_se.25; r4_k3_s22_e6_i40_o80; "
        + "r2_k3_s11_e6_i80_o112_se.25; r3_k5_s22_e6_i112_o160_se.25; r1_k3_s11_e6_i160_o320";

    private const string EfficientNetB0 =
        "r1_k3_e1_o16; r2_k3_e6_o24; r2_k5_e6_o40; r3_k3_e6_o80; r3_k5_e6_o112; r4_k5_e6_o192; r1_k3_e6_o320";

    private const string NasFpn = "(4,att,1,3)(4,sum,1,5)(3,sum,0,6)*(4,sum,6,7)*(5,att,7,8)*(7,att,6,9)*(6,att,9,10)*";

    [Fact]
    public void The_stages_of_MnasNet_A1_are_read_and_written()
    {
        var stages = MobileBlocks.Read(new SourceText(MnasNetA1, "text"), new DiagnosticBag());

        Assert.NotNull(stages);
        Assert.Equal(7, stages.Value.Length);
        Assert.Equal(new MobileStage(1, 3, 1, 1, 32, 16, 0, HasSkip: false), stages.Value[0]);
        Assert.Equal(new MobileStage(3, 5, 2, 3, 24, 40, 0.25, HasSkip: true), stages.Value[2]);
        Assert.Equal(16, stages.Value.Sum(s => s.Repeats));
        Assert.Equal(
            MnasNetA1.Replace("; ", "\n", StringComparison.Ordinal).Replace("se.25", "se0.25", StringComparison.Ordinal),
            MobileBlocks.Write(stages.Value));
        Assert.Equal(stages.Value.ToArray(), MobileBlocks.Read(
            new SourceText($"[\n  '{MnasNetA1.Replace("; ", "', '", StringComparison.Ordinal)}',\n]", "text"), new DiagnosticBag())?.ToArray());
    }

    [Fact]
    public void What_a_stage_leaves_out_stays_out()
    {
        var stages = MobileBlocks.Read(new SourceText(EfficientNetB0, "text"), new DiagnosticBag());

        Assert.NotNull(stages);
        Assert.All(stages.Value, s => Assert.True(s is { Input: null, Stride: 1, HasSkip: true }));
        Assert.Equal("r2_k5_s11_e6_o40", stages.Value[2].ToString());
    }

    [Theory]
    [InlineData("[||]", "NAS6030")]
    [InlineData("r1_k3_e1_o16 [|+|]", "NAS6030")]
    [InlineData("[|r1_k3_e1|]", "NAS6037")]
    [InlineData("r1_k3_[|s12|]_e1_o16", "NAS6037")]
    [InlineData("[|r0|]_k3_e1_o16", "NAS6037")]
    [InlineData("r1_k3_e1_o16_[|se2|]", "NAS6037")]
    [InlineData("r1_k3_e1_o16_[|q7|]; [|x|]_k3_e1_o16", "NAS6037", "NAS6037")]
    [InlineData("r1_k3_e1_o16_[|k5|]", "NAS6037")]
    [InlineData("r1_[||]_k3_e1_o16", "NAS6037")]
    public void What_is_wrong_in_a_stage_is_marked(string marked, params string[] codes)
    {
        var text = MarkedText.Parse(marked, "text");
        var diagnostics = new DiagnosticBag();
        Assert.Null(MobileBlocks.Read(text.Source, diagnostics));
        text.AssertHas(diagnostics.ToImmutable(), codes);
    }

    [Fact]
    public void The_cells_of_NAS_FPN_are_read_and_written_as_they_were()
    {
        var cells = PyramidCells.Read(new SourceText(NasFpn, "text"), new DiagnosticBag());

        Assert.NotNull(cells);
        Assert.Equal(new PyramidCell(4, PyramidMerge.Attention, 1, 3, IsOutput: false), cells.Value[0]);
        Assert.Equal([3, 4, 5, 6, 7], cells.Value.Where(c => c.IsOutput).Select(c => c.Level).Order());
        Assert.Equal(NasFpn, PyramidCells.Write(cells.Value));
        Assert.Equal(cells.Value.ToArray(), PyramidCells.Read(
            new SourceText(NasFpn.Replace(",", " , ", StringComparison.Ordinal).Replace("*", "*,\n", StringComparison.Ordinal), "text"), new DiagnosticBag())?.ToArray());
    }

    [Theory]
    [InlineData("[||]", "NAS6030")]
    [InlineData("(4,att,1[|)|]", "NAS6030")]
    [InlineData("(4,[|1|],1,3)", "NAS6030")]
    [InlineData("(4,[|max|],1,3)", "NAS6030")]
    [InlineData("([|8|],sum,1,3)([|2|],sum,1,3)", "NAS6038", "NAS6038")]
    [InlineData("(4,sum,1,[|5|])(4,sum,[|6|],5)", "NAS6025", "NAS6025")]
    public void What_is_wrong_in_a_merging_cell_is_marked(string marked, params string[] codes)
    {
        var text = MarkedText.Parse(marked, "text");
        var diagnostics = new DiagnosticBag();
        Assert.Null(PyramidCells.Read(text.Source, diagnostics));
        text.AssertHas(diagnostics.ToImmutable(), codes);
    }
}
