using NasDsl.Analysis;
using NasDsl.Architectures;
using NasDsl.IR;
using NasDsl.Testing;
using NasDsl.Tests.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Tests.Architectures;

public class NasBench101Tests
{
    private const string Inception =
        """{"matrix": [[0, 1, 1, 1, 0, 1, 0], [0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 1, 0, 0], """
        + """[0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0, 0]],"""
        + """ "ops": ["input", "conv1x1-bn-relu", "conv3x3-bn-relu", "conv3x3-bn-relu", "conv3x3-bn-relu", "maxpool3x3", "output"]}""";

    private const string Printed = """
        module_adjacency: [[0 1 0 0 1 1 0]
         [0 0 1 0 0 0 0]
         [0 0 0 1 0 0 1]
         [0 0 0 0 0 1 0]
         [0 0 0 0 0 1 0]
         [0 0 0 0 0 0 1]
         [0 0 0 0 0 0 0]]
        module_operations: ['input', 'conv3x3-bn-relu', 'maxpool3x3', 'conv3x3-bn-relu', 'conv3x3-bn-relu', 'conv1x1-bn-relu', 'output']
        """;

    private const string Python = """
        cell = api.ModelSpec(
          matrix=[[0, 1, 0, 1, 0, 0, 0],   # input
                  [0, 0, 1, 0, 1, 1, 0],
                  [0, 0, 0, 0, 0, 0, 1],
                  [0, 0, 0, 0, 1, 0, 0],
                  [0, 0, 0, 0, 0, 1, 0],
                  [0, 0, 0, 0, 0, 0, 1],
                  [0, 0, 0, 0, 0, 0, 0]],
          ops=['input', 'maxpool3x3', 'conv3x3-bn-relu', 'maxpool3x3', 'conv1x1-bn-relu', 'maxpool3x3', 'output'])
        """;

    private const string Small = """{"matrix": [[0, 1, 0], [0, 0, 1], [0, 0, 0]], "ops": ["input", "maxpool3x3", "output"]}""";

    private static readonly SearchSpace Space = SpaceOf(RepositoryRoot.ReadText("examples/nasbench101.nas"));

    /// <summary>Cells of the public data set, with its `trainable_parameters`; the first is the Inception-like one of its guide.</summary>
    public static TheoryData<string, long> PublishedCells => new()
    {
        { Inception, 2_694_282 },
        { Printed, 8_555_530 },
        { Python, 3_468_426 },
    };

    [Theory, MemberData(nameof(PublishedCells))]
    public void A_published_cell_survives_writing(string cell, long parameters)
    {
        var architecture = Read(cell).Architecture;
        Assert.NotNull(architecture);

        var written = NasBench101.Write(Space, architecture).Text;

        Assert.NotNull(written);
        Assert.True(parameters > 0);
        Assert.StartsWith("{\"matrix\": [[0, 1, ", written);
        Assert.Equal(architecture, Read(written).Architecture);
        if (cell == Inception)
            Assert.Equal(Inception + "\n", written);
    }

    [Fact]
    public void Any_architecture_survives_writing_as_its_pruned_graph()
    {
        var sampler = ArchitectureSampler.For(Space, 2);
        for (var i = 0; i < 200; i++)
        {
            var architecture = sampler.Next();
            var written = NasBench101.Write(Space, architecture).Text;
            Assert.NotNull(written);
            var read = Read(written).Architecture;
            Assert.NotNull(read);
            Assert.Equal(written, NasBench101.Write(Space, read).Text);
            Assert.Equal(Cost(architecture), Cost(read));
        }

        static Cost Cost(Architecture architecture) => CostModel.Of(ArchitectureResolver.Resolve(Space, architecture));
    }

    [Fact]
    public void What_lies_on_no_path_is_left_out_before_the_limits_are_looked_at()
    {
        const string wide = """
            [[0,1,0,0,0,0,0,1],[0,0,0,0,0,0,0,1],[0,0,0,1,1,1,1,1],[0,0,0,0,1,1,1,1],[0,0,0,0,0,1,1,1],[0,0,0,0,0,0,1,1],[0,0,0,0,0,0,0,1],[0,0,0,0,0,0,0,0]]
            ("input", "conv3x3_bn_relu", "maxpool3x3", "maxpool3x3", "maxpool3x3", "maxpool3x3", "maxpool3x3", "output")
            """;

        var architecture = Read(wide).Architecture;

        Assert.NotNull(architecture);
        Assert.Equal(["0-1", "0-6", "1-6"], architecture.Choices["Module.matrix"].ToArray());
        Assert.Equal("conv3x3_bn_relu", architecture.Choices["Module.vertex[1]"][0]);
    }

