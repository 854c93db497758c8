using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Tests.Examples;
using NasDsl.Text;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch.Tests.Compilation;

/// <summary>A child for inference computes what the trained one does in evaluation, with fewer modules.</summary>
public sealed class InferenceTests
{
    private const string Small = """
        /// Two convolutions.
        op Twice(width)(x) {
          y = x |> conv(width, 3)
          output y |> bn |> relu |> dropout(0.1) |> conv(width, 1) |> bn
        }
        /// Every way in which a normalization can stand behind a convolution.
        network Small(image: [3, 8, 8]) {
          stem = image |> conv(4, 3) |> bn
          read = stem |> conv(4, 1, bias: false)
          kept = read |> bn
          early = stem |> bn |> relu |> conv(4, 3)
          body = chain stem { Twice(4) * 2 }
          reduced = [body, read, kept, early] |> sum |> skip(stride: 2)
          deep = reduced |> sep_conv(3) |> dropout(0.5)
          wide = deep |> dil_conv(3) |> relu_conv_bn(6, 1) |> fit(deep, 8)
          small = body |> fit(wide, 8)
          features = concat([wide, small]) |> global_avg_pool |> linear(6) |> dropout(0.2) |> bn
          output features |> relu |> linear(2)
        }
        """;

    [Fact]
    public Task The_small_child_reads_well() => Verify(Emit(SmallSpace()).Model.Code, extension: "cs");

    [Theory]
    [InlineData("", 11)]
    [InlineData("darts.nas", 10)]
    [InlineData("efficientnet.nas", 20)]
    [InlineData("enas_macro.nas", 5)]
    [InlineData("nasbench201.nas", 8)]
    [InlineData("nasbench101.nas", 4)]
    [InlineData("ofa.nas", 10)]
    [InlineData("enas_rnn.nas", 0)]
    public void It_computes_the_same(string example, int leastFolded)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (space, child, model) = Emit(example.Length == 0 ? SmallSpace() : ExampleSpace(example));
        var trained = GeneratedModels.CreateChild(ChildEmitter.Emit(space, child, new EmitOptions(DropPath: true)), GeneratedNames.Child(space), 3).Network;
        var folded = GeneratedModels.CreateChild(model.Code, GeneratedNames.Inference(space), 4).Network;
        var input = Input(child.Network.Inputs[0].Shape);
        trained.eval();
        folded.eval();

        Assert.InRange(model.Weights.Count(w => w.Normalization is not null), leastFolded, int.MaxValue);
        Assert.Equal(Normalizations(trained) > 0, leastFolded > 0);
        trained.to(ScalarType.Float64);
        Disturb(trained);
        Assert.InRange(Difference(trained, folded.to(ScalarType.Float64), model, input), 0, 1e-9);
        Assert.InRange(Difference(trained.to(ScalarType.Float32), folded.to(ScalarType.Float32), model, input), 0, 1e-4);
    }

    [Fact]
    public void What_cannot_be_folded_stays()
    {
        using var scope = NewDisposeScope();
        var (space, child, model) = Emit(SmallSpace());
        var trained = GeneratedModels.CreateChild(ChildEmitter.Emit(space, child, new EmitOptions()), GeneratedNames.Child(space)).Network;
        var folded = GeneratedModels.CreateChild(model.Code, GeneratedNames.Inference(space)).Network;
        // One behind a convolution that two read, one before a ReLU and a convolution.
        Assert.Equal(2, Normalizations(folded));
        Assert.Equal(
            Normalizations(trained) - 2, model.Weights.Select(w => w.Normalization).OfType<string>().Distinct().Count());
        Assert.DoesNotContain("Dropout", model.Code, StringComparison.Ordinal);
    }

    /// <summary>The largest difference of the outputs, relative to the largest output.</summary>
    private static double Difference(Module<Tensor, Tensor> trained, Module<Tensor, Tensor> folded, InferenceModel model, Tensor input)
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "weights.safetensors");
        FoldedWeights.Save(trained, model.Weights, file);
        ModuleWeights.LoadWeights(folded, file);
        var type = trained.parameters().First().dtype;
        var images = input.is_floating_point() ? input.to(type) : input;
        var (expected, actual) = (trained.call(images), folded.call(images));
        Assert.True(expected.to(ScalarType.Float64).std().item<double>() > 0, "the outputs are all the same");
        return ((expected - actual).abs().max() / expected.abs().max()).to(ScalarType.Float64).item<double>();
    }

    /// <summary>Statistics and weights of normalizations as if something had been learned.</summary>
    private static void Disturb(Module<Tensor, Tensor> network)
    {
        foreach (var (name, value) in network.state_dict().Where(t => t.Value.is_floating_point() && t.Value.shape.Length == 1))
            if (name.EndsWith("running_var", StringComparison.Ordinal))
                value.uniform_(0.3, 1.5);
            else if (name.EndsWith("weight", StringComparison.Ordinal))
                value.uniform_(0.6, 1.4);
            else
                value.uniform_(-0.5, 0.5);
    }

    private static int Normalizations(Module network) =>
        network.state_dict().Keys.Count(n => n.EndsWith("running_mean", StringComparison.Ordinal));

    private static Tensor Input(Shape shape)
    {
        long[] size = [5, .. shape.Dimensions];
        manual_seed(7);
        return shape.Vocabulary is { } vocabulary ? randint(0, vocabulary, size, dtype: ScalarType.Int64) : randn(size);
    }

    private static (SearchSpace Space, SearchSpace Child, InferenceModel Model) Emit(SearchSpace space)
    {
        var child = ArchitectureResolver.Resolve(space, ArchitectureSampler.For(space, 2).Next());
        return (space, child, InferenceEmitter.Emit(space, child));
    }

    private static SearchSpace ExampleSpace(string file) =>
        Example.Of(file).Compile().TrainSpace ?? throw new InvalidOperationException(file);

    private static SearchSpace SmallSpace()
    {
        var compilation = NasDsl.Compilation.Create(new SourceText(Small, "small.nas"));
        Assert.Empty(compilation.Diagnostics.Select(d => d.Message));
        return compilation.TrainSpace ?? throw new InvalidOperationException();
    }
}
