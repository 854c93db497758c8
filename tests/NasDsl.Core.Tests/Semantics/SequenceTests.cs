using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Testing;
using NasDsl.Tests.Diagnostics;

namespace NasDsl.Tests.Semantics;

/// <summary>Tokens and sequences: shapes, costs, and the published text spaces.</summary>
public class SequenceTests
{
    [Theory]
    [InlineData("e", "[35, 8]")]
    [InlineData("e |> recurrent(add)", "[35, 8]")]
    [InlineData("e |> recurrent(Cell(16), hidden: 16)", "[35, 16]")]
    [InlineData("e |> linear(5) |> tanh |> layer_norm |> dropout(0.1)", "[35, 5]")]
    [InlineData("e |> last_step", "[8]")]
    [InlineData("e |> mean_steps |> linear(3)", "[3]")]
    [InlineData("concat([e, e |> linear(3)])", "[35, 11]")]
    [InlineData("sum([e, e |> relu]) + e", "[35, 8]")]
    [InlineData("e |> flatten", "[280]")]
    [InlineData("e |> tied_linear(e)", "[35, 100]")]
    [InlineData("e |> tanh |> last_step |> tied_linear(e)", "[100]")]
    [InlineData("tokens |> identity", "[35] of 100")]
    public void Shapes_of_sequences(string output, string expected)
    {
        var network = Network(output);
        Assert.Equal(expected, network.ShapeOf(network.Outputs[0]).ToString());
    }

    [Theory]
    [InlineData("e", 100 * 8, 0)]
    [InlineData("e |> linear(5)", 8 * 5 + 5, 35 * 8 * 5)]
    [InlineData("e |> recurrent(Cell(16), hidden: 16)", 16 * (8 + 16) + 16, 35 * 16 * (8 + 16))]
    [InlineData("e |> layer_norm", 16, 0)]
    [InlineData("e |> tied_linear(e)", 100, 35 * 8 * 100)]
    [InlineData("e |> mean_steps |> linear(3)", 27, 24)]
    public void Weights_count_once_and_computations_at_every_step(string output, long parameters, long macs)
    {
        var embedding = output == "e" ? 0 : 100 * 8;
        Assert.Equal(new Cost(parameters + embedding, macs), new CostModel().Of(Network(output)) with { Activations = 0 });
    }

    [Fact]
    public void The_range_of_costs_of_a_searched_cell_is_exact_and_holds_every_child()
    {
        var space = Space("""
            op Wide(x, h) = (x |> linear(8) |> relu |> linear(8)) + h
            op Narrow(x, h) = (x |> linear(2) |> linear(8, bias: false)) + h
            network N(tokens: [7] of 100) { output tokens |> embedding(8) |> recurrent(choose { Wide, Narrow }) }
            """);
        var range = CostRange.Of(space) ?? throw new InvalidOperationException();

        Assert.True(range.IsExact);
        Assert.Equal((7 * 32, 7 * 128), (range.Macs.Minimum, range.Macs.Maximum));
        Assert.Equal((800 + 18 + 16, 800 + 144), (range.Parameters.Minimum, range.Parameters.Maximum));
        var sampler = ArchitectureSampler.For(space, 1);
        for (var i = 0; i < 4; i++)
            Assert.Contains(CostModel.Of(ArchitectureResolver.Resolve(space, sampler.Next())).Macs, new long[] { 7 * 32, 7 * 128 });
    }

    [Fact]
    public void The_text_space_of_DARTS_has_the_published_sizes()
    {
        var program = TestCompiler.Accept(RepositoryRoot.ReadText("examples", "darts_rnn.nas"));
        var (search, train) = (Present(program.SupernetSpace), Present(program.TrainSpace));
        var child = ArchitectureResolver.Resolve(train, ArchitectureSampler.For(train, 1).Next());

        // 36 edges of 5 candidates; 8 nodes with 1 to 8 states and 4 functions to choose from; 23 M weights for PTB.
        Assert.Equal(180, RelaxationPlan.For(search).AlphaCount);
        Assert.Equal(65_536 * 40_320L, (long)SpaceCounter.For(search).Architectures);
        Assert.Equal(22_960_000, CostModel.Of(child).Parameters);
        Assert.Empty(StrategyCheck.NotRelaxable(search));
    }

    [Fact]
    public void The_text_space_of_ENAS_has_four_functions_for_each_of_twelve_nodes()
    {
        var space = Present(TestCompiler.Accept(RepositoryRoot.ReadText("examples", "enas_rnn.nas")).Space);

        Assert.Equal(16_777_216 * 39_916_800L, (long)SpaceCounter.For(space).Architectures);
    }

    [Fact]
    public void Json_and_drawings_show_what_runs_over_a_sequence()
    {
        var space = Space("""
            op Cell(hidden)(x, h) = (x |> linear(hidden)) + h |> choose { tanh, relu }
            network N(tokens: [7] of 100) {
              e = tokens |> embedding(8)
              output e |> recurrent(Cell(8)) |> tied_linear(e)
            }
            """);
        var json = IrJson.Write(space);

        Assert.Contains("\"kind\": \"recurrent\"", json, StringComparison.Ordinal);
        Assert.Contains("\"shape\": [7],\n", json, StringComparison.Ordinal);
        Assert.Contains("\"vocabulary\": 100", json, StringComparison.Ordinal);
        using var parsed = System.Text.Json.JsonDocument.Parse(json);
        Assert.Contains("recurrent(Cell(hidden: 8))", DotWriter.Network(space).Dot, StringComparison.Ordinal);
        Assert.Equal(["Cell"], DotWriter.Cells(space).Select(d => d.Name));
    }

    [Fact]
    public void The_operations_of_cells_that_come_with_the_language_compile()
    {
        var program = RepositoryRoot.ReadText("src", "NasDsl.Core", "Standard", "sequence.nas") + """
            op Cell(hidden)(x, h) {
              nodes n[2] from (x, h) |> gate(hidden, tanh) = n[-1] |> highway(hidden, choose { relu, sigmoid })
              output mean(n)
            }
            network N(tokens: [7] of 100) { output tokens |> embedding(8) |> recurrent(Cell(8)) }
            """;
        var space = Present(TestCompiler.Accept(program).Space);

        Assert.Equal(800 + (4 + 2 * 2) * 64, CostModel.Of(ArchitectureResolver.Resolve(space, ArchitectureSampler.For(space, 1).Next())).Parameters);
        Assert.Equal(4, SpaceCounter.For(space).Architectures);
    }

    private static Graph Network(string output) => Space($$"""
        op Cell(hidden)(x, h) = (x |> linear(hidden)) + (h |> linear(hidden, bias: false)) |> tanh
        network N(tokens: [35] of 100) {
          e = tokens |> embedding(8)
          output {{output}}
        }
        """).Network;

    private static SearchSpace Space(string program) =>
        Present(TestCompiler.Compile(program) is { HasErrors: false } fine ? fine.Space : TestCompiler.Accept(program).Space);

    private static SearchSpace Present(SearchSpace? space) => space ?? throw new InvalidOperationException("no space");
}
