using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.Text;
using static TorchSharp.torch;

namespace NasDsl.Torch.Tests.Compilation;

/// <summary>A child with lowered depthwise convolutions begins as the plain child does, and is trained the same each time.</summary>
public sealed class LoweredChildTests
{
    private const string Slow = """
        network Slow(image: [3, 12, 12]) {
          a = image |> conv(8, 3) |> sep_conv(5) |> dil_conv(3, stride: 2) |> sep_conv(3)
          output a |> depthwise(5) |> conv(8, 3, dilation: 2, groups: 8) |> global_avg_pool |> linear(4)
        }
        """;

    [Fact]
    public void The_first_weights_are_those_of_the_plain_child()
    {
        using var scope = NewDisposeScope();
        var (plain, lowered) = (Create(lowers: false), Create(lowers: true));
        // What is drawn afterwards is the same, too: as many random numbers were taken.
        using var next = rand(4);
        Create(lowers: false);
        Assert.Equal(next.data<float>().ToArray(), rand(4).data<float>().ToArray());
        Assert.Equal(
            plain.Network.named_parameters().Select(p => (p.name, string.Join(',', p.parameter.data<float>().ToArray()))),
            lowered.Network.named_parameters().Select(p => (p.name, string.Join(',', p.parameter.data<float>().ToArray()))));
    }

    [Fact]
    public void Trained_twice_it_is_the_same_to_the_bit_and_near_the_plain_one()
    {
        using var scope = NewDisposeScope();
        var (plain, lowered, again) = (Steps(lowers: false), Steps(lowers: true), Steps(lowers: true));
        Assert.Equal(lowered, again);
        foreach (var (expected, actual) in plain.Zip(lowered))
            Assert.Equal(expected, actual, 1e-3f);
    }

    /// <summary>The weights after three steps.</summary>
    private static List<float> Steps(bool lowers)
    {
        var model = Create(lowers).Network;
        var optimizer = optim.SGD(model.parameters(), 0.05);
        manual_seed(2);
        var images = rand(8, 12, 12, 3).permute(0, 3, 1, 2);
        for (var step = 0; step < 3; step++)
        {
            optimizer.zero_grad();
            model.call(images).pow(2).sum().backward();
            optimizer.step();
        }
        return [.. model.parameters().SelectMany(p => p.data<float>().ToArray())];
    }

    private static ChildModel Create(bool lowers)
    {
        var space = NasDsl.Compilation.Create(new SourceText(Slow, "slow.nas")).TrainSpace ?? throw new InvalidOperationException();
        var code = ChildEmitter.Emit(space, space, new EmitOptions(LowersDepthwise: lowers));
        Assert.Equal(lowers, code.Contains("DepthwiseConv2d", StringComparison.Ordinal));
        return GeneratedModels.CreateChild(code, GeneratedNames.Child(space), seed: 1);
    }
}
