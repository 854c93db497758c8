using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Testing;
using NasDsl.Tests.Emit;
using static TorchSharp.torch;

namespace NasDsl.Tests.Operations;

/// <summary>The blocks of the standard library: published networks made of them have the published sizes, and all run.</summary>
public class StandardBlocksTests
{
    private const string EfficientNet = """
        op Stage(n, filters, kernel, stride, expand)(x) = x
          |> mb_conv(filters, kernel, stride, expand, se: 0.25, act: silu)
          |> repeat(n - 1) mb_conv(filters, kernel, 1, expand, se: 0.25, act: silu)
        network B0(x: [3, 224, 224]) {
          output x |> conv_bn_act(32, 3, 2, silu)
            |> Stage(1, 16, 3, 1, 1) |> Stage(2, 24, 3, 2, 6) |> Stage(2, 40, 5, 2, 6) |> Stage(3, 80, 3, 2, 6)
            |> Stage(3, 112, 5, 1, 6) |> Stage(4, 192, 5, 2, 6) |> Stage(1, 320, 3, 1, 6)
            |> conv_bn_act(1280, 1, 1, silu) |> global_avg_pool |> dropout(0.2) |> linear(1000)
        }
        """;

    private const string MobileNet = """
        op Stage(n, filters, stride)(x) = x |> mb_conv(filters, 3, stride) |> repeat(n - 1) mb_conv(filters, 3)
        network V2(x: [3, 224, 224]) {
          output x |> conv_bn_act(32, 3, 2, relu6) |> mb_conv(16, 3, expand: 1)
            |> Stage(2, 24, 2) |> Stage(3, 32, 2) |> Stage(4, 64, 2) |> Stage(3, 96, 1) |> Stage(3, 160, 2) |> Stage(1, 320, 1)
            |> conv_bn_act(1280, 1, 1, relu6) |> global_avg_pool |> linear(1000)
        }
        """;

    private const string MnasNet = """
        op Stage(n, filters, kernel, stride, expand, se)(x) = x
          |> mb_conv(filters, kernel, stride, expand, se, act: relu)
          |> repeat(n - 1) mb_conv(filters, kernel, 1, expand, se, act: relu)
        network A1(x: [3, 224, 224]) {
          output x |> conv_bn_relu(32, 3, 2) |> dw_conv(16, 3, act: relu)
            |> Stage(2, 24, 3, 2, 6, 0) |> Stage(3, 40, 5, 2, 3, 0.25) |> Stage(4, 80, 3, 2, 6, 0) |> Stage(2, 112, 3, 1, 6, 0.25)
            |> Stage(3, 160, 5, 2, 6, 0.25) |> Stage(1, 320, 3, 1, 6, 0)
            |> conv_bn_relu(1280, 1) |> global_avg_pool |> linear(1000)
        }
        """;

    /// <summary>Uses that keep [8, 6, 6], or not, with the shape that they give.</summary>
    public static TheoryData<string, long[]> Blocks => new()
    {
        { "x |> conv_bn(12, 3, 2, groups: 2)", [12, 3, 3] },
        { "x |> conv_7x1_1x7", [8, 6, 6] },
        { "x |> conv_3x1_1x3(2)", [8, 3, 3] },
        { "x |> res_block(8, 3) |> res_block(12, 5, 2)", [12, 3, 3] },
        { "x |> se", [8, 6, 6] },
        { "x |> dw_conv(12, 5, 2)", [12, 3, 3] },
        { "x |> mb_conv(8, 5, se: 0.25, gate: hard_sigmoid)", [8, 6, 6] },
        { "x |> mix_depthwise([3, 5, 7])", [8, 6, 6] },
        { "x |> mix_conv(8, [3, 5], se: 0.5, expand_groups: 2, project_groups: 2) |> mix_conv(12, [3], stride: 2)", [12, 3, 3] },
        { "attention_sum(x, x |> conv(8, 1))", [8, 6, 6] },
        { "x |> atrous_sep_conv(12, (6, 3))", [12, 6, 6] },
        { "x |> pyramid_pool(4, (1, 2))", [4, 6, 6] },
        { "x |> binary_group_conv(3, 4) |> binary_group_conv(5, 2, 2, binary_weights: false)", [8, 3, 3] },
    };

    [Theory]
    [InlineData(EfficientNet, 5_288_548)]
    [InlineData(MobileNet, 3_504_872)]
    [InlineData(MnasNet, 3_887_038)]
    public void A_published_network_has_the_published_number_of_weights(string program, long expected) =>
        Assert.Equal(expected, CostModel.Of(Space(program)).Parameters);

    [Theory, MemberData(nameof(Blocks))]
    public void A_block_compiles_runs_and_learns(string use, long[] shape)
    {
        using var scope = NewDisposeScope();
        var space = Space($"network N(x: [8, 6, 6]) {{ output {use} }}");
        var child = ArchitectureResolver.Resolve(space, ArchitectureSampler.For(space, 1).Next());
        var model = GeneratedCode.Compile(ChildEmitter.Emit(space, child, new EmitOptions())).Create("N");

        var output = model.forward(randn([2, 8, 6, 6], dtype: float64));
        output.square().sum().backward();

        Assert.Equal([2, .. shape], output.shape);
        Assert.Equal(CostModel.Of(child).Parameters, model.parameters().Sum(p => p.numel()));
        Assert.All(model.named_parameters(), p => Assert.True(p.parameter.grad is not null, p.name));
    }

    [Fact]
    public void A_mixed_depthwise_convolution_gives_the_rest_to_the_first_kernel()
    {
        var cost = CostModel.Of(Space("network N(x: [8, 6, 6]) { output x |> mix_depthwise([3, 5, 7]) }"));
        Assert.Equal(4 * 9 + 2 * 25 + 2 * 49, cost.Parameters);
    }

    private static SearchSpace Space(string program) =>
        Programs.Space($"{RepositoryRoot.ReadText("src", "NasDsl.Core", "Standard", "standard.nas")}\n{program}");
}
