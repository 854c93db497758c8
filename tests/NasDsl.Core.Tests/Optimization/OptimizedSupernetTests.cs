using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Optimization;
using NasDsl.Tests.Emit;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Tests.Optimization;

/// <summary>An optimized supernet computes what the plain one computes: values, gradients and statistics (float64).</summary>
public class OptimizedSupernetTests
{
    private const double Tolerance = 1e-9;

    /// <summary>The candidates of DARTS on images of odd sizes.</summary>
    internal const string Darts = """
        opset Candidates(stride = 1) {
          none = zero(stride), max_pool = max_pool(3, stride) >> bn(affine: false), avg_pool = avg_pool(3, stride) >> bn(affine: false),
          skip = skip(stride), sep3 = sep_conv(3, stride), sep5 = sep_conv(5, stride),
          dil3 = dil_conv(3, stride, dilation: 2), dil5 = dil_conv(5, stride, dilation: 2)
        }
        cell Normal(width)(a, b) {
          p = a |> fit(b, width)
          q = b |> relu_conv_bn(width, 1)
          nodes n[3] = sum(choose 2 of [s |> choose Candidates for s in [p, q, ..n]])
          output concat(n)
        }
        cell Reduction(width)(a, b) {
          p = a |> fit(b, width)
          q = b |> relu_conv_bn(width, 1)
          nodes n[2] = sum(choose 2 of [s |> choose Candidates(stride: 2) for s in [p, q], s |> choose Candidates for s in n])
          output concat(n)
        }
        network N(image: [3, 9, 11]) {
          stem = image |> conv(6, 3)
          body = chain stem { Normal(4), Reduction(6), Normal(4) }
          output body |> global_avg_pool |> linear(5)
        }
        """;

    /// <summary>Lanes of whole convolutions, single candidates, candidates with chance, choices of functions, a mean.</summary>
    private const string Mixed = """
        op Block(width)(x) {
          output x |> choose { a = relu_conv_bn(width, 3), b = conv(width, 3) >> bn >> relu, c = depthwise(5) >> conv(width, 1) >> bn,
            d = tanh >> conv(width, 3, bias: true), e = dropout(0.3), none = zero }
        }
        network N(image: [4, 8, 8]) {
          a = image |> Block(4)
          b = sum([image |> Block(4), a |> Block(4), image |> choose { relu, tanh, max_pool(3) },
            image |> choose { conv(4, 3), zero }, a |> choose { relu >> conv(4, 3), zero }])
          c = mean([a, b]) |> choose { relu, sigmoid, identity }
          output c |> global_avg_pool |> linear(3)
        }
        """;

    /// <summary>Normalizations with weights before separable convolutions.</summary>
    private const string AffineSeparable = """
        opset Candidates {
          none = zero, wide = conv(4, 1) >> bn(affine: true) >> relu >> depthwise(5) >> conv(4, 1) >> bn(affine: true),
          far = bn(affine: true) >> relu >> depthwise(3, dilation: 2) >> conv(4, 1) >> bn, sep = sep_conv(3)
        }
        cell Sum(a, b) {
          nodes n[2] = sum(choose 2 of [s |> choose Candidates for s in [a, b, ..n]])
          output concat(n)
        }
        network N(image: [4, 9, 8]) { output (image, image) |> Sum |> global_avg_pool |> linear(2) }
        """;

