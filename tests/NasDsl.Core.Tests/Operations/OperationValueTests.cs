using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.Tests.Emit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Tests.Operations;

/// <summary>What generated models compute for the operations that move, pool, pad and scale, against definitions.</summary>
public class OperationValueTests
{
    /// <summary>Programs without weights, with what they are.</summary>
    public static TheoryData<string, string> Definitions => new()
    {
        { "x |> channel_shuffle(2)", "0 2 1 3" },
        { "x |> slice_channels(1, 2)", "1 2" },
        { "x |> slice_channels(0, 4)", "0 1 2 3" },
        { "x |> pad_channels(6)", "0 1 2 3 - -" },
        { "x |> pad_channels(3)", "0 1 2" },
        { "x |> pad_channels(4)", "0 1 2 3" },
        { "concat([x |> slice_channels(3, 1), x])", "3 0 1 2 3" },
        { "x |> flatten |> slice_channels(36, 36) |> pad_channels(40)", "flat" },
    };

    [Theory, MemberData(nameof(Definitions))]
    public void Channels_go_where_they_should(string program, string channels)
    {
        using var scope = NewDisposeScope();
        var x = Image(4, 6, 6);

        var result = Run(program, x);

        var expected = channels == "flat"
            ? cat([x[.., 1].flatten(1), zeros(2, 4, float64)], 1)
            : stack([.. channels.Split(' ').Select(c => c == "-" ? zeros_like(x[.., 0]) : x[.., int.Parse(c, null)])], 1);
        AssertEqual(expected, result);
    }

    [Fact]
    public void Pools_with_even_windows_keep_the_size_and_leave_padding_out()
    {
        using var scope = NewDisposeScope();
        var x = Image(2, 5, 6);

        AssertEqual(Pool(x, 2, 2, 1, 0, 0, Largest), Run("x |> max_pool(2)", x));
        AssertEqual(Pool(x, 2, 2, 1, 0, 0, Mean), Run("x |> avg_pool(2)", x));
        AssertEqual(Pool(x, 2, 2, 2, 0, 0, Largest), Run("x |> max_pool(2, stride: 2)", x));
        AssertEqual(Pool(x, 2, 2, 2, 0, 0, Mean), Run("x |> avg_pool(2, 2)", x));
        AssertEqual(Pool(x, 4, 4, 1, 1, 1, Mean), Run("x |> avg_pool(4)", x));
        AssertEqual(Pool(x, 4, 3, 1, 1, 1, Largest), Run("x |> max_pool((4, 3))", x));
        AssertEqual(Pool(x, 1, 3, 1, 0, 1, Largest), Run("x |> max_pool((1, 3))", x));
    }

    [Fact]
    public void Resampling_repeats_pools_or_interpolates()
    {
        using var scope = NewDisposeScope();
        var x = Image(2, 6, 6);

        AssertEqual(x.repeat_interleave(3, 2).repeat_interleave(3, 3), Run("x |> upsample(3)", x));
        AssertEqual(
            Pool(x, 2, 2, 2, 0, 0, Largest),
            Run("x |> resize(s)", x, "s = x |> avg_pool(2, 2)"));
        AssertEqual(
            Pool(x, 2, 2, 2, 0, 0, Mean).repeat_interleave(2, 2).repeat_interleave(2, 3),
            Run("s |> resize(x)", x, "s = x |> avg_pool(2, 2)"));
        AssertEqual(x, Run("x |> resize(x)", x));
        var blocks = x.reshape(2, 2, 2, 3, 3, 2).mean([3, 5]);
        AssertEqual(blocks, Run("x |> adaptive_avg_pool((2, 3))", x));
        // A plane stays a plane between its own pixels.
        var ramp = arange(6, float64).reshape(1, 1, 6, 1).expand(2, 2, 6, 6) + zeros(2, 2, 6, 6, float64);
        var larger = Run("x |> upsample(2, bilinear: true)", ramp);
        AssertEqual((arange(10, float64) / 2 + 0.25).reshape(1, 1, 10, 1).expand(2, 2, 10, 12), larger.narrow(2, 1, 10));
        AssertEqual(larger, Run("x |> resize(l, bilinear: true)", ramp, "l = x |> upsample(2)"));
    }

    [Fact]
    public void Images_are_padded_at_their_ends()
    {
        using var scope = NewDisposeScope();
        var x = Image(2, 6, 6);
        var small = Pool(x, 2, 2, 2, 0, 0, Mean);
        var padded = zeros_like(x);
        padded[.., .., ..3, ..3] = small;

        AssertEqual(padded, Run("s |> pad_to(x)", x, "s = x |> avg_pool(2, 2)"));
        AssertEqual(cat([x, padded], 1), Run("pad_concat([x, s])", x, "s = x |> avg_pool(2, 2)"));
        AssertEqual(cat([x, x], 1), Run("pad_concat([x, x])", x));
    }

