using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Testing;
using NasDsl.Text;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Tests.Emit;

/// <summary>Children of NAS-Bench-101 as C#: few and odd channels, so that shares do not come out even.</summary>
public class DagModelTests
{
    private const int Batches = 4;
    private const int ModelsInBatch = 50;

    private static readonly SearchSpace Space = SpaceOf(width: 5);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Batches)];

    [Theory, MemberData(nameof(Seeds))]
    public void Any_child_compiles_runs_forward_and_backward_and_has_the_weights_counted(int seed)
    {
        var sampler = ArchitectureSampler.For(Space, seed);
        for (var i = 0; i < ModelsInBatch; i++)
            Try(sampler.Next());
    }

    [Theory]
    [InlineData("0-6")]
    [InlineData("0-1 1-6")]
    [InlineData("0-1 0-2 0-3 0-4 1-6 2-6 3-6 4-6 0-6")]
    [InlineData("0-1 1-2 1-3 2-6 3-6 0-6")]
    public void So_does_every_shape_of_output(string edges)
    {
        var architecture = ArchitectureSampler.For(Space, 1).Next();
        Try(architecture.With("Module.matrix", [.. edges.Split(' ').Order(StringComparer.Ordinal)]));
    }

    [Fact]
    public void No_supernet_is_written() =>
        Assert.Contains("`Module.dag`", Assert.Throws<EmitException>(() => SupernetEmitter.Emit(Space)).Message);

    private static void Try(Architecture architecture)
    {
        using var scope = NewDisposeScope();
        var child = ArchitectureResolver.Resolve(Space, architecture);
        var model = GeneratedCode.Compile(ChildEmitter.Emit(Space, child, new EmitOptions())).Create(GeneratedNames.Child(Space));

        var output = model.forward(GeneratedModelTests.Images(Space.Network));
        output.sum().backward();

        Assert.Equal([2, 10], output.shape);
        Assert.Equal(CostModel.Of(child).Parameters, model.parameters().Sum(p => p.numel()));
        Assert.All(model.parameters(), p => Assert.NotNull(p.grad));
    }

    private static SearchSpace SpaceOf(int width)
    {
        var source = new SourceText(RepositoryRoot.ReadText("examples/nasbench101.nas"), "nasbench101.nas");
        var space = Compilation.Create(source)
            .WithArguments(new Dictionary<string, double> { ["C"] = width, ["N"] = 1, ["size"] = 8 }).Space;
        Assert.NotNull(space);
        return space;
    }
}
