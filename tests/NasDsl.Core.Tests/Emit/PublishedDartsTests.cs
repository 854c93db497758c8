using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Testing;
using NasDsl.Text;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasDsl.Tests.Emit;

/// <summary>The published numbers of DARTS, from examples/darts.nas.</summary>
public class PublishedDartsTests
{
    private static readonly (string Operation, int Input)[] Normal =
    [
        ("sep_conv_3x3", 0), ("sep_conv_3x3", 1), ("sep_conv_3x3", 0), ("sep_conv_3x3", 1),
        ("sep_conv_3x3", 1), ("skip_connect", 0), ("skip_connect", 0), ("dil_conv_3x3", 2),
    ];

    private static readonly (string Operation, int Input)[] Reduction =
    [
        ("max_pool_3x3", 0), ("max_pool_3x3", 1), ("skip_connect", 2), ("max_pool_3x3", 1),
        ("max_pool_3x3", 0), ("skip_connect", 2), ("skip_connect", 2), ("max_pool_3x3", 1),
    ];

    [Fact]
    public void The_supernet_has_the_published_weights_and_alphas()
    {
        using var scope = NewDisposeScope();
        var space = Darts().SupernetSpace;
        Assert.NotNull(space);
        var supernet = GeneratedCode.Compile(SupernetEmitter.Emit(space)).Create("CifarSupernet");

        var alphas = GeneratedCode.Get<IReadOnlyDictionary<string, Parameter>>(supernet, "Alphas").Values.Sum(a => a.numel());

        Assert.Equal(224, alphas);
        Assert.Equal(1_930_618, supernet.parameters().Sum(p => p.numel()) - alphas);
    }

    [Fact]
    public void The_second_order_genotype_has_the_published_weights()
    {
        using var scope = NewDisposeScope();
        var space = Darts().TrainSpace;
        Assert.NotNull(space);
        var architecture = Take(Take(Architecture.Empty, "Normal", Normal), "Reduction", Reduction);
        var child = ArchitectureResolver.Resolve(space, architecture);
        var source = ChildEmitter.Emit(space, child, new EmitOptions(DropPath: true, Auxiliary: true));
        var code = GeneratedCode.Compile(source);

        Assert.Equal(3_349_342, code.Create("Cifar").parameters().Sum(p => p.numel()));
        // conv 576 x 128, conv 128 x 768 x 2 x 2, two normalizations, linear 768 x 10.
        Assert.Equal(73_728 + 393_216 + 2 * (128 + 768) + 7_690, code.Create("CifarAuxiliary").parameters().Sum(p => p.numel()));
    }

    [Fact]
    public Task The_supernet_reads_well()
    {
        var space = Darts().SupernetSpace;
        Assert.NotNull(space);
        return Verify(SupernetEmitter.Emit(space), extension: "cs");
    }

    [Fact]
    public Task The_child_reads_well()
    {
        var space = Darts().TrainSpace;
        Assert.NotNull(space);
        var architecture = Take(Take(Architecture.Empty, "Normal", Normal), "Reduction", Reduction);
        var child = ArchitectureResolver.Resolve(space, architecture);
        return Verify(ChildEmitter.Emit(space, child, new EmitOptions(DropPath: true, Auxiliary: true)), extension: "cs");
    }

    private static Compilation Darts() => Compilation.Create(
        new SourceText(File.ReadAllText(RepositoryRoot.PathOf("examples/darts.nas")), "darts.nas"));

    /// <summary>The published notation: two (operation, input) pairs a node; inputs 0 and 1 are the cell's own.</summary>
    private static Architecture Take(Architecture architecture, string cell, (string Operation, int Input)[] genotype)
    {
        foreach (var (node, edges) in genotype.Chunk(2).Index())
        {
            var inputs = edges.OrderBy(e => e.Input).Select(e => Label(e.Input)).ToArray();
            architecture = architecture.With($"{cell}.n[{node}].edges", [.. inputs]);
            foreach (var (operation, input) in edges)
                architecture = architecture.With($"{cell}.n[{node}].edge[{Label(input)}]", operation);
        }
        return architecture;

        static string Label(int input) => input < 2 ? "pq"[input].ToString() : $"n[{input - 2}]";
    }
}