    // Strides, odd sizes, more channels behind a pointwise convolution than before it.
    private const string Narrowing = """
        opset Candidates {
          none = zero(2), halved = bn(affine: true) >> relu >> depthwise(3, stride: 2) >> conv(6, 1) >> bn(affine: true) >> relu >> depthwise(5) >> conv(4, 1) >> bn,
          far = conv(4, 1) >> bn >> relu >> depthwise(3, stride: 2, dilation: 2) >> conv(4, 1) >> bn(affine: true)
        }
        cell Sum(a, b) {
          nodes n[1] = sum(choose 2 of [s |> choose Candidates for s in [a, b]])
          output concat(n)
        }
        network N(image: [4, 9, 7]) { output (image, image) |> Sum |> global_avg_pool |> linear(2) }
        """;

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string> { { "darts", "" }, { "mixed", "" }, { "affine", "" }, { "narrowing", "" }, { "declared", "" } };
            foreach (var (pass, _) in Optimizer.Names)
                cases.Add("darts", pass);
            for (var i = 1; i < Programs.All.Length; i++)
                cases.Add($"{i}", "");
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void It_computes_what_the_plain_one_computes(string program, string without)
    {
        using var scope = NewDisposeScope();
        var space = Programs.SupernetSpace(Source(program));
        var options = OptimizationOptions.All with { Without = without.Length > 0 ? [without] : [] };
        var plain = GeneratedCode.Compile(SupernetEmitter.Emit(space, OptimizationOptions.None)).Create(GeneratedNames.Supernet(space));
        var fast = GeneratedCode.Compile(SupernetEmitter.Emit(space, options)).Create(GeneratedNames.Supernet(space));
        fast.load_state_dict(plain.state_dict());
        foreach (var dropout in plain.modules().Concat(fast.modules()).OfType<Dropout>())
            dropout.eval();
        Sharpen(plain, fast);

        foreach (var (training, seed) in new[] { (true, 1), (true, 2), (false, 3) })
        {
            plain.train(training);
            fast.train(training);
            foreach (var dropout in plain.modules().Concat(fast.modules()).OfType<Dropout>())
                dropout.eval();
            Compare(plain, fast, rand([3, .. space.Network.Inputs[0].Shape.Dimensions], ScalarType.Float64) - 0.5);
        }
    }

    [Theory, InlineData("darts", true), InlineData("darts", false), InlineData("mixed", true), InlineData("affine", true), InlineData("affine", false), InlineData("narrowing", true), InlineData("narrowing", false)]
    public void What_is_computed_again_is_the_same(string program, bool trainsWeights)
    {
        using var scope = NewDisposeScope();
        var space = Programs.SupernetSpace(Source(program));
        var code = SupernetEmitter.Emit(space);
        // Images of a test are too small to be worth it.
        var again = code.Replace("LeastBytesToRecompute = 4 << 20", "LeastBytesToRecompute = 0", StringComparison.Ordinal);
        Assert.NotEqual(code, again);
        var plain = GeneratedCode.Compile(SupernetEmitter.Emit(space, OptimizationOptions.None)).Create(GeneratedNames.Supernet(space));
        var fast = GeneratedCode.Compile(again).Create(GeneratedNames.Supernet(space));
        fast.load_state_dict(plain.state_dict());
        Sharpen(plain, fast);
        foreach (var (name, parameter) in plain.named_parameters().Concat(fast.named_parameters()))
            parameter.requires_grad_(trainsWeights || WeightNames.IsAlpha(name));

        foreach (var training in new[] { true, true, false })
        {
            plain.train(training);
            fast.train(training);
            foreach (var dropout in plain.modules().Concat(fast.modules()).OfType<Dropout>())
                dropout.eval();
            Compare(plain, fast, rand([3, .. space.Network.Inputs[0].Shape.Dimensions], ScalarType.Float64) - 0.5);
        }
    }

