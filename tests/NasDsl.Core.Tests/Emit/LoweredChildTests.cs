using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Tests.Emit;

/// <summary>A child with lowered depthwise convolutions is the plain child but for how its gradients are computed (float64).</summary>
public class LoweredChildTests
{
    private const double Tolerance = 1e-9;

    private static readonly EmitOptions Lowered = new(LowersDepthwise: true);

    /// <summary>Every layer that is lowered, beside those that only look as if they could be, on images of odd sizes.</summary>
    private const string Windows = """
        /// One window after another.
        op Pair(kernel)(x) {
          output x |> depthwise(kernel, dilation: 2) |> relu |> depthwise(kernel) |> bn
        }
        /// Depthwise convolutions of every kind.
        network Windows(image: [3, 13, 15]) {
          a = image |> conv(6, 3) |> sep_conv(3) |> sep_conv(5) |> Pair(3) |> Pair(5)
          b = a |> dil_conv(3) |> dil_conv(5) |> dil_conv(5, dilation: 1) |> dil_conv(5, dilation: 3) |> dil_conv(3, padding: 2)
          c = b |> conv(6, 5, groups: 6, bias: false) |> conv(6, 3, dilation: 2, groups: 6) |> conv(12, 5, groups: 6) |> conv(6, 1)
          d = c |> depthwise(5, bias: true) |> depthwise((5, 3)) |> depthwise(3, dilation: (1, 2)) |> depthwise(7)
          e = [d, b] |> concat |> sep_conv(5, stride: 2) |> conv(6, 1)
          f = b |> dil_conv(3, stride: 2) |> fit(e, 6)
          g = [e, f, b |> dil_conv(5, stride: 2), b |> depthwise(5, stride: 2)] |> concat |> dil_conv(3, stride: 3)
          output g |> global_avg_pool |> linear(5)
        }
        """;

    public static TheoryData<string, int> Children => new()
    {
        { Windows, 0 }, { Programs.Darts, 1 }, { Programs.Darts, 2 }, { Programs.Darts, 3 },
    };

    [Theory, MemberData(nameof(Children))]
    public void Values_and_gradients_are_those_of_the_plain_child(string program, int seed)
    {
        using var scope = NewDisposeScope();
        var (space, plain, lowered) = Create(program, seed);
        long[] size = [3, .. space.Network.Inputs[0].Shape.Dimensions];
        foreach (var training in new[] { true, true, false })
        {
            plain.train(training);
            lowered.train(training);
            Compare(plain, lowered, rand(size, ScalarType.Float64) - 0.5, needsInput: true);
        }
        // As in training: channels last, and nobody asks for the gradient of the images.
        var images = rand([size[0], size[2], size[3], size[1]], ScalarType.Float64).permute(0, 3, 1, 2);
        plain.train();
        lowered.train();
        Compare(plain, lowered, images, needsInput: false);
        using var noGradient = no_grad();
        Near(plain.forward(images), lowered.forward(images), "output without gradients");
    }

    [Fact]
    public void Frozen_weights_get_no_gradient_and_let_it_through()
    {
        using var scope = NewDisposeScope();
        var (_, plain, lowered) = Create(Windows, 0);
        foreach (var model in new Module[] { plain, lowered })
            foreach (var (_, parameter) in model.named_parameters().Where(p => p.parameter.dim() == 4))
                parameter.requires_grad_(false);
        Compare(plain, lowered, rand([3, 3, 13, 15], ScalarType.Float64) - 0.5, needsInput: true);
    }

    [Theory, MemberData(nameof(Children))]
    public void Names_and_checkpoints_are_the_same(string program, int seed)
    {
        using var scope = NewDisposeScope();
        var (_, plain, lowered) = Create(program, seed);
        AssertSameState(plain, lowered);

        foreach (var (from, to) in new[] { (plain, lowered), (lowered, plain) })
        {
            using (no_grad())
                foreach (var value in from.state_dict().Values.Where(v => v.is_floating_point()))
                    value.uniform_(0.5, 1.5);
            to.load_state_dict(from.state_dict());
            AssertSameState(plain, lowered);
            Compare(plain, lowered, rand([2, 3, 16, 16], ScalarType.Float64), needsInput: true);
        }
    }

    [Fact]
    public void Its_gradients_are_not_differentiated_in_silence()
    {
        using var scope = NewDisposeScope();
        var (_, _, lowered) = Create("network N(x: [4, 9, 9]) { output x |> sep_conv(5) |> global_avg_pool |> linear(2) }", 0);
        var loss = lowered.forward(rand([2, 4, 9, 9], ScalarType.Float64)).pow(2).sum();
        var thrown = Record.Exception(() => autograd.grad([loss], [.. lowered.parameters()], create_graph: true));
        Assert.Contains("cannot be differentiated", thrown?.Message, StringComparison.Ordinal);
    }

