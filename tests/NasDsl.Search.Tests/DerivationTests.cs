using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Search;
using NasDsl.Testing;
using NasDsl.Tests.Analysis;
using NasDsl.Text;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Search;

public class DerivationTests
{
    [Fact]
    public void Each_edge_takes_its_best_operation_and_each_node_its_strongest_edges()
    {
        var space = Node();
        var weights = Weights(space, ("n.edge[p]", [0.9, 0.04, 0.06]), ("n.edge[q]", [0.1, 0.5, 0.4]), ("n.edge[r]", [0.2, 0.1, 0.7]));

        var best = Derivation.Best(space, weights);

        Assert.Equal(["q", "r"], best.Choices["n.edges"].ToArray());
        Assert.Equal("skip", best.Choices["n.edge[q]"][0]);
        Assert.Equal("conv", best.Choices["n.edge[r]"][0]);
        Assert.Equal(3, best.Choices.Count);
    }

    [Fact]
    public void Under_a_constraint_the_least_is_given_up()
    {
        var space = Node();
        var weights = Weights(space, ("n.edge[p]", [0.2, 0.5, 0.3]), ("n.edge[q]", [0.1, 0.6, 0.3]), ("n.edge[r]", [0.5, 0.4, 0.1]));

        var result = Derivation.Best(space, weights, a => a.Choices.Values.Count(c => c[0] == "skip") <= 1);

        // 0.6 skip on q with 0.3 conv on p beats giving up the 0.6, and 0.4 on r is another skip.
        Assert.Equal(DerivationOutcome.Found, result.Outcome);
        Assert.NotNull(result.Architecture);
        Assert.Equal(["p", "q"], result.Architecture.Choices["n.edges"].ToArray());
        Assert.Equal("conv", result.Architecture.Choices["n.edge[p]"][0]);
        Assert.Equal("skip", result.Architecture.Choices["n.edge[q]"][0]);
    }

    [Fact]
    public void Nothing_that_satisfies_is_told_from_giving_up()
    {
        var space = Node();
        var weights = RandomWeights(space, 1);

        var none = Derivation.Best(space, weights, _ => false);
        var gaveUp = Derivation.Best(space, weights, _ => false, limit: 5);

        Assert.Equal(DerivationOutcome.NoneSatisfies, none.Outcome);
        Assert.Equal((int)SpaceCounter.For(space).Architectures, none.Examined);
        Assert.Equal(DerivationOutcome.GaveUp, gaveUp.Outcome);
        Assert.Null(gaveUp.Architecture);
    }

    [Fact]
    public void Without_a_constraint_the_search_finds_what_the_rule_gives() =>
        Check.QuickThrowOnFailure(Prop.ForAll<int>(seed =>
        {
            var space = Darts();
            var weights = RandomWeights(space, seed);
            var found = Derivation.Best(space, weights, _ => true);
            return found.Examined == 1 && Derivation.Best(space, weights).Equals(found.Architecture);
        }));

    [Fact]
    public void Every_architecture_is_met_once_whatever_the_space() =>
        Check.QuickThrowOnFailure(Prop.ForAll<int>(seed =>
        {
            var space = RandomSpaces.Make(seed);
            if (SpaceCounter.For(space).Architectures > 2000)
                return true;
            var met = new HashSet<Architecture>();
            var result = Derivation.Best(space, RandomWeights(space, seed), a => !met.Add(a));
            return result.Outcome == DerivationOutcome.NoneSatisfies && met.SetEquals(RandomSpaces.Enumerate(space));
        }));

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    public void Too_many_skips_in_a_darts_cell_are_bounded(int most)
    {
        var space = Darts();
        var weights = RandomWeights(space, 4, label => label == "skip_connect" ? 2 : 0);

        var result = Derivation.Best(space, weights, [AtMost(most, "skip_connect", "Normal")]);

        Assert.Equal(8, Skips(Derivation.Best(space, weights)));
        Assert.Equal(DerivationOutcome.Found, result.Outcome);
        Assert.NotNull(result.Architecture);
        Assert.Empty(ArchitectureValidator.Validate(space, result.Architecture));
        Assert.Equal(most, Skips(result.Architecture));
        var reduction = Derivation.Best(space, weights).Choices.Where(c => c.Key.StartsWith("Reduction", StringComparison.Ordinal));
        Assert.All(reduction, c => Assert.Equal(c.Value.ToArray(), result.Architecture.Choices[c.Key].ToArray()));
    }

