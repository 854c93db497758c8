using FsCheck;
using FsCheck.Fluent;
using NasDsl.Analysis;
using NasDsl.IR;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Analysis;

public class CostTests
{
    private const int StemAndFits = 7 + 3 * 2 * 7;

    [Fact]
    public void A_supernet_counts_every_candidate_of_every_use()
    {
        var cost = CostModel.Of(Darts(normalCells: 2));

        Assert.Equal(StemAndFits + 3 * 14 * (30 + 50 + 15 + 25), cost.Parameters);
        Assert.Equal(10 * cost.Parameters, cost.Macs);
    }

    [Fact]
    public void A_child_counts_what_was_chosen()
    {
        var space = Darts();
        var architecture = ArchitectureSampler.For(space, 5).Next();
        var chosen = architecture.Choices
            .Where(c => c.Key.Contains(".edge[", StringComparison.Ordinal))
            .Sum(c => WeightsOf(c.Value[0]) * (c.Key.StartsWith("Normal", StringComparison.Ordinal) ? 2 : 1));

        Assert.Equal(StemAndFits + chosen, CostModel.Of(ArchitectureResolver.Resolve(space, architecture)).Parameters);
    }

    [Fact]
    public void The_range_of_darts_is_exact()
    {
        var range = CostRange.Of(Darts());

        Assert.NotNull(range);
        Assert.True(range.IsExact);
        Assert.Equal(StemAndFits, range.Parameters.Minimum);
        Assert.Equal(StemAndFits + 3 * 8 * 50, range.Parameters.Maximum);
        Assert.Equal(StemAndFits + 3 * 8 * 120 / 7.0, range.Parameters.Mean, 1e-5);
        Assert.Equal(10 * range.Parameters.Maximum, range.Macs.Maximum);
    }

    [Fact]
    public void The_exact_range_is_what_enumeration_finds() =>
        Check.QuickThrowOnFailure(Prop.ForAll<int>(seed =>
        {
            var space = WithNetwork(RandomSpaces.Make(seed));
            if (SpaceCounter.For(space).Architectures is var count && (count.IsZero || count > 5_000))
                return true;
            var costs = RandomSpaces.Enumerate(space)
                .Select(a => (double)CostModel.Of(ArchitectureResolver.Resolve(space, a)).Parameters)
                .ToList();
            return CostRange.Of(space) is { IsExact: true } range
                && range.Parameters.Minimum == costs.Min()
                && range.Parameters.Maximum == costs.Max()
                && Math.Abs(range.Parameters.Mean - costs.Average()) < 1e-4;
        }));

    [Fact]
    public void A_value_shared_by_two_optional_readers_is_not_additive_and_is_sampled()
    {
        var first = Subset("s", 0, 1, null, "p");
        var second = Subset("t", 0, 1, null, "p");
        var graph = new GraphBuilder("x");
        var p = graph.Add("p", Conv.Layer(), 0);
        var s = graph.Add("s", Sum.Layer(1), first, p);
        var t = graph.Add("t", Sum.Layer(1), second, p);
        var space = Space(graph.Build(graph.Add("y", Concat.Layer(3), 0, s, t)), first, second);

        var range = CostRange.Of(space, samples: 200);

        Assert.NotNull(range);
        Assert.False(range.IsExact);
        Assert.Equal(200, range.Samples);
        Assert.Equal(0, range.Parameters.Minimum);
        Assert.Equal(7, range.Parameters.Maximum);
        Assert.InRange(range.Parameters.Mean, 0.65 * 7, 0.85 * 7); // three of four architectures need it
    }

    private static int WeightsOf(string label) => label switch
    {
        "sep_conv_3x3" => 30,
        "sep_conv_5x5" => 50,
        "dil_conv_3x3" => 15,
        "dil_conv_5x5" => 25,
        _ => 0,
    };

    /// <summary>A network for decisions alone: each choice of one is a layer, each subset a sum over layers.</summary>
    private static SearchSpace WithNetwork(SearchSpace space)
    {
        var tree = DecisionTree.Of(space);
        var graph = new GraphBuilder("x");
        var weight = 1;
        var outputs = tree.Roots.Select(d => Value(d)).ToArray();
        return space with { Network = graph.Build(graph.Add("y", Concat.Layer(outputs.Length), [.. outputs])) };

        Layer Operation() => new FakeOperation("conv", weight *= 3).Layer();

        int Value(Decision decision) => decision.Kind == DecisionKind.One
            ? graph.Add(decision.Name, Pick(decision), 0)
            : graph.Add(decision.Name, Sum.Layer(decision.Alternatives.Length), decision,
                [.. decision.Alternatives.Select(a => graph.Add($"{decision.Name}[{a.Label}]", Inside(decision, a.Label), 0))]);

        Layer Pick(Decision decision) =>
            Choice(decision, [.. decision.Alternatives.Select(a => Inside(decision, a.Label))]);

        Layer Inside(Decision decision, string label) =>
            Sequence([Operation(), .. tree.Children(decision, label).Select(LayerOf)]);

        Layer LayerOf(Decision decision)
        {
            if (decision.Kind == DecisionKind.One)
                return Pick(decision);
            var inner = new GraphBuilder("x");
            var inputs = decision.Alternatives.Select(a => inner.Add(a.Label, Inside(decision, a.Label), 0)).ToArray();
            var sum = inner.Add("s", Sum.Layer(inputs.Length), decision, [.. inputs]);
            return Call(new Function(decision.Name, FunctionKind.Op, null, new ArgumentList(), inner.Build(sum)));
        }
    }
}
