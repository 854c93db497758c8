using NasDsl.Search;
using static NasDsl.Tests.Analysis.SpaceBuilder;

namespace NasDsl.Tests.Search;

public class TableTests
{
    private const string Rows = "arch,good,cost\n00,1,10\n01,3,20\n10,3,30\n11,2,40\n";

    private static readonly TableColumns Good = new([new Goal("good")], Cost: "cost");

    private static DecisionSpace Space() =>
        DecisionSpace.Of(SpaceBuilderSpace());

    private static IR.SearchSpace SpaceBuilderSpace() => Analysis.SpaceBuilder.Space(One("l[0]", null, "a", "b"), One("l[1]", null, "a", "b"));

    private static TableEvaluator Read(string text, TableColumns? columns = null) =>
        TableEvaluator.Read(Space(), new StringReader(text), columns ?? Good);

    [Fact]
    public void Rows_are_looked_up_by_architecture_and_ranked()
    {
        var table = Read(Rows);
        var all = Space().All().ToList();
        Assert.Equal([1.0, 3, 3, 2], all.Select(c => table.Evaluate(new Proposal(c)).Metrics[0]));
        Assert.Equal([10.0, 20, 30, 40], all.Select(c => table.Evaluate(new Proposal(c)).Cost));
        Assert.Equal([4, 1, 2, 3], all.Select(c => table.RankOf(c) ?? 0));
        var worst = Read(Rows, new TableColumns([new Goal("good", IsMinimized: true)]));
        Assert.Equal([1, 3, 4, 2], all.Select(c => worst.RankOf(c) ?? 0));
    }

    [Fact]
    public void What_the_table_does_not_have_is_a_failed_evaluation()
    {
        var table = Read("arch,good,cost\n00,1,10\n");
        Assert.True(table.Evaluate(new Proposal(Space().All().Last())).HasFailed);
    }

    [Fact]
    public void The_clock_ends_a_search_before_it_is_passed()
    {
        var table = Read(Rows);
        var run = new Experiment(Space(), new IR.GridPlan(), table, new SearchLimits(100, Cost: 60)).Run(0);
        Assert.Equal((3, 60.0, SearchEnd.Budget), (run.Summary.Evaluations, run.Summary.Cost, run.Summary.End));
        run = new Experiment(Space(), new IR.GridPlan(), table, new SearchLimits(100, Cost: 59)).Run(0);
        Assert.Equal((2, 30.0), (run.Summary.Evaluations, run.Summary.Cost));
        run = new Experiment(Space(), new IR.GridPlan(), table, new SearchLimits(100)).Run(0);
        Assert.Equal((4, SearchEnd.Exhausted, 1), (run.Summary.Evaluations, run.Summary.End, run.Rank));
    }

    [Fact]
    public void Columns_are_found_and_quoted_cells_are_read()
    {
        var table = Read("id,\"the \"\"good\"\"\",code\r\n7,1,00\r\n8,\"2\",01\r\n", new TableColumns([new Goal("the \"good\"")]));
        Assert.Equal(2, table.Count);
    }

    [Theory]
    [InlineData("", 0, "the table is empty")]
    [InlineData("arch,good,cost\n", 0, "the table has no rows")]
    [InlineData("arch,godo,cost\n00,1,1\n", 1, "it has no column `good`")]
    [InlineData("arch,good,cost\n00,1,1\n02,1,1\n", 3, "`02` is no architecture of `Tiny`")]
    [InlineData("arch,good,cost\n00,1,1\n00,1,1\n", 3, "the architecture `00` is there twice")]
    [InlineData("arch,good,cost\n00,1,1\n\n01,nan,1\n", 4, "`nan` in column `good` is no finite number")]
    [InlineData("arch,good,cost\n00,1,1\n01,1,-1\n", 3, "`-1` in column `cost` is no positive number")]
    [InlineData("arch,good,cost\n00,1,1\n01,1\n", 3, "the row has 2 cells, the table has 3 columns")]
    [InlineData("arch,good,cost\n00,1,\"1\n", 2, "a quoted cell does not end")]
    [InlineData("arch,good,cost\nxx,1,1\n", 2, "is no architecture of `Tiny`")]
    public void A_bad_table_is_refused_with_its_line(string text, int line, string problem)
    {
        var error = Assert.Throws<TableException>(() => Read(text));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Equal(line, error.Line);
    }

    [Fact]
    public void Fidelities_are_columns_and_cost_their_share()
    {
        var fidelities = System.Collections.Immutable.ImmutableSortedDictionary<double, string>.Empty.Add(1, "early").Add(4, "good");
        var table = Read("arch,early,good,cost\n00,5,1,100\n01,6,2,100\n", new TableColumns([new Goal("good")], null, "cost", fidelities));
        var first = Space().All().First();
        Assert.Equal((5.0, 25.0), (table.Evaluate(new Proposal(first, 1)).Metrics[0], table.Evaluate(new Proposal(first, 1)).Cost));
        Assert.Equal((1.0, 100.0), (table.Evaluate(new Proposal(first, 4)).Metrics[0], table.Evaluate(new Proposal(first, 4)).Cost));
        Assert.True(table.Evaluate(new Proposal(first, 2)).HasFailed);
    }
}
