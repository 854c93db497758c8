using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Tests.Emit;
using TorchSharp;
using static TorchSharp.torch;

namespace NasDsl.Tests.Examples;

/// <summary>What the children are measured with does see what is wrong.</summary>
public class MeasurementTests
{
    private const string Program = """
        opset Ops { none = zero, conv = conv(4, 3) >> bn, grouped = conv(4, 1, groups: 2) }
        cell Cell(x) {
          nodes n[2] from x = sum([s |> choose Ops for s in n])
          output n[-1]
        }
        network Net(size = 6)(image: [2, size, size]) {
          body = chain (image |> conv(4, 3, stride: 2)) { Cell * 2 }
          output body |> global_avg_pool |> linear(5)
        }
        """;

    private static readonly SearchSpace Space = Programs.Space(Program);

    [Fact]
    public void Multiply_accumulates_are_counted_from_the_operators()
    {
        using var scope = NewDisposeScope();
        var counter = MacCounter.Start();
        if (counter is null)
            return;
        nn.functional.conv2d(ones(2, 6, 8, 8), ones(4, 3, 3, 1), strides: [2, 1], groups: 2);
        nn.functional.linear(ones(2, 7, 3), ones(5, 3));
        ones(2, 3).matmul(ones(3, 4));
        counter.Stop();
        ones(2, 3).matmul(ones(3, 4));

        Assert.Equal(2 * 4 * 3 * 8 * (3 * 3) + 2 * 7 * 5 * 3 + 2 * 4 * 3, counter.Macs);
    }

    [Fact]
    public void A_shape_that_is_not_as_predicted_is_named()
    {
        using var scope = NewDisposeScope();
        var child = Child(Space, "conv");
        var other = Child(Programs.Space(Program.Replace("size = 6", "size = 8", StringComparison.Ordinal)), "conv");
        var model = GeneratedCode.Compile(ExampleChildren.Watchable(ChildEmitter.Emit(Space, child, new EmitOptions()), Space, 0))
            .New($"{ExampleChildren.NamespaceOf(Space, 0)}.Net");
        var right = ShapeProbe.Attach(Space, child, model, batch: 2);
        var wrong = ShapeProbe.Attach(Space, other, model, batch: 2);

        Assert.IsAssignableFrom<nn.Module<Tensor, Tensor>>(model).call(ones(2, 2, 6, 6));

        Assert.Empty(right.Problems);
        Assert.True(right.Compared >= 2 * right.Modules);
        Assert.Contains(wrong.Problems, p => p.StartsWith("/body[1]/n[2].edge[x]>>1: predicted [4, 4, 4], got [2, 4, 3, 3]", StringComparison.Ordinal));
        Assert.Contains(wrong.Problems, p => p.StartsWith("input 0 of /body[0]: predicted [4, 4, 4]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("conv", "conv", 2 * 4 * 9 + 2 * (3 * (4 * 4 * 9 + 8)) + 25)]
    [InlineData("none", "none", 25)]
    public void Weights_behind_zeros_get_no_gradient(string first, string others, long expected)
    {
        var child = Child(Space, others, first);

        Assert.Equal(expected, GradientReach.Of(child.Network));
    }

    /// <summary>The child that takes one operation everywhere, or another one on the first edge.</summary>
    private static SearchSpace Child(SearchSpace space, string label, string? first = null)
    {
        var architecture = space.Decisions.Index().Aggregate(
            Architecture.Empty, (a, d) => a.With(d.Item.Name, d.Index == 0 ? first ?? label : label));
        return ArchitectureResolver.Resolve(space, architecture);
    }
}