    [Fact]
    public void Channels_are_scaled_by_one_number_each()
    {
        using var scope = NewDisposeScope();
        var x = Image(3, 4, 4);
        var means = x.mean([2, 3], true);

        AssertEqual(x * means, Run("(x, s) |> scale_channels", x, "s = x |> global_avg_pool"));
        AssertEqual(x * means, Run("(x, s) |> scale_channels", x, "s = x |> adaptive_avg_pool(1)"));
        AssertEqual((means * means).flatten(1), Run("(s, s) |> scale_channels", x, "s = x |> global_avg_pool"));
        AssertEqual(x.flatten(2).max(2).values, Run("x |> global_max_pool", x));
    }

    [Fact]
    public void Learned_numbers_begin_where_they_should_and_learn()
    {
        using var scope = NewDisposeScope();
        var x = Image(3, 4, 4);
        var y = x * x;
        (string Operation, Tensor Expected)[] cases =
        [
            ("x |> scale", x), ("x |> shift", x),
            ("(x, y) |> gauss_diff", (-(x - y).square()).exp()),
            ("(x, y) |> laplace_diff", (-(x - y).abs()).exp()),
            ("(x, y) |> lerp", (x + y) / 2),
        ];
        foreach (var (operation, expected) in cases)
        {
            var model = Model(operation, [3, 4, 4], "y = x |> square");
            var weight = Assert.Single(model.parameters());
            Assert.Equal([3, 1, 1], weight.shape);
            AssertEqual(expected, model.forward(x));

            init.uniform_(weight, 0.5, 1.5);
            var b = weight.detach().clone();
            AssertEqual(
                operation switch
                {
                    "x |> scale" => b * x,
                    "x |> shift" => x + b,
                    "(x, y) |> gauss_diff" => (-b * (x - y).square()).exp(),
                    "(x, y) |> laplace_diff" => (-b * (x - y).abs()).exp(),
                    _ => b * x + (1 - b) * y,
                },
                model.forward(x));
            model.forward(x).sum().backward();
            Assert.NotNull(weight.grad);
            Assert.True(weight.grad.abs().min().item<double>() > 0, operation);
        }
    }

    [Theory]
    [InlineData("conv(3, (1, 5))", 1, 1, 1, 1)]
    [InlineData("conv(3, (5, 1), stride: 3)", 3, 1, 1, 1)]
    [InlineData("conv(4, (3, 5), dilation: (2, 1), groups: 2)", 1, 2, 1, 2)]
    [InlineData("depthwise((1, 3))", 1, 1, 1, 4)]
    [InlineData("depthwise(3, dilation: (3, 2))", 1, 3, 2, 4)]
    [InlineData("depthwise(5, stride: 2)", 2, 1, 1, 4)]
    public void Convolutions_have_windows_of_two_sides(string operation, int stride, int rowRate, int columnRate, int groups)
    {
        using var scope = NewDisposeScope();
        var x = Image(4, 8, 7);
        var model = Model($"x |> {operation}", [4, 8, 7]);
        var weight = Assert.Single(model.parameters());

        AssertEqual(Convolve(x, weight.detach(), stride, rowRate, columnRate, groups), model.forward(x));
    }

