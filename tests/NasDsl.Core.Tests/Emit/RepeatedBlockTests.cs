using NasDsl.Analysis;
using NasDsl.Emit;
using static TorchSharp.torch;

namespace NasDsl.Tests.Emit;

/// <summary>A declaration whose uses repeat a block differently often, not at all among them.</summary>
public class RepeatedBlockTests
{
    [Theory]
    [InlineData("0, 1, 2")]
    [InlineData("2, 1, 0")]
    [InlineData("1, 0, 1")]
    public void Each_use_has_as_many_blocks_as_it_says(string counts)
    {
        using var scope = NewDisposeScope();
        var uses = string.Join(", ", counts.Split(", ").Select(n => $"Stage(4, {n})"));
        var space = Programs.Space($$"""
            op Stage(filters, layers)(x) {
              block = conv_bn_relu(filters, 3)
              output x |> block |> repeat(layers) block
            }
            network Net(image: [4, 6, 6]) {
              body = chain image { {{uses}} }
              output body |> global_avg_pool |> linear(3)
            }
            """);
        var model = GeneratedCode.Compile(ChildEmitter.Emit(space, space, new EmitOptions())).Create(GeneratedNames.Child(space));
        var blocks = 3 + counts.Split(", ").Sum(int.Parse);

        Assert.Equal(blocks * (4 * 4 * 9 + 8) + 15, model.parameters().Sum(p => p.numel()));
        Assert.Equal(CostModel.Of(space).Parameters, model.parameters().Sum(p => p.numel()));
        Assert.Equal([2, 3], model.forward(GeneratedModelTests.Images(space.Network)).shape);
    }
}
