using NasDsl.Testing;
using NasDsl.Tests.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Tests.Parsing;

/// <summary>
/// The programs that the language was designed for. The grammar takes all of them; what this compiler cannot do yet, it says
/// by NAS5001 and by nothing else.
/// </summary>
public class ListingTests
{
    public static TheoryData<string, string> Listings => new()
    {
        {
            "whole network with skips",
            """
            opset Branches(width) { conv(width, 3) >> bn, sep_conv(3) }
            network Macro(width = 36, depth = 12)(image: [3, 32, 32]) {
              stem = image |> conv(width, 3) |> bn
              nodes x[depth] from stem =
                (x[-1] |> choose Branches(channels_of(x[-1])))
                + sum(choose any of [s |> fit(x[-1], channels_of(x[-1])) for s in x])
                |> bn |> if i in [depth / 3, 2 * depth / 3] then factorized_reduce(2 * width) else identity
              output x[-1] |> global_avg_pool |> dropout(0.1) |> linear(10)
            }
            search enas { controller = lstm(100, tanh: 1.5, temperature: 5.0), baseline_decay = 0.99 }
            """
        },
        {
            "recurrent",
            """
            opset Activation { tanh, relu, sigmoid, identity }
            cell Recurrent(hidden)(x, h) {
              s0 = gate(hidden, tanh)(x, h)
              nodes n[8] from s0 = choose 1 of [s |> highway(hidden, choose Activation) for s in n]
              output mean(n)
            }
            network Ptb(hidden = 300)(tokens: [35] of 10000) {
              output tokens |> embedding(hidden) |> recurrent(Recurrent(hidden)) |> linear(10000)
            }
            """
        },
        {
            "stages",
            """
            op Stage(filters, stride, depth)(x) {
              kernel = choose { 3, 5 }
              ratio  = choose { 0, 0.25 }
              layers = choose { depth - 1, depth, depth + 1 }
              kind   = choose { conv(filters, kernel), dw_conv(filters, kernel), mb_conv(filters, kernel, expand: 3, se: ratio) }
              output x |> kind(stride: stride) |> repeat(layers - 1) kind
            }
            objective maximize accuracy * (latency("pixel1.csv") / 80ms) ^ -0.07
            search ppo { samples = 8000 }
            """
        },
        {
            "compound scaling",
            """
            scale EfficientNet(alpha, beta, gamma) { depth = alpha, width = beta, resolution = gamma }
            constraint alpha * beta ^ 2 * gamma ^ 2 ~= 2
            op Mixed(filters)(x) { output x |> mix_conv(filters, [3, 5, 7], expand: choose 1..6) }
            """
        },
        {
            "ops are values",
            """
            opset Unary  { id, neg, abs, square, cube, sqrt, scale, shift, log_abs, exp, sin, cos, sinh, cosh,
                           tanh, asinh, atan, sinc, relu, min0, sigmoid, softplus, gauss, erf }
            opset Binary { add, mul, sub, div, max, min, gated, gauss_diff, laplace_diff, lerp }
            op   Core(a, b) = (a |> choose Unary, b |> choose Unary) |> choose Binary
            cell Act(x)     = Core(Core(x, x), x)
            cell Norm(x)    = blend { bn, instance_norm, layer_norm }
            """
        },
        {
            "spaces that are not architectures",
            """
            optimizer Rule(g, m, v) = (choose Operand |> choose Unary, choose Operand |> choose Unary) |> choose Binary
            loss      Margin(logit) { tau = piecewise_linear(choose -1.0..1.0, knots: 6) output tau }
            augment   Policy = uniform 5 of [ Transform() >> Transform() ]
            op        Transform = choose Images(magnitude: choose 0..9) with probability choose 0%..100% step 10%
            compress  MobileNet from "mobilenet.nas" {
              each conv { keep = choose 20%..100% step 8 channels, weight_bits = choose 1..8, input_bits = choose 1..8 }
            }
            constraint macs(MobileNet) <= 50% of base
            """
        },
    };

    [Theory, MemberData(nameof(Listings))]
    public void The_grammar_takes_it(string name, string program)
    {
        var syntaxErrors = TestCompiler.Compile(program).Diagnostics.Where(d => d.Code.StartsWith("NAS1", StringComparison.Ordinal));
        Assert.True(!syntaxErrors.Any(), $"{name}: {string.Join("; ", syntaxErrors.Select(d => $"{d.Span} {d.Message}"))}");
        Assert.NotEmpty(Parsing(program));
    }

    [Fact]
    public void What_is_not_there_yet_is_said_by_its_codes()
    {
        foreach (var row in Listings)
        {
            // Operations that the catalog will have are unknown until then.
            var others = TestCompiler.Compile((string)row[1]).Diagnostics.Where(d => d.Code is not ("NAS5001" or "NAS5002" or "NAS2003" or "NAS2002" or "NAS2017"));
            Assert.True(!others.Any(), $"{row[0]}: {string.Join("; ", others.Select(d => $"{d.Code} {d.Message}"))}");
        }
    }

    [Fact]
    public void Every_example_compiles()
    {
        foreach (var file in Directory.GetFiles(RepositoryRoot.PathOf("examples"), "*.nas"))
        {
            var compilation = TestCompiler.Compile(File.ReadAllText(file));
            Assert.True(!compilation.HasErrors, $"{Path.GetFileName(file)}\n{CheckedProgram.Describe(compilation)}");
        }
    }

    private static IEnumerable<object> Parsing(string program) =>
        NasDsl.Parsing.NasSyntaxParser.Parse(new SourceText(program, "listing.nas")).File.Declarations;
}