    [Fact]
    public void Counting_constraints_give_what_trying_everything_gives() =>
        Check.QuickThrowOnFailure(Prop.ForAll<int>(seed =>
        {
            var space = RandomSpaces.Make(seed);
            if (SpaceCounter.For(space).Architectures > 2000)
                return true;
            var weights = RandomWeights(space, seed);
            var constraint = AtMost(1, "a", null);
            var quick = Derivation.Best(space, weights, [constraint]);
            var slow = Derivation.Best(space, weights, a => ConstraintEvaluator.Allows([constraint], space, a));
            return quick.Outcome == slow.Outcome && Equals(quick.Architecture, slow.Architecture);
        }));

    [Fact]
    public void The_constraints_of_the_darts_example_are_kept()
    {
        var program = Compilation.Create(new SourceText(RepositoryRoot.ReadText("examples/darts.nas"), "darts.nas"));
        var space = program.Space;
        Assert.NotNull(space);
        var weights = RandomWeights(space, 4, label => label == "skip_connect" ? 2 : 0);

        var result = Derivation.Best(space, weights, program.Constraints);

        Assert.NotNull(result.Architecture);
        Assert.Equal(2, Skips(result.Architecture));
        Assert.True(ConstraintEvaluator.Allows(program.Constraints, space, result.Architecture));
        Assert.False(ConstraintEvaluator.Allows(program.Constraints, space, Derivation.Best(space, weights)));
    }

    [Fact]
    public void A_bound_on_weights_is_kept_too()
    {
        var space = Darts();
        var weights = RandomWeights(space, 4, label => label == "sep_conv_5x5" ? 1 : 0);
        var largest = ParametersOf(Derivation.Best(space, weights));
        var bound = AtMost(largest - 100, null, null) with { Metric = ConstraintMetric.Parameters };

        var result = Derivation.Best(space, weights, [bound]);

        Assert.NotNull(result.Architecture);
        Assert.True(ParametersOf(result.Architecture) <= largest - 100);

        long ParametersOf(Architecture a) => CostModel.Of(ArchitectureResolver.Resolve(space, a)).Parameters;
    }

    private static ConstraintPlan AtMost(double bound, string? label, string? scope) =>
        new(ConstraintMetric.Count, null, label, scope, Comparison.LessOrEqual, bound, "", default);

    private static int Skips(Architecture a) =>
        a.Choices.Count(c => c.Key.StartsWith("Normal", StringComparison.Ordinal) && c.Value[0] == "skip_connect");

    [Fact]
    public void Weights_that_do_not_fit_are_refused()
    {
        var space = Node();

        Assert.Contains(
            "`n.edge[p]`",
            Assert.Throws<ArgumentException>(() => new DecisionWeights(space, ImmutableDictionary<string, ImmutableArray<double>>.Empty)).Message);
        Assert.Throws<ArgumentException>(() => Weights(space, ("n.edge[p]", [0.2, 0.8]), ("n.edge[q]", [1, 0, 0]), ("n.edge[r]", [1, 0, 0])));
        Assert.Throws<ArgumentException>(() => Weights(space, ("n.edge[p]", [double.NaN, 0, 0]), ("n.edge[q]", [1, 0, 0]), ("n.edge[r]", [1, 0, 0])));
    }

    internal static DecisionWeights RandomWeights(SearchSpace space, int seed, Func<string, double>? bias = null)
    {
        var random = new StableRandom(seed);
        return new DecisionWeights(space, RelaxationPlan.For(space).Decisions.ToDictionary(d => d.Name, d =>
        {
            var logits = d.Alternatives.Select(a => random.NextDouble() + (bias?.Invoke(a.Label) ?? 0)).ToList();
            var sum = logits.Sum(Math.Exp);
            return logits.Select(l => Math.Exp(l) / sum).ToImmutableArray();
        }));
    }

    private static DecisionWeights Weights(SearchSpace space, params (string Name, double[] Values)[] weights) =>
        new(space, weights.ToDictionary(w => w.Name, w => w.Values.ToImmutableArray()));

    private static SearchSpace Node()
    {
        string[] sources = ["p", "q", "r"];
        return Space(
        [
            Subset("n.edges", 2, 2, null, sources),
            .. sources.Select(s => One($"n.edge[{s}]", new DecisionCondition("n.edges", s), "none", "skip", "conv")),
        ]);
    }
}
