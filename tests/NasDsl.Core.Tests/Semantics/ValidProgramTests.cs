using NasDsl.Tests.Diagnostics;

namespace NasDsl.Tests.Semantics;

/// <summary>
/// Right programs, each construct inside declarations whose arguments and shapes are unknown where they are checked alone:
/// unknown must never become an error.
/// </summary>
public class ValidProgramTests
{
    [Theory]
    [InlineData("op F(k)(x) { output x |> conv(k, 2 * k + 1) |> conv(k / 2, 3) }")]
    [InlineData("op F(k)(x) { nodes n[k] from x = n[-1] |> relu output n[-1] }")]
    [InlineData("op F(k)(x) { nodes n[4] from x = conv(8, 3)(n[-1]) output concat(n) }")]
    [InlineData("op F(f)(x) { nodes n[2] from x = f(n[-1]) output n[-1] |> f }")]
    [InlineData("op F(f)(x) { output x |> f(3) |> f(stride: 2) |> f >> relu |> repeat(2) f }")]
    [InlineData("op F(f, k)(x) { output chain x { f * k, f(k), last = relu >> f } }")]
    [InlineData("op F(k)(x) { output sum(choose k of [x, x |> relu]) }")]
    [InlineData("op F(k)(x) { output sum(choose 1 of [s |> relu for s in [x, x] if k > 3]) }")]
    [InlineData("op F(k)(x) { nodes n[4] = sum(choose 2 of [s |> relu for s in [x, x, ..n] if i > k]) output mean(n) }")]
    [InlineData("op F(list)(x) { output sum([x, ..list]) }")]
    [InlineData("op F(list)(x) { output sum([s |> relu for s in list]) + list[0] + list[-1] }")]
    [InlineData("op F(set)(x) { output x |> choose set }")]
    [InlineData("op F(set)(x) { output x |> choose { ..set, relu } }")]
    [InlineData("op F(k)(x) { output if k == 1 then x else x |> relu }")]
    [InlineData("op F(k)(x) { output x |> if k in [1, 2] then relu else conv(k, 3) }")]
    [InlineData("op F(a, b)(x) { output x |> if a and not b or a == 3 then relu else tanh }")]
    [InlineData("op F(like)(x) { output x |> fit(like, 8) }")]
    [InlineData("op F(k)(x, y) { z = k output x * y + x - y / x |> conv(z, 3) }")]
    [InlineData("op F(k)(x, y) { output (x, y) |> add |> bn(affine: k) }")]
    [InlineData("op F(k = 3, j = 2 * k)(x) { output x |> conv(j, k) }")]
    [InlineData("op F(k)(x) { e = choose { 1, 2, k } output x |> conv(8 * e, 3) |> conv(8, choose { 1, 3 }) }")]
    [InlineData("op F(k)(x) { kind = choose { a = conv(k, 3), b = sep_conv(k) } output x |> kind |> kind }")]
    [InlineData("op F(k)(x) { kind = choose { relu, tanh } nodes n[2] from x = kind(n[-1]) output n[-1] }")]
    [InlineData("op F(k)(x) { output (relu >> tanh)(x) |> (conv(k, 3) >> bn) }")]
    [InlineData("op F(k)(x) { output x |> repeat(k) relu |> repeat(k - 1) (relu >> tanh) }")]
    [InlineData("op F(k)(x) { pair = (x, x |> relu) output pair |> choose { add, mul } }")]
    [InlineData("op F(k)(x) { output -x |> relu }")]
    [InlineData("op F(k)(x) { output choose 1 of [x, x |> relu] }")]
    [InlineData("op F(k)(x) { y = choose 1 of [x, x |> relu] output y |> conv(k, 3) }")]
    [InlineData("op F(k)(x) = x |> conv(k, 3)")]
    [InlineData("op Block = relu >> conv(8, 3) >> bn\nop F(x) = x |> Block |> repeat(2) Block")]
    [InlineData("op Pick = choose { relu, conv(8, 3) >> bn }\nop F(x) = x |> Pick")]
    [InlineData("op Sum2 = sum\nop F(x) = [x, x] |> Sum2")]
    [InlineData("opset S(k, stride = 1) { conv(k, 3, stride), pool = max_pool(3, stride) >> conv(k, 1), ..T(stride) }\nopset T(stride) { skip(stride) }")]
    [InlineData("opset S(k) { a = conv(k, choose { 3, 5 }), b = choose { conv(k, 3), relu } }")]
    [InlineData("opset Numbers { 3, 5, 7 }\nop F(x) { output x |> conv(8, choose Numbers) }")]
    [InlineData("opset Binary { add, mul, sub }\nopset Unary { id, neg, abs }\nop Core(a, b) = (a |> choose Unary, b |> choose Unary) |> choose Binary\ncell Act(x) = Core(Core(x, x), x)")]
    [InlineData("op G(k)(x) { output x |> conv(k, 3) }\nop F(k)(x) { nodes n[2] from x = G(k)(n[-1]) |> G(8) output n[-1] }")]
    [InlineData("cell C(w)(a, b) { p = a |> fit(b, w) nodes n[2] = sum(choose 1 of [s |> choose { skip, relu } for s in [p, b, ..n]]) output concat(n) }")]
    [InlineData("const S = { relu, tanh }\nconst L = [1, 2, 3]\nconst T = \"text\"\nop F(x) { output x |> choose S |> conv(L[1], 3) }")]
    [InlineData("op augment(x) = x |> relu\nop order(log, step)(any) { each = any |> conv(log, step) output each |> augment }")]
    [InlineData("op F(x) {\n  y = x\n    |> relu\n    |> tanh\n  output y\n}")]
    [InlineData("opset T { bn }\nopset S {\n  relu\n  ..T\n  last = tanh\n}")]
    [InlineData("opset S {\n  relu\n  (sigmoid >> tanh)\n  conv(8, 3); bn, }")]
    [InlineData("/* before */ op F(x) { // behind\n  output x /* between */ |> relu\n}\n// the end")]
    public void A_right_declaration_gets_no_diagnostic(string program) => TestCompiler.Accept(program);

    [Fact]
    public void A_use_of_everything_compiles() => TestCompiler.Accept("""
        const WIDTHS = [8, 16]
        opset Kinds(stride = 1) {
          none = zero(stride)
          skip = skip(stride)
          ..Convs(stride)
        }
        opset Convs(stride) {
          small = relu_conv_bn(8, 3, stride)
          deep  = repeat(2) (relu >> conv(8, 3)) >> max_pool(3, stride)
        }
        op Head = global_avg_pool >> dropout(0.1) >> linear(10)
        op Stage(width, depth = 1)(x) {
          kernel = choose { 3, 5 }
          block  = choose { plain = conv(width, kernel), twice = Twice(conv(width, kernel)) }
          output x |> block(stride: 2) |> repeat(depth) block
        }
        op Twice(f, stride = 1)(x) { output x |> f(stride: stride) |> relu }
        cell Mix(width)(a, b) {
          p = a |> fit(b, width)
          q = b |> relu_conv_bn(width, 1)
          nodes n[3] = sum(choose 2 of [
            s |> choose Kinds for s in [p, q],
            s |> relu         for s in n,
          ])
          output n[-2] + n[-1]
        }
        network N(depth = 2)(x: [3, 16, 16]) {
          stem = x |> conv(8, 3) |> bn
          body = chain stem {
            Mix(8) * depth
            first = Stage(WIDTHS[1], depth - 1)
            relu, tanh
          }
          output body |> Head
        }
        constraint count(skip in Mix) <= 3
        search darts { epochs = 5 }
        train N(depth: 3) { epochs = 5 }
        """);
}
