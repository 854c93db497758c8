using NasDsl.Analysis;
using NasDsl.Architectures;
using NasDsl.IR;
using NasDsl.Testing;
using NasDsl.Tests.Architectures;
using NasDsl.Tests.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Tests.Analysis;

/// <summary>The published facts about NAS-Bench-101, from the program in examples.</summary>
public class NasBench101ExampleTests
{
    private static readonly SearchSpace Space = SpaceOf(TestCompiler.Accept(RepositoryRoot.ReadText("examples/nasbench101.nas")));

    [Fact]
    public void Its_decisions_are_the_matrix_and_the_vertices()
    {
        Assert.Equal(
            ["Module.matrix", .. Enumerable.Range(1, 5).Select(v => $"Module.vertex[{v}]")], Space.Decisions.Select(d => d.Name));
        Assert.Equal((1, 9, 21), (Space.Decisions[0].Minimum, Space.Decisions[0].Maximum, Space.Decisions[0].Alternatives.Length));
        Assert.Equal(0, RelaxationPlan.For(Space).AlphaCount);
        Assert.Equal(DagCount.Of(Assert.Single(DagLayers.In(Space.Network))).Valid, SpaceCounter.For(Space).Architectures);
    }

    [Theory, MemberData(nameof(NasBench101Tests.PublishedCells), MemberType = typeof(NasBench101Tests))]
    public void A_published_cell_has_the_published_number_of_weights(string cell, long parameters)
    {
        var architecture = NasBench101.Read(new SourceText(cell, "cell.json"), Space).Architecture;

        Assert.NotNull(architecture);
        Assert.Equal(parameters, CostModel.Of(ArchitectureResolver.Resolve(Space, architecture)).Parameters);
    }

    [Fact]
    public void No_child_costs_more_than_the_space_that_is_not_decided()
    {
        var whole = CostModel.Of(Space);
        var sampler = ArchitectureSampler.For(Space, 3);

        for (var i = 0; i < 50; i++)
        {
            var child = CostModel.Of(ArchitectureResolver.Resolve(Space, sampler.Next()));
            Assert.InRange(child.Parameters, 1, whole.Parameters);
            Assert.InRange(child.Macs, 1, whole.Macs);
        }
    }

    [Fact]
    public void Files_json_and_drawings_work_on_it()
    {
        var architecture = ArchitectureSampler.For(Space, 5).Next();
        var child = ArchitectureResolver.Resolve(Space, architecture);

        var file = ArchitectureFile.Read(new SourceText(ArchitectureFile.Write(Space, architecture), "a.arch.json"), Space);

        Assert.Empty(file.Diagnostics);
        Assert.Equal(architecture, file.Architecture);
        Assert.Contains("\"kind\": \"dag\"", IrJson.Write(Space));
        Assert.Contains("\"id\": \"Module.dag\"", IrJson.Write(child));
        Assert.Contains("dag of 7 vertices, 9 edges", Assert.Single(DotWriter.Cells(Space)).Dot);
        Assert.Equal(["Module", "Module.dag"], DotWriter.Cells(Space, architecture).Select(d => d.Name));
    }

    [Fact]
    public void An_architecture_without_a_path_is_refused()
    {
        var architecture = ArchitectureSampler.For(Space, 5).Next().With("Module.matrix", "0-1", "2-6");
        var marked = MarkedText.Parse(
            ArchitectureFile.Write(Space, ArchitectureSampler.For(Space, 5).Next().With("Module.matrix", "0-6"))
                .Replace("[\"0-6\"]", "[|[\"0-1\", \"2-6\"]|]", StringComparison.Ordinal),
            "a.arch.json");

        marked.AssertHas(ArchitectureFile.Read(marked.Source, Space).Diagnostics, "NAS6016");
        Assert.Throws<ArgumentException>(() => ArchitectureResolver.Resolve(Space, architecture));
    }

    [Fact]
    public void Every_architecture_with_a_path_is_drawn_equally_often()
    {
        var small = SpaceOf(TestCompiler.Accept(
            "network N(x: [2, 4, 4]) { output x |> dag(2, vertices: 3, edges: 2, ops: { relu, tanh }) }"));
        var sampler = ArchitectureSampler.For(small, 1);

        var drawn = Enumerable.Range(0, 1600).Select(_ => sampler.Next()).CountBy(a => a).ToList();

        Assert.Equal(4 * 2, SpaceCounter.For(small).Architectures);
        Assert.Equal(8, drawn.Count);
        Assert.All(drawn, d => Assert.InRange(d.Value, 140, 260));
        Assert.All(drawn, d => Assert.Empty(ArchitectureValidator.Validate(small, d.Key)));
    }

    [Fact]
    public void A_graph_is_decided_where_it_is_written()
    {
        var space = SpaceOf(TestCompiler.Accept("""
            opset Vertex(C) { conv(C, 3), max_pool(3) }
            op Fresh(x) = x |> dag(4, vertices: 3, edges: 3, ops: Vertex)
            network N(x: [3, 8, 8]) {
              graph = dag(4, vertices: 3, edges: 2, ops: Vertex)
              a = x |> graph |> graph
              b = a |> Fresh |> relu >> Fresh
              output b |> dag(8, vertices: 3, edges: 3, ops: Vertex)
            }
            """));

        Assert.Equal(
            ["graph.matrix", "graph.vertex[1]", "b.matrix", "b.vertex[1]", "b#2.matrix", "b#2.vertex[1]", "matrix", "vertex[1]"],
            space.Decisions.Select(d => d.Name));
    }

    private static SearchSpace SpaceOf(Compilation compilation)
    {
        Assert.NotNull(compilation.Space);
        return compilation.Space;
    }
}