    /// <summary>Every other weight frozen: the scale of a normalization and not its shift, one convolution of a pair and not the other.</summary>
    [Theory, InlineData("affine", 0), InlineData("affine", 1), InlineData("narrowing", 0), InlineData("narrowing", 1)]
    public void So_it_is_where_some_weights_are_frozen(string program, int parity)
    {
        using var scope = NewDisposeScope();
        var space = Programs.SupernetSpace(Source(program));
        var again = SupernetEmitter.Emit(space).Replace("LeastBytesToRecompute = 4 << 20", "LeastBytesToRecompute = 0", StringComparison.Ordinal);
        var plain = GeneratedCode.Compile(SupernetEmitter.Emit(space, OptimizationOptions.None)).Create(GeneratedNames.Supernet(space));
        var fast = GeneratedCode.Compile(again).Create(GeneratedNames.Supernet(space));
        fast.load_state_dict(plain.state_dict());
        Sharpen(plain, fast);
        foreach (var model in new[] { plain, fast })
            foreach (var (i, parameter) in model.parameters().Index())
                parameter.requires_grad_(i % 2 == parity);
        Compare(plain, fast, rand([3, .. space.Network.Inputs[0].Shape.Dimensions], ScalarType.Float64) - 0.5);
    }

    /// <summary>Of images so large that what a square depthwise convolution gives is computed again.</summary>
    [Fact]
    public void Rectangular_windows_of_large_images_are_right()
    {
        using var scope = NewDisposeScope();
        var space = Programs.SupernetSpace("""
            opset Candidates {
              none = zero, square = relu >> depthwise(3) >> conv(4, 1) >> bn, wide = relu >> depthwise((3, 5)) >> conv(4, 1) >> bn,
              far = relu >> depthwise(3, dilation: (1, 2)) >> conv(4, 1) >> bn
            }
            cell Sum(a, b) {
              nodes n[1] = sum(choose 2 of [s |> choose Candidates for s in [a, b]])
              output concat(n)
            }
            network N(image: [4, 184, 184]) { output (image, image) |> Sum |> global_avg_pool |> linear(2) }
            """);
        var code = SupernetEmitter.Emit(space);
        Assert.Single(code.Split('\n'), line => line.Contains("new Lanes(", StringComparison.Ordinal) && line.Contains("recomputes: true", StringComparison.Ordinal));
        var plain = GeneratedCode.Compile(SupernetEmitter.Emit(space, OptimizationOptions.None)).Create(GeneratedNames.Supernet(space));
        var fast = GeneratedCode.Compile(code).Create(GeneratedNames.Supernet(space));
        fast.load_state_dict(plain.state_dict());
        Sharpen(plain, fast);
        Compare(plain, fast, rand([3, 4, 184, 184], ScalarType.Float64) - 0.5);
    }

    /// <summary>Depthwise convolutions whose gradients come from others only look as if they could: every dilation, stride and shape of a window.</summary>
    [Theory]
    [InlineData("dil_conv(5, dilation: 3)", 1)]
    [InlineData("dil_conv(3, stride: 3)", 3)]
    [InlineData("depthwise(5) >> depthwise((5, 1)) >> conv(4, 1) >> bn", 1)]
    [InlineData("depthwise(3, dilation: 2) >> depthwise(3, dilation: (2, 1)) >> conv(4, 1) >> bn", 1)]
    public void Gradients_of_windows_of_every_kind_are_right(string wide, int stride)
    {
        using var scope = NewDisposeScope();
        var space = Programs.SupernetSpace($$"""
            opset Candidates { none = zero({{stride}}), wide = {{wide}} }
            cell Sum(a, b) {
              nodes n[1] = sum(choose 2 of [s |> choose Candidates for s in [a, b]])
              output concat(n)
            }
            network N(image: [4, 18, 18]) { output (image, image) |> Sum |> global_avg_pool |> linear(2) }
            """);
        var plain = GeneratedCode.Compile(SupernetEmitter.Emit(space, OptimizationOptions.None)).Create(GeneratedNames.Supernet(space));
        var fast = GeneratedCode.Compile(SupernetEmitter.Emit(space)).Create(GeneratedNames.Supernet(space));
        fast.load_state_dict(plain.state_dict());
        Sharpen(plain, fast);
        Compare(plain, fast, rand([3, 4, 18, 18], ScalarType.Float64) - 0.5);
    }

