using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Search;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Search;

public sealed class ObjectiveTests
{
    private static readonly Metric Accuracy = new(MetricKind.Accuracy, "accuracy");

    private static readonly Metric Parameters = new(MetricKind.Parameters, "params");

    private sealed class Source(Expense expense, Metric metric, Func<Candidate, double> value) : IMetricSource
    {
        public int Calls { get; private set; }

        public Expense Expense => expense;

        public bool Offers(Metric other) => other == metric;

        public IReadOnlyDictionary<Metric, double> Measure(Proposal proposal, IReadOnlyList<Metric> metrics)
        {
            Calls++;
            return metrics.ToDictionary(m => m, _ => value(proposal.Candidate));
        }
    }

    private static readonly ImmutableArray<GoalPlan> Soft =
    [
        new GoalPlan(
            new BinaryTerm(
                new MetricTerm(Accuracy), ObjectiveOperator.Multiply,
                new BinaryTerm(
                    new BinaryTerm(new MetricTerm(Parameters), ObjectiveOperator.Divide, new NumberTerm(100)), ObjectiveOperator.Power,
                    new NumberTerm(-0.5))),
            false, "soft", default),
        GoalPlan.Of(Parameters, isMinimized: true),
    ];

    private static Proposal First => new(DecisionSpace.Of(Space(One("a", null, "x", "y"))).All().First());

    [Fact]
    public void Goals_are_computed_and_what_they_are_made_of_is_kept()
    {
        var found = new ObjectiveEvaluator(
            Soft, [new Source(Expense.Training, Accuracy, _ => 0.8), new Source(Expense.Lookup, Parameters, _ => 400)]).Evaluate(First);
        Assert.Equal(new[] { 0.4, 400 }, found.Metrics.Select(m => Math.Round(m, 12)));
        Assert.Equal((0.8, 400), (found.Measures["accuracy"], found.Measures["params"]));
    }

    [Fact]
    public void What_is_cheap_comes_first_and_saves_the_training()
    {
        var training = new Source(Expense.Training, Accuracy, _ => 0.8);
        var found = new ObjectiveEvaluator(Soft, [training, new Source(Expense.Lookup, Parameters, _ => double.NaN)]).Evaluate(First);
        Assert.Equal(("`params` is no finite number", 0), (found.Failure, training.Calls));
    }

    [Fact]
    public void A_metric_that_nothing_measures_is_said() =>
        Assert.Throws<ArgumentException>(() => new ObjectiveEvaluator(Soft, [new Source(Expense.Lookup, Parameters, _ => 1)]));

    [Theory]
    [InlineData(new[] { 1.0, 2, 3, 4 }, new[] { 10.0, 20, 30, 40 }, 1, 1)]
    [InlineData(new[] { 1.0, 2, 3, 4 }, new[] { 4.0, 3, 2, 1 }, -1, -1)]
    [InlineData(new[] { 1.0, 2, 2, 4 }, new[] { 1.0, 3, 2, 4 }, 0.9486832980505138, 0.9128709291752769)]
    public void Ranks_are_correlated(double[] a, double[] b, double spearman, double kendall)
    {
        Assert.Equal(spearman, RankCorrelation.Spearman(a, b), 12);
        Assert.Equal(kendall, RankCorrelation.Kendall(a, b), 12);
    }
}
