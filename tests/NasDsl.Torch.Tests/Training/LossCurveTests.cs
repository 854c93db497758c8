using NasDsl.Emit;
using NasDsl.Optimization;
using NasDsl.Text;

namespace NasDsl.Torch.Tests.Training;

/// <summary>The optimizer changes what a supernet costs, and not what it learns. (Slowly: a loss near zero is all rounding.)</summary>
public sealed class LossCurveTests
{
    private const int Steps = 50;
    private const double Tolerance = 1e-3;

    /// <summary>The candidates of DARTS, with a reduction.</summary>
    private const string Program = """
        opset Candidates(stride = 1) {
          none = zero(stride), max_pool = max_pool(3, stride) >> bn(affine: false), avg_pool = avg_pool(3, stride) >> bn(affine: false),
          skip = skip(stride), sep3 = sep_conv(3, stride), sep5 = sep_conv(5, stride),
          dil3 = dil_conv(3, stride, dilation: 2), dil5 = dil_conv(5, stride, dilation: 2)
        }
        cell Normal(width)(a, b) {
          p = a |> fit(b, width)
          q = b |> relu_conv_bn(width, 1)
          nodes n[2] = sum(choose 2 of [s |> choose Candidates for s in [p, q, ..n]])
          output concat(n)
        }
        cell Reduction(width)(a, b) {
          p = a |> fit(b, width)
          q = b |> relu_conv_bn(width, 1)
          nodes n[2] = sum(choose 2 of [s |> choose Candidates(stride: 2) for s in [p, q], s |> choose Candidates for s in n])
          output concat(n)
        }
        network N(image: [1, 4, 4]) {
          stem = image |> conv(8, 3) |> bn
          body = chain stem { Normal(4), Reduction(8) }
          output body |> global_avg_pool |> linear(3)
        }
        """;

    [Fact]
    public void From_one_seed_the_optimized_supernet_learns_as_the_plain_one()
    {
        var plain = Losses(OptimizationOptions.None);
        var fast = Losses(OptimizationOptions.All);
        Assert.Equal(Steps, plain.Count);
        Assert.True(plain[^5..].Average() < 0.8 * plain[..5].Average(), "nothing was learned");
        Assert.All(plain.Zip(fast), step => Assert.InRange(Math.Abs(step.Second / step.First - 1), 0, Tolerance));
    }

    private static List<double> Losses(OptimizationOptions options)
    {
        var space = NasDsl.Compilation.Create(new SourceText(Program, "curve.nas")).SupernetSpace;
        Assert.NotNull(space);
        var model = GeneratedModels.CreateSupernet(SupernetEmitter.Emit(space, options), GeneratedNames.Supernet(space), seed: 1);
        SearchSettings settings = new()
        {
            Epochs = Steps / 2,
            MaxStepsPerEpoch = 2,
            BatchSize = 16,
            Weights = new() { Kind = OptimizerKind.Sgd, LearningRate = new LearningRate.Cosine(0.004, 0.001), Momentum = 0.9, WeightDecay = 3e-4, Clip = 5 },
            Alphas = new() { Kind = OptimizerKind.Adam, LearningRate = new LearningRate.Constant(3e-4), Beta1 = 0.5, WeightDecay = 1e-3 },
            Threads = 1,
        };
        Recorder recorder = new();
        new SupernetSearch(model, settings with { Method = new DartsMethod() }).Run(new ImageSource(SyntheticData.Create(), SyntheticData.Shape), recorder);
        return [.. recorder.Steps.Select(step => step.Loss)];
    }
}
