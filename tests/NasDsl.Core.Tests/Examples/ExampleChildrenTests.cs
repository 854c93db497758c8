using NasDsl.Analysis;
using NasDsl.Architectures;
using NasDsl.IR;

namespace NasDsl.Tests.Examples;

/// <summary>
/// Architectures drawn from every example, at small sizes: each becomes a model that computes tensors of the shapes predicted,
/// with the weights and the multiply-accumulates predicted, forward and backward.
/// </summary>
public class ExampleChildrenTests
{
    private const long Seed = 20;
    private const int Few = 4, Many = 200, BatchOfChildren = 40;

    /// <summary>Set to 1 it takes more architectures of each example, and minutes.</summary>
    private static int Architectures => Environment.GetEnvironmentVariable("NASDSL_THOROUGH") == "1" ? Many : Few;

    public static TheoryData<string> Files => Examples.Files;

    [Theory, MemberData(nameof(Files))]
    public void Any_child_of_an_example_is_as_predicted(string file)
    {
        var compilation = Example.Of(file).Compile();
        var space = compilation.TrainSpace;
        Assert.NotNull(space);
        var sampler = ArchitectureSampler.For(space, Seed);
        var drawn = Enumerable.Range(0, Architectures).Select(_ => sampler.Next()).Distinct().ToList();
        foreach (var batch in drawn.Chunk(BatchOfChildren))
        {
            var children = ExampleChildren.Compile(space, compilation.Train, batch);
            for (var i = 0; i < batch.Length; i++)
                Try(file, space, batch[i], children, i);
        }
    }

    private static void Try(string file, SearchSpace space, Architecture architecture, ExampleChildren children, int index)
    {
        try
        {
            children.Check(index);
        }
        catch (Exception e)
        {
            Assert.Fail($"examples/{file} with\n{ArchitectureFile.Write(space, architecture)}\n{e}");
        }
    }
}
