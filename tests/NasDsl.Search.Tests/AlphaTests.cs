using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Search;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Search;

public class AlphaTests
{
    [Fact]
    public void One_hot_alphas_have_a_softmax_of_exactly_one_and_zero()
    {
        var space = Darts();
        var architecture = ArchitectureSampler.For(space, 2).Next();
        var alphas = OneHot.Alphas(space, architecture);

        Assert.Equal(28, alphas.Count);
        foreach (var decision in RelaxationPlan.For(space).Decisions)
        {
            var sum = alphas[decision.Name].Sum(Math.Exp);
            var softmax = alphas[decision.Name].Select(a => Math.Exp(a) / sum).ToList();
            var expected = architecture.Choices.TryGetValue(decision.Name, out var taken) ? taken[0] : "none";
            Assert.Equal(decision.Alternatives.Select(a => a.Label == expected ? 1.0 : 0.0), softmax);
            Assert.Equal(0f, MathF.Exp((float)OneHot.Off));
        }
    }

    [Fact]
    public void One_hot_alphas_of_what_is_no_architecture_are_refused() =>
        Assert.Throws<ArgumentException>(() => OneHot.Alphas(Darts(), Architecture.Empty));

    [Fact]
    public void Entropy_is_in_nats()
    {
        Assert.Equal(Math.Log(4), AlphaReport.Entropy([0.25, 0.25, 0.25, 0.25]), 12);
        Assert.Equal(0, AlphaReport.Entropy([0, 1, 0]));
    }

    [Fact]
    public void A_cell_of_skips_is_called_a_collapse()
    {
        var space = Darts();
        var weights = DerivationTests.RandomWeights(space, 1, l => l == "skip_connect" ? 3 : 0);
        var report = AlphaReport.Of(space, weights, Derivation.Best(space, weights));

        Assert.Equal(8, report.Cells[0].Skips);
        Assert.Equal(1, report.Cells[0].ParameterFreeShare);
        Assert.Contains("8 of the 8 operations of `Normal`", report.Warnings.First());
        Assert.InRange(report.MeanEntropy, 0.1, Math.Log(8) - 0.1);
    }

    [Fact]
    public void Two_skips_of_eight_are_none_and_convolutions_are_no_skips()
    {
        var space = Darts();
        var weights = DerivationTests.RandomWeights(space, 1, l => l == "sep_conv_3x3" ? 3 : 0);
        var report = AlphaReport.Of(space, weights, Derivation.Best(space, weights));

        Assert.All(report.Cells, c => Assert.Equal((8, 0, 0), (c.Operations, c.ParameterFree, c.Skips)));
        Assert.Empty(report.Warnings);
        Assert.False(new CellReport("Normal", true, 8, 4, 2).HasCollapsed);
        Assert.True(new CellReport("Normal", true, 8, 4, 3).HasCollapsed);
        Assert.False(new CellReport("Reduction", false, 8, 8, 8).HasCollapsed);
    }

    [Fact]
    public void A_random_architecture_keeps_the_constraints_and_the_seed()
    {
        var space = Darts();

        var drawn = RandomArchitecture.Draw(space, 9, a => a.Choices["Normal.n[0].edge[p]"][0] == "skip_connect");

        Assert.Equal("skip_connect", drawn?.Choices["Normal.n[0].edge[p]"][0]);
        Assert.Equal(RandomArchitecture.Draw(space, 9), RandomArchitecture.Draw(space, 9));
        Assert.Null(RandomArchitecture.Draw(space, 9, _ => false, attempts: 3));
    }
}