    /// <summary>What has nothing slow, and no mean over all pixels, is written as ever, and what is slow is lowered only where it is.</summary>
    [Fact]
    public void Only_what_is_slow_is_written_differently()
    {
        var fast = Child("network N(x: [4, 9, 9]) { output x |> sep_conv(3) |> depthwise(3) |> depthwise(5, stride: 2) |> conv(4, 5, groups: 2) }", 0);
        Assert.Equal(ChildEmitter.Emit(fast.Space, fast.Child, new EmitOptions()), ChildEmitter.Emit(fast.Space, fast.Child, Lowered));

        var (space, child) = Child(Windows, 0);
        var code = ChildEmitter.Emit(space, child, Lowered);
        foreach (var plain in new[] { "new SepConv(6, 3)", "new DilConv(6, 5, padding: 6, dilation: 3)", " Conv2d(6, 6, 7, padding: 3, groups: 6, bias: false)" })
            Assert.Contains(plain, code, StringComparison.Ordinal);
        foreach (var lowered in new[] { "new LoweredSepConv(6, 5)", "new LoweredDilConv(6, 3, padding: 2, dilation: 2)" })
            Assert.Contains(lowered, code, StringComparison.Ordinal);
        Assert.DoesNotContain("Lowered", ChildEmitter.Emit(space, child, new EmitOptions()), StringComparison.Ordinal);
    }

    [Fact]
    public Task A_lowered_child_reads_well()
    {
        var (space, child) = Child("""
            /// Slow windows and a fast one.
            network Slow(image: [3, 8, 8]) {
              a = image |> conv(4, 3) |> sep_conv(3) |> sep_conv(5) |> dil_conv(3)
              output a |> depthwise(5) |> conv(4, 3, dilation: 2, groups: 4) |> global_avg_pool |> linear(2)
            }
            """, 0);
        return Verify(ChildEmitter.Emit(space, child, Lowered), extension: "cs");
    }

    private static (SearchSpace Space, SearchSpace Child) Child(string program, int seed)
    {
        var space = Programs.Space(program);
        return (space, ArchitectureResolver.Resolve(space, space.Decisions.IsEmpty ? Architecture.Empty : ArchitectureSampler.For(space, seed).Next()));
    }

    private static (SearchSpace Space, Module<Tensor, Tensor> Plain, Module<Tensor, Tensor> Lowered) Create(string program, int seed)
    {
        var (space, child) = Child(program, seed);
        var code = ChildEmitter.Emit(space, child, Lowered);
        Assert.Contains("class DepthwiseConv2d", code, StringComparison.Ordinal);
        var name = GeneratedNames.Child(space);
        var plain = GeneratedCode.Compile(ChildEmitter.Emit(space, child, new EmitOptions())).Create(name);
        var lowered = GeneratedCode.Compile(code).Create(name);
        // Other tests draw from the same generator meanwhile.
        lowered.load_state_dict(plain.state_dict());
        return (child, plain, lowered);
    }

    private static void AssertSameState(Module plain, Module lowered)
    {
        Assert.Equal(plain.state_dict().Keys, lowered.state_dict().Keys);
        Assert.Equal(plain.named_parameters().Select(p => p.name), lowered.named_parameters().Select(p => p.name));
        foreach (var ((name, value), other) in plain.state_dict().Zip(lowered.state_dict().Values))
            Assert.True(value.shape.SequenceEqual(other.shape) && value.equal(other).all().item<bool>(), name);
    }

    private static void Compare(Module<Tensor, Tensor> plain, Module<Tensor, Tensor> lowered, Tensor input, bool needsInput)
    {
        plain.zero_grad();
        lowered.zero_grad();
        var (x, y) = (input.clone().requires_grad_(needsInput), input.clone().requires_grad_(needsInput));
        var (expected, actual) = (plain.forward(x), lowered.forward(y));
        var factor = rand_like(expected);
        (expected * factor).sum().backward();
        (actual * factor).sum().backward();

        Near(expected, actual, "output");
        Near(x.grad, y.grad, "gradient of the input");
        foreach (var ((name, parameter), (_, other)) in plain.named_parameters().Zip(lowered.named_parameters()))
            Near(parameter.grad, other.grad, $"gradient of {name}");
        foreach (var ((name, buffer), (_, other)) in plain.named_buffers().Zip(lowered.named_buffers()))
            Near(buffer, other, name);
    }

    private static void Near(Tensor? expected, Tensor? actual, string what)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is null || actual is null)
            return;
        var (a, b) = (expected.to(ScalarType.Float64), actual.to(ScalarType.Float64));
        var difference = (a - b).abs().max().item<double>() / Math.Max(1, a.abs().max().item<double>());
        Assert.True(difference < Tolerance, $"{what} differs by {difference}");
    }
}
