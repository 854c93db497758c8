using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Tests.Emit;

/// <summary>Programs for the emitter's tests, and their search spaces.</summary>
internal static class Programs
{
    /// <summary>The published DARTS space, few channels and small images.</summary>
    public const string Darts = """
        opset Candidates(stride = 1) {
          none         = zero(stride)
          max_pool_3x3 = max_pool(3, stride) >> bn(affine: false)
          avg_pool_3x3 = avg_pool(3, stride) >> bn(affine: false)
          skip_connect = skip(stride)
          sep_conv_3x3 = sep_conv(3, stride)
          sep_conv_5x5 = sep_conv(5, stride)
          dil_conv_3x3 = dil_conv(3, stride, dilation: 2)
          dil_conv_5x5 = dil_conv(5, stride, dilation: 2)
        }

        /// The cell that keeps the resolution.
        cell Normal(width)(a, b) {
          p = a |> fit(b, width)
          q = b |> relu_conv_bn(width, 1)
          nodes n[4] = sum(choose 2 of [s |> choose Candidates for s in [p, q, ..n]])
          output concat(n)
        }

        /// The cell that halves the resolution.
        cell Reduction(width)(a, b) {
          p = a |> fit(b, width)
          q = b |> relu_conv_bn(width, 1)
          nodes n[4] = sum(choose 2 of [
            s |> choose Candidates(stride: 2) for s in [p, q],
            s |> choose Candidates            for s in n,
          ])
          output concat(n)
        }

        /// A network of normal and reduction cells.
        network Cifar(C = 4, N = 1)(image: [3, 16, 16]) {
          stem = image |> conv(3 * C, 3) |> bn
          body = chain stem {
            Normal(C)        * N
            Reduction(2 * C)
            Normal(2 * C)    * N
            Reduction(4 * C)
            Normal(4 * C)    * N
          }
          output body |> global_avg_pool |> linear(10)
        }
        """;

    /// <summary>A chain of single-input blocks whose decisions are made afresh at every use.</summary>
    public const string Blocks = """
        /// A block & its choices: <kernel> then activation.
        op Block(filters, stride)(x) {
          y = x |> conv(filters, 3, stride) >> bn >> choose { relu, silu, tanh }
          output y |> choose { sep3 = sep_conv(3), sep5 = sep_conv(5), skip }
        }
        network Stages(width = 8)(image: [3, 15, 15]) {
          stem = image |> conv(width, 3)
          body = chain stem {
            Block(width, 1) * 2
            Block(2 * width, 2)
            Block(2 * width, 1)
          }
          output body |> global_avg_pool |> dropout(0.1) |> linear(5)
        }
        """;

    /// <summary>Functions of two tensors, and inputs chosen without a zero candidate.</summary>
    public const string Functions = """
        opset Unary  { identity, neg, abs, square, sin, cos, tanh, relu, min0, sigmoid, softplus, gauss, erf }
        opset Binary { add, mul, sub, max, min, gated }
        op   Core(a, b) = (a |> choose Unary, b |> choose Unary) |> choose Binary
        cell Act(x)     = Core(Core(x, x), x)
        cell Mixed(x) {
          a = x |> conv(4, 3)
          b = x |> conv(4, 1)
          c = x |> max_pool(3)
          output mean(choose 2 of [a, b, c])
        }
        network Functional(image: [4, 6, 6]) {
          y = image |> Mixed |> Act |> Mixed
          output y |> flatten |> linear(3)
        }
        """;

    /// <summary>Windows of two sides and operations that move, pool, pad and scale, as alternatives of each other.</summary>
    public const string Windows = """
        opset Unary  { scale, shift, elu, stop_forward, hard_sigmoid }
        opset Binary { lerp, gauss_diff, laplace_diff, add }
        op Rectangle(size, rate)(x) { output x |> relu |> conv(4, size) |> depthwise(3, dilation: rate) |> bn }
        op Merge(a, b) {
          gate = a |> choose { mean = global_avg_pool, largest = global_max_pool } |> sigmoid
          output a + scale_channels(b, gate)
        }
        cell Block(x) {
          a = x |> choose {
            wide   = Rectangle((1, 5), 1)
            tall   = Rectangle((5, 1), (2, 1))
            binary = bn >> binarize >> binary_conv(4, 3, groups: 2) >> channel_shuffle(2)
            even   = max_pool(2) >> avg_pool((2, 3))
            padded = pad_channels(6) >> slice_channels(1, 4)
          }
          small = a |> avg_pool(2, stride: 2)
          b = small |> choose { resize(x), grow = upsample(2), smooth = upsample(2, bilinear: true), pad_to(x) }
          output (a |> choose Unary, Merge(b, x)) |> choose Binary
        }
        network Rectangles(image: [4, 6, 6]) {
          y = image |> Block |> Block
          z = pad_concat([y, y |> resize(y |> max_pool(3, stride: 3))])
          output z |> adaptive_avg_pool((2, 3)) |> flatten |> linear(3)
        }
        """;

    public static readonly string[] All = [Darts, Blocks, Functions, Windows];

    /// <summary>The search space of <paramref name="program"/>, as a child is made from it.</summary>
    public static SearchSpace Space(string program, string fileName = "test.nas")
    {
        var compilation = Compile(program, fileName);
        Assert.NotNull(compilation.Space);
        return compilation.Space;
    }

    /// <summary>The search space with what a supernet changes in the cells.</summary>
    public static SearchSpace SupernetSpace(string program, string fileName = "test.nas")
    {
        var compilation = Compile(program, fileName);
        Assert.NotNull(compilation.SupernetSpace);
        return compilation.SupernetSpace;
    }

    private static Compilation Compile(string program, string fileName)
    {
        var compilation = Compilation.Create(new SourceText(program, fileName));
        Assert.Empty(compilation.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => $"{d.Code} {d.Message}"));
        return compilation;
    }
}