    [Theory, InlineData("darts"), InlineData("1")]
    public void An_architecture_taken_is_computed_alone(string program)
    {
        using var scope = NewDisposeScope();
        var space = Programs.Space(Source(program));
        var plain = GeneratedCode.Compile(SupernetEmitter.Emit(space, OptimizationOptions.None)).Create(GeneratedNames.Supernet(space));
        var fast = GeneratedCode.Compile(SupernetEmitter.Emit(space)).Create(GeneratedNames.Supernet(space));
        fast.load_state_dict(plain.state_dict());
        var architecture = ArchitectureSampler.For(space, 4).Next()
            .Choices.ToDictionary(c => c.Key, c => c.Value.ToArray());
        foreach (var model in new[] { plain, fast })
        {
            model.GetType().GetMethod("Take")?.Invoke(model, [architecture]);
            foreach (var dropout in model.modules().OfType<Dropout>())
                dropout.eval();
        }

        Compare(plain, fast, rand([3, .. space.Network.Inputs[0].Shape.Dimensions], ScalarType.Float64) - 0.5);
    }

    private static string Source(string program) => program switch
    {
        "darts" => Darts,
        "mixed" => Mixed,
        "affine" => AffineSeparable,
        "narrowing" => Narrowing,
        "declared" => """
            op Same(x) = x
            op Twice(f)(x) = x + (x |> f)
            opset Candidates { none = Same >> zero, skip, tanh = Twice(tanh), sep = Twice(sep_conv(3)) }
            cell Sum(a, b) {
              nodes n[2] = sum(choose 2 of [s |> choose Candidates for s in [a, b, ..n]])
              output concat(n)
            }
            network N(image: [4, 9, 8]) { output (image, image) |> Sum |> global_avg_pool |> linear(2) }
            """,
        _ => Programs.All[int.Parse(program, null)],
    };

    /// <summary>Weights that differ, so that no two candidates can be taken for each other.</summary>
    private static void Sharpen(Module plain, Module fast)
    {
        using var noGradient = no_grad();
        foreach (var ((name, parameter), (_, other)) in plain.named_parameters().Zip(fast.named_parameters()))
        {
            if (WeightNames.IsAlpha(name))
                parameter.copy_(randn_like(parameter));
            else if (parameter.dim() == 1)
                parameter.add_(rand_like(parameter));
            other.copy_(parameter);
        }
    }

    private static void Compare(Module<Tensor, Tensor> plain, Module<Tensor, Tensor> fast, Tensor input)
    {
        plain.zero_grad();
        fast.zero_grad();
        var (x, y) = (input.clone().requires_grad_(), input.clone().requires_grad_());
        var (expected, actual) = (plain.forward(x), fast.forward(y));
        var factor = rand_like(expected);
        (expected * factor).sum().backward();
        (actual * factor).sum().backward();

        Near(expected, actual, "output");
        Near(x.grad, y.grad, "gradient of the input");
        Assert.Equal(plain.named_parameters().Select(p => p.name), fast.named_parameters().Select(p => p.name));
        foreach (var ((name, parameter), (_, other)) in plain.named_parameters().Zip(fast.named_parameters()))
            Near(parameter.grad, other.grad, $"gradient of {name}");
        foreach (var ((name, buffer), (_, other)) in plain.named_buffers().Zip(fast.named_buffers()))
            Near(buffer, other, name);
    }

    private static void Near(Tensor? expected, Tensor? actual, string what)
    {
        if (expected is null || actual is null)
        {
            // What only zeros depend on has no gradient, or one of zeros.
            Assert.True((expected ?? actual)?.abs().max().item<double>() is null or 0, what);
            return;
        }

        var (a, b) = (expected.to(ScalarType.Float64), actual.to(ScalarType.Float64));
        var difference = (a - b).abs().max().item<double>() / Math.Max(1, a.abs().max().item<double>());
        Assert.True(difference < Tolerance, $"{what} differs by {difference}");
    }
}
