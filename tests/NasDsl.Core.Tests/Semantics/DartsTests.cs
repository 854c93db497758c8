using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Testing;
using NasDsl.Tests.Diagnostics;

namespace NasDsl.Tests.Semantics;

/// <summary>`examples/darts.nas` against the published numbers (Liu, Simonyan and Yang, 2019).</summary>
public class DartsTests
{
    private static readonly Compilation Darts = TestCompiler.Accept(RepositoryRoot.ReadText("examples", "darts.nas"));

    private static SearchSpace Space => Darts.Space ?? throw new InvalidOperationException("no space");

    [Fact]
    public void The_space_has_the_published_size()
    {
        Assert.Equal("1076746950455072400", SpaceCounter.For(Space).Architectures.ToString());
        Assert.Equal(224, RelaxationPlan.For(Space).AlphaCount);
    }

    [Fact]
    public void The_supernet_has_the_published_number_of_weights() =>
        Assert.Equal(1_930_618, CostModel.Of(Darts.SupernetSpace ?? throw new InvalidOperationException("no supernet")).Parameters);

    [Fact]
    public void A_cell_decides_which_edges_and_which_operations()
    {
        var normal = Space.Decisions.Where(d => d.Scope == "Normal").ToList();
        Assert.Equal(4 + 14, normal.Count);
        Assert.Equal(
            "Normal.n[1].edges: 2 of p q n[0]", Spaces.Describe(normal.Single(d => d.Name == "Normal.n[1].edges")));
        Assert.Equal(
            "Normal.n[1].edge[n[0]]: (none) max_pool_3x3 avg_pool_3x3 skip_connect sep_conv_3x3 sep_conv_5x5 dil_conv_3x3 "
            + "dil_conv_5x5 if Normal.n[1].edges = n[0]",
            Spaces.Describe(normal.Single(d => d.Name == "Normal.n[1].edge[n[0]]")));
        Assert.Equal(normal.Count, Space.Decisions.Count(d => d.Scope == "Reduction"));
    }

    [Fact]
    public void The_network_trained_is_wider_and_deeper_with_the_same_decisions()
    {
        var trained = Darts.TrainSpace ?? throw new InvalidOperationException("no space to train");
        Assert.Equal("C: 36, N: 6, size: 32", trained.Arguments.ToString());
        Assert.Equal("C: 16, N: 2, size: 32", Space.Arguments.ToString());
        Assert.Equal(20, trained.Network.Nodes.Count(n => n.Chain is not null));
        Assert.Equal(8, Space.Network.Nodes.Count(n => n.Chain is not null));
        Assert.Equal(Spaces.Names(Space), Spaces.Names(trained));
    }

    [Fact]
    public void Normalizations_in_the_cells_of_a_supernet_have_no_weights()
    {
        Assert.False(Darts.Search.Affine);
        var network = CostModel.Of(Space).Parameters;
        var supernet = CostModel.Of(Darts.SupernetSpace ?? Space).Parameters;
        Assert.True(supernet < network, $"{supernet} < {network}");
    }

    [Fact]
    public void Search_and_training_are_read()
    {
        Assert.Equal((2, 50, 64, 0.5), (Darts.Search.Order, Darts.Search.Epochs, Darts.Search.Batch, Darts.Search.Split));
        Assert.Equal(
            new OptimizerPlan(OptimizerKind.Sgd, new LearningRate(ScheduleKind.Cosine, 0.025, 0.001), 0.9, WeightDecay: 3e-4, Clip: 5),
            Darts.Search.Weights);
        Assert.Equal(
            new OptimizerPlan(OptimizerKind.Adam, new LearningRate(ScheduleKind.Constant, 3e-4, 3e-4), Beta1: 0.5, WeightDecay: 1e-3),
            Darts.Search.Alphas);
        Assert.Equal((600, 96, 0.2, 0.4), (Darts.Train.Epochs, Darts.Train.Batch, Darts.Train.DropPath, Darts.Train.Auxiliary));
        Assert.Equal(new Augmentation[] { new RandomCrop(4), new HorizontalFlip(), new Cutout(16) }, Darts.Train.Augment);
    }

    [Fact]
    public void Constraints_are_read()
    {
        var (size, count) = (Darts.Constraints[0], Darts.Constraints[1]);
        Assert.Equal((ConstraintMetric.Parameters, Comparison.LessOrEqual, 3_500_000.0), (size.Metric, size.Comparison, size.Bound));
        Assert.Equal("params(Cifar) <= 3.5M", size.Text);
        Assert.Equal((ConstraintMetric.Count, "skip_connect", "Normal", 2.0), (count.Metric, count.Label, count.Scope, count.Bound));
    }

    [Fact]
    public void Doc_comments_travel()
    {
        var cell = Space.Network.Nodes.Select(n => n.Layer).OfType<CallLayer>().First().Function;
        Assert.Equal("A cell that keeps the resolution.", cell.Doc);
        Assert.Equal("DARTS on CIFAR-10 (Liu, Simonyan and Yang, 2019).", Space.Doc);
    }

    [Fact]
    public void Other_arguments_make_another_network()
    {
        var small = Darts.WithArguments(new Dictionary<string, double> { ["C"] = 4, ["N"] = 1 });
        Assert.Equal("C: 4, N: 1, size: 32", small.Space?.Arguments.ToString());
        Assert.Equal(["C", "N", "size"], small.NetworkParameters.ToArray());
        Assert.Equal(Spaces.Names(Space), Spaces.Names(small.Space ?? Space));
    }
}
