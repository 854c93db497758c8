namespace NasDsl.Tests.Emit;

/// <summary>Programs whose supernets have layers of several sizes, parts that may be missing, or several outputs.</summary>
internal static class ElasticPrograms
{
    /// <summary>Kernel, expansion, width and depth of inverted residual blocks.</summary>
    public const string Mobile = """
        op Block(filters)(x) {
          kernel = choose { 3, 5 }
          expand = choose { 1, 2 }
          y = x |> conv(channels_of(x) * expand, 1) |> bn |> relu |> depthwise(kernel) |> bn |> relu |> conv(filters, 1) |> bn
          output if filters == channels_of(x) then x + y else y
        }
        network Mobile(image: [3, 8, 8]) {
          width = choose 4..8 step 2
          depth = choose 0..2
          stem  = image |> conv(width, 3) |> bn
          body  = stem |> repeat(depth) Block(width)
          tail  = body |> conv(choose { 6, 10 }, choose { 3, (1, 3) }, stride: choose { 1, 2 }, bias: true) |> relu
          output tail |> global_avg_pool |> linear(choose { 5, 7 }) |> relu |> linear(3)
        }
        """;

    /// <summary>Outputs of a cell that no other node uses are concatenated and projected.</summary>
    public const string Loose = """
        cell Cell(width)(a, b) {
          p = a |> relu_conv_bn(width, 1)
          q = b |> relu_conv_bn(width, 1)
          nodes n[3] = sum(choose 2 of [s |> choose { three = conv(width, 3), five = conv(width, 5) } for s in [p, q, ..n]])
          output concat(loose(n))
        }
        network Loose(image: [3, 6, 6]) {
          stem = image |> conv(4, 3)
          body = chain stem { Cell(4), Cell(3) }
          output body |> relu |> global_avg_pool |> linear(5)
        }
        """;

    /// <summary>Parts of a chosen number and width.</summary>
    public const string Parts = """
        network Parts(image: [3, 6, 6]) {
          wide  = image |> conv(choose { 2, 4 }, 3) |> bn
          plain = image |> conv(3, 1)
          deep  = image |> conv(2, 3) |> relu |> conv(5, 3)
          all   = concat(choose 1..3 of [wide, plain, deep])
          some  = mean(choose 1..2 of [image |> conv(3, 3), image |> conv(3, 1)])
          y     = concat([all |> max_pool(3), some, wide])
          output y |> relu |> conv(choose { 4, 6 }, 1) |> bn |> flatten |> linear(3)
        }
        """;

    /// <summary>A chosen number of cells of two inputs, and lists that are chosen, in a body and as an argument.</summary>
    public const string Repeated = """
        cell Cell(width)(a, b) {
          p = a |> fit(b, width)
          q = b |> relu_conv_bn(width, 1)
          output p + (q |> choose { three = conv(width, 3), five = conv(width, 5) })
        }
        op Kernels(ks)(x) = x |> conv(2 * length(ks), ks[0]) |> conv(4, ks[-1])
        network Repeated(image: [3, 6, 6]) {
          times = choose 1..3
          a     = image |> conv(3, 3)
          some  = choose { both = [image, a], one = [a] }
          stem  = sum(some) |> Kernels(choose { two = [1, 3], one = [5] })
          body  = chain stem { Cell(4) * times, Cell(3) }
          output body |> relu |> global_avg_pool |> linear(5)
        }
        """;

    /// <summary>Elements that a choice made elsewhere has in a sum and in a mean, or has not.</summary>
    public const string Conditional = """
        network Conditional(image: [3, 6, 6]) {
          k = choose { 1, 2, 3 }
          a = image |> conv(3, choose { 3, 5 })
          b = sum([image, ..[y |> conv(3, 1) for y in [image, a] if k == 1]])
          c = mean([a, ..[y |> relu for y in [image, b] if k > 1]])
          output c |> global_avg_pool |> linear(2)
        }
        """;

    /// <summary>A learned mixture, beside choices.</summary>
    public const string Blend = """
        cell Norm(x) = x |> blend { bn, instance_norm(affine: true) }
        network Blended(image: [3, 6, 6]) {
          y = image |> conv(choose { 4 }, 3) |> Norm |> choose { relu, conv = conv(4, 3) >> blend { bn, identity } }
          output y |> global_avg_pool |> linear(3)
        }
        """;

    /// <summary>Cells with several outputs.</summary>
    public const string Outputs = """
        op Halves(width)(x) {
          output low = x |> conv(width, 1), high = x |> conv(width, 3) |> relu
        }
        op Swap(a, b) {
          output b |> choose { relu, tanh }, a
        }
        network Several(image: [3, 6, 6]) {
          t = image |> relu |> Halves(4)
          u = (t.low, t.high) |> Swap
          output (u[0] + u[1]) |> choose { conv(4, 3), skip } |> global_avg_pool |> linear(3)
        }
        """;

    /// <summary>An order of kernels and of operations.</summary>
    public const string Order = """
        network Ordered(image: [3, 6, 6]) {
          k = choose order of [1, 3, 5]
          f = choose order of [relu, tanh, bn]
          y = image |> conv(4, k[0]) |> f[0] |> conv(4, k[1]) |> f[1] |> conv(4, k[2]) |> f[2]
          output y |> global_avg_pool |> linear(3)
        }
        """;

    public static readonly string[] All = [Repeated, Conditional, Mobile, Loose, Parts, Blend, Outputs, Order, .. Programs.All];
}