    [Theory]
    [InlineData("[|7|]", "NAS6040")]
    [InlineData("""{"matrix": [[0, 1], [0, 0]][||]""", "NAS6040")]
    [InlineData("""[|{|]"matrix": [[0, 1], [0, 0]]}""", "NAS6040")]
    [InlineData("""{"matrix": [[0, [|x|]], [0, 0]], "ops": ["input", "output"]}""", "NAS6040")]
    [InlineData("""{[|"matrx"|]: [[0, 1], [0, 0]], "ops": ["input", "output"]}""", "NAS6040")]
    [InlineData("""{"matrix": [[0, 1], [0, 0]], "ops": [[|input|], "output"]}""", "NAS6040")]
    [InlineData("""{"matrix": [[0, 1], [0, 0]], "ops": ["input", "output"]} [|x|]""", "NAS6040")]
    [InlineData("""{"matrix": [[0, 1], [[|1|], 0]], "ops": ["input", "output"]}""", "NAS6041")]
    [InlineData("""{"matrix": [[0, [|2|]], [0, 0]], "ops": ["input", "output"]}""", "NAS6041")]
    [InlineData("""{"matrix": [[0, [|99999999999|]], [0, 0]], "ops": ["input", "output"]}""", "NAS6041")]
    [InlineData("""{"matrix": [[0, 1], [[|0|]]], "ops": ["input", "output"]}""", "NAS6041")]
    [InlineData("""{"matrix": [|[]|], "ops": []}""", "NAS6041")]
    [InlineData("""{"matrix": [[0, 1], [0, 0]], "ops": [|["input"]|]}""", "NAS6042")]
    [InlineData("""{"matrix": [[0, 1], [0, 0]], "ops": ["input", [|"maxpool3x3"|]]}""", "NAS6042")]
    [InlineData("""{"matrix": [[0, 1, 0], [0, 0, 1], [0, 0, 0]], "ops": ["input", [|"maxpool5x5"|], "output"]}""", "NAS6042")]
    [InlineData("""{"matrix": [|[[0, 0], [0, 0]]|], "ops": ["input", "output"]}""", "NAS6043")]
    public void A_mistake_is_marked(string marked, string code)
    {
        var text = MarkedText.Parse(marked, "cell.json");
        text.AssertHas(NasBench101.Read(text.Source, Space).Diagnostics, code);
    }

    [Fact]
    public void A_graph_with_too_many_edges_or_vertices_is_not_in_the_space()
    {
        var narrow = SpaceOf("network N(x: [3, 8, 8]) { output x |> dag(8, vertices: 3, edges: 2, ops: { maxpool3x3 = max_pool(3) }) }");

        Assert.NotNull(NasBench101.Read(new SourceText(Small, "c"), narrow).Architecture);
        Assert.Contains("3 edges", Only(Small.Replace("[0, 1, 0]", "[0, 1, 1]", StringComparison.Ordinal)));
        Assert.Contains("4 vertices", Only(
            """{"matrix": [[0,1,0,0],[0,0,1,0],[0,0,0,1],[0,0,0,0]], "ops": ["input", "maxpool3x3", "maxpool3x3", "output"]}"""));

        string Only(string cell) => Assert.Single(NasBench101.Read(new SourceText(cell, "c"), narrow).Diagnostics).Message;
    }

    [Fact]
    public void A_space_of_another_form_has_no_matrix()
    {
        var space = SpaceOf("network N(x: [3, 8, 8]) { output x |> choose { relu, tanh } }");

        Assert.Equal("NAS6044", Assert.Single(NasBench101.Read(new SourceText(Small, "c"), space).Diagnostics).Code);
        Assert.Equal("NAS6044", Assert.Single(NasBench101.Write(space, Architecture.Empty.With("output", "relu")).Diagnostics).Code);
    }

    private static ArchitectureResult Read(string text) => NasBench101.Read(new SourceText(text, "cell.json"), Space);

    private static SearchSpace SpaceOf(string program)
    {
        var space = TestCompiler.Accept(program).Space;
        Assert.NotNull(space);
        return space;
    }
}