    [Fact]
    public void Bits_are_signs_and_their_gradient_passes_where_it_should()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { -2.0, -0.5, 0, 0.3, 1.5, 0.9 }).reshape(1, 1, 2, 3).requires_grad_();

        var bits = Model("x |> binarize", [1, 2, 3]).forward(x);
        (bits * arange(1, 7, float64).reshape(1, 1, 2, 3)).sum().backward();

        Assert.Equal([-1, -1, 1, 1, 1, 1], bits.data<double>().ToArray());
        Assert.NotNull(x.grad);
        Assert.Equal([0, 2, 3, 4, 0, 6], x.grad.data<double>().ToArray());

        var image = Image(4, 6, 6);
        var model = Model("x |> binary_conv(6, 3, stride: 2, dilation: 2, groups: 2)", [4, 6, 6]);
        var weight = Assert.Single(model.parameters());
        var w = weight.detach();
        var scaled = w.sign() * w.abs().mean([1, 2, 3], true);
        AssertEqual(Convolve(image, scaled, 2, 2, 2, 2), model.forward(image));
        model.forward(image).square().sum().backward();
        Assert.NotNull(weight.grad);
        Assert.True(weight.grad.abs().sum().item<double>() > 0);
    }

    [Fact]
    public void A_gradient_stops_before_or_behind()
    {
        using var scope = NewDisposeScope();
        var x = Image(1, 2, 2).requires_grad_();

        Model("(x |> square |> stop_gradient) + x", [1, 2, 2]).forward(x).sum().backward();
        Assert.NotNull(x.grad);
        AssertEqual(ones_like(x), x.grad);

        x.grad.zero_();
        Model("x |> square |> stop_forward", [1, 2, 2]).forward(x).sum().backward();
        AssertEqual(2 * x.detach(), x.grad);
    }

    [Fact]
    public void One_class_takes_the_window_as_an_argument()
    {
        const string Program = """
            op Pair(size)(x) { output x |> conv(4, size) |> relu }
            network N(x: [4, 6, 6]) { output x |> Pair((1, 3)) |> Pair((3, 1)) }
            """;
        using var scope = NewDisposeScope();
        var source = Child(Program);
        Assert.Contains("(long, long) size", source, StringComparison.Ordinal);
        var model = GeneratedCode.Compile(source).Create("N");
        var x = Image(4, 6, 6);

        var (first, second) = (model.parameters().First().detach(), model.parameters().Last().detach());
        var expected = Convolve(Convolve(x, first, 1, 1, 1, 1).relu(), second, 1, 1, 1, 1).relu();

        Assert.Equal([4, 4, 1, 3], first.shape);
        AssertEqual(expected, model.forward(x));
    }

    private static Tensor Image(params long[] shape)
    {
        manual_seed(3);
        return randn([2, .. shape], dtype: float64);
    }

    private static Tensor Run(string expression, Tensor x, string before = "") =>
        Model(expression, x.shape[1..], before).forward(x);

    private static Module<Tensor, Tensor> Model(string expression, long[] shape, string before = "") =>
        GeneratedCode.Compile(Child($"network N(x: [{string.Join(", ", shape)}]) {{ {before}\n output {expression} }}")).Create("N");

    private static string Child(string program)
    {
        var space = Programs.Space(program);
        return ChildEmitter.Emit(
            space, ArchitectureResolver.Resolve(space, ArchitectureSampler.For(space, 1).Next()), new EmitOptions());
    }

    private static void AssertEqual(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected - actual).abs().max().item<double>(), 0, 1e-12);
    }

    private static double Largest(IEnumerable<double> window) => window.Max();

    private static double Mean(IEnumerable<double> window) => window.Average();

    /// <summary>Pools the pixels of each window that lie in the image; the first window begins <paramref name="top"/> above it.</summary>
    private static Tensor Pool(Tensor x, int rows, int columns, int stride, int top, int left, Func<IEnumerable<double>, double> join)
    {
        var (height, width) = ((int)x.size(2), (int)x.size(3));
        var (outHeight, outWidth) = ((height + stride - 1) / stride, (width + stride - 1) / stride);
        var values = x.reshape(-1, height, width);
        var pooled = new List<double>();
        for (var plane = 0; plane < values.size(0); plane++)
            for (var i = 0; i < outHeight; i++)
                for (var j = 0; j < outWidth; j++)
                    pooled.Add(join(
                        from r in Enumerable.Range(i * stride - top, rows)
                        from c in Enumerable.Range(j * stride - left, columns)
                        where r >= 0 && r < height && c >= 0 && c < width
                        select values[plane, r, c].item<double>()));
        return tensor(pooled.ToArray()).reshape(x.size(0), x.size(1), outHeight, outWidth);
    }

    /// <summary>A convolution with same padding for an odd kernel, one pixel of the kernel after the other.</summary>
    private static Tensor Convolve(Tensor x, Tensor weight, int stride, int rowRate, int columnRate, int groups)
    {
        var (rows, columns) = ((int)weight.size(2), (int)weight.size(3));
        var (height, width) = (x.size(2), x.size(3));
        var padded = zeros(x.size(0), x.size(1), height + (rows - 1) * rowRate, width + (columns - 1) * columnRate, float64);
        padded.narrow(2, (rows - 1) * rowRate / 2, height).narrow(3, (columns - 1) * columnRate / 2, width).copy_(x);
        var (inputs, filters) = (x.size(1) / groups, weight.size(0) / groups);
        var outputs = new List<Tensor>();
        for (var f = 0; f < weight.size(0); f++)
        {
            Tensor sum = zeros(1, float64);
            for (var i = 0; i < rows; i++)
                for (var j = 0; j < columns; j++)
                {
                    var seen = padded.narrow(1, f / filters * inputs, inputs)
                        .slice(2, i * rowRate, i * rowRate + height, stride).slice(3, j * columnRate, j * columnRate + width, stride);
                    sum = sum + (seen * weight[f, .., i, j].reshape(1, -1, 1, 1)).sum(1);
                }
            outputs.Add(sum);
        }
        return stack(outputs, 1);
    }
}
